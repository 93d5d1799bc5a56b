import { describe, expect, it } from 'vitest';
import { choosePalette, contrast, DARK, LIGHT, STATUS_GROUPS, statusGroup } from '../src/lib/palette';
import { classArea, PATTERNS, stateArea } from '../src/lib/patterns';

describe('statuses', () => {
  it('map every status of the vocabulary', () => {
    expect(['proposed', 'negotiated', 'signed'].map(statusGroup)).toEqual(Array(3).fill('prospective'));
    expect(['active', 'dormant', 'suspended', 'ended'].map(statusGroup)).toEqual(['active', 'dormant', 'suspended', 'ended']);
    expect(statusGroup(null)).toBe('active');
    expect(statusGroup('something new')).toBe('active');
  });

  it('differ in colour and in dash', () => {
    for (const palette of [LIGHT, DARK]) {
      const styles = STATUS_GROUPS.map(({ group }) => palette.status[group]);
      expect(new Set(styles.map((style) => style.colour)).size).toBe(styles.length);
      expect(new Set(styles.map((style) => style.dash.join())).size).toBe(styles.length);
    }
  });
});

describe('colours', () => {
  it('can be read: names on land and sea, lines on land', () => {
    for (const palette of [LIGHT, DARK]) {
      expect(contrast(palette.ink, palette.land)).toBeGreaterThan(7);
      expect(contrast(palette.ink, palette.sea)).toBeGreaterThan(7);
      expect(contrast(palette.bundle, palette.land)).toBeGreaterThan(3);
      expect(contrast(palette.status.active.colour, palette.land)).toBeGreaterThan(3);
      expect(contrast(palette.accent, palette.land)).toBeGreaterThan(3);
    }
  });

  it('follow the page before the system', () => {
    expect(choosePalette('light', true)).toBe(LIGHT);
    expect(choosePalette('dark', false)).toBe(DARK);
    expect(choosePalette(undefined, true)).toBe(DARK);
    expect(choosePalette(undefined, false)).toBe(LIGHT);
  });
});

/** How colours look to the three kinds of colour-blind (Machado, Oliveira and Fernandes 2009, severity 1), on linear light. */
const SIGHTS: Record<string, readonly (readonly [number, number, number])[]> = {
  usual: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protanopia: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  deuteranopia: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  tritanopia: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
};

/** CIE L*a*b* (D65) of a colour as somebody sees it. */
function lab(hex: string, sight: readonly (readonly [number, number, number])[]): [number, number, number] {
  const linear = [1, 3, 5].map((start) => {
    const value = parseInt(hex.slice(start, start + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  const seen = sight.map((row) => Math.max(0, Math.min(1, row.reduce((sum, part, place) => sum + part * (linear[place] ?? 0), 0))));
  const [r = 0, g = 0, b = 0] = seen;
  const f = (t: number): number => (t > 216 / 24389 ? Math.cbrt(t) : (24389 / 27) * t / 116 + 16 / 116);
  const x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047);
  const y = f(0.2126 * r + 0.7152 * g + 0.0722 * b);
  const z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

const apart = (one: string, other: string, sight: readonly (readonly [number, number, number])[]): number => {
  const [p, q] = [lab(one, sight), lab(other, sight)];
  return Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
};

describe('the classes of the overlay', () => {
  const DRAWN = ['aligned', 'substitute', 'contrary'] as const;
  const FILLED = ['aligned', 'substitute', 'contrary', 'latent', 'absent'] as const;

  it.each(Object.keys(SIGHTS))('are told apart by colour with %s sight', (name) => {
    const sight = SIGHTS[name] ?? [];
    for (const palette of [LIGHT, DARK]) {
      for (const one of DRAWN) for (const other of DRAWN) {
        if (one !== other) expect(apart(palette.classes[one].colour, palette.classes[other].colour, sight), `${one} ${other}`).toBeGreaterThan(20);
      }
      for (const one of FILLED) for (const other of FILLED) {
        if (one !== other) expect(apart(palette.areas[one], palette.areas[other], sight), `${one} ${other}`).toBeGreaterThan(10);
      }
      expect(apart(palette.states.hostile, palette.states.tied, sight)).toBeGreaterThan(20);
      expect(apart(palette.states.tied, palette.states.not_tied, sight)).toBeGreaterThan(10);
    }
  });

  it('have lines that stand out from land and sea', () => {
    for (const palette of [LIGHT, DARK]) {
      for (const id of DRAWN) {
        expect(contrast(palette.classes[id].colour, palette.land)).toBeGreaterThan(3);
        expect(contrast(palette.classes[id].colour, palette.sea)).toBeGreaterThan(3);
      }
      expect(contrast(palette.states.hostile, palette.allies[3])).toBeGreaterThan(1.2);
    }
  });

  it('never depend on colour alone', () => {
    expect(new Set(DRAWN.map((id) => LIGHT.classes[id].dash.join())).size).toBe(DRAWN.length);
    const kinds = FILLED.map((id) => classArea(LIGHT, id).kind);
    expect(kinds).toEqual(['plain', 'dots', 'stripes', 'lines', 'plain']);
    expect(classArea(LIGHT, 'unknown')).toEqual({ fill: null, ink: LIGHT.hatch, kind: 'hatch' });
    expect(stateArea(DARK, 'unknown').kind).not.toBe(stateArea(DARK, 'not_tied').kind);
    for (const kind of kinds) expect(PATTERNS[kind]).toBeDefined();
  });
});
