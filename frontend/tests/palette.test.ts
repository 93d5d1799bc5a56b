import { describe, expect, it } from 'vitest';
import { choosePalette, contrast, DARK, LIGHT, STATUS_GROUPS, statusGroup } from '../src/lib/palette';

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
