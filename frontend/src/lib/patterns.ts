/** Areas differ in pattern as well as in colour, on the canvas and in the legend. */
import type { ClassId, StateAnswer } from './overlay';
import type { Palette } from './palette';

export type PatternKind = 'plain' | 'stripes' | 'dots' | 'lines' | 'hatch';

export interface AreaStyle {
  /** The colour of the area; nothing where the land stays bare under a hatch. */
  fill: string | null;
  /** The pattern's colour. */
  ink: string;
  kind: PatternKind;
}

const CLASS_KINDS: Record<ClassId, PatternKind> = {
  aligned: 'plain',
  substitute: 'dots',
  contrary: 'stripes',
  latent: 'lines',
  absent: 'plain',
  unknown: 'hatch',
};

const STATE_KINDS: Record<StateAnswer, PatternKind> = { tied: 'plain', hostile: 'stripes', not_tied: 'plain', unknown: 'hatch' };

function style(palette: Palette, kind: PatternKind, fill: string): AreaStyle {
  return kind === 'hatch' ? { fill: null, ink: palette.hatch, kind } : { fill, ink: palette.land, kind };
}

export function classArea(palette: Palette, id: ClassId): AreaStyle {
  return style(palette, CLASS_KINDS[id], palette.areas[id]);
}

export function stateArea(palette: Palette, id: StateAnswer): AreaStyle {
  return style(palette, STATE_KINDS[id], palette.states[id]);
}

export const TILE = 8;

/** The strokes of a pattern in a tile of 8 × 8 pixels: lines as [x1, y1, x2, y2], dots as [x, y]. */
export const PATTERNS: Record<PatternKind, { lines: readonly (readonly [number, number, number, number])[]; dots: readonly (readonly [number, number])[]; width: number }> = {
  plain: { lines: [], dots: [], width: 0 },
  stripes: { lines: [[-2, 6, 2, 10], [-2, -2, 10, 10], [6, -2, 10, 2]], dots: [], width: 2.2 },
  dots: { lines: [], dots: [[2, 2], [6, 6]], width: 1.25 },
  lines: { lines: [[0, 2, 8, 2], [0, 6, 8, 6]], dots: [], width: 0.9 },
  hatch: { lines: [[-2, 2, 2, -2], [-2, 10, 10, -2], [6, 10, 10, 6]], dots: [], width: 0.9 },
};

/** One tile of the pattern, with as many device pixels as the screen needs. */
function tile({ ink, kind }: AreaStyle, ratio: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = Math.round(TILE * ratio);
  const context = canvas.getContext('2d');
  if (!context) return canvas;
  const { lines, dots, width } = PATTERNS[kind];
  context.scale(canvas.width / TILE, canvas.height / TILE);
  context.strokeStyle = context.fillStyle = ink;
  context.lineWidth = width;
  context.beginPath();
  for (const [x1, y1, x2, y2] of lines) {
    context.moveTo(x1, y1);
    context.lineTo(x2, y2);
  }
  context.stroke();
  for (const [x, y] of dots) {
    context.beginPath();
    context.arc(x, y, width, 0, 2 * Math.PI);
    context.fill();
  }
  return canvas;
}

/** Fills areas of the sheet; the pattern keeps its size on the screen whatever the zoom. */
export class AreaBrush {
  private readonly known = new Map<string, CanvasPattern | null>();

  constructor(
    private readonly context: CanvasRenderingContext2D,
    private readonly scale: number,
    private readonly ratio: number,
  ) {}

  fill(path: Path2D, area: AreaStyle): void {
    if (area.fill !== null) {
      this.context.fillStyle = area.fill;
      this.context.fill(path);
    }
    const pattern = this.pattern(area);
    if (!pattern) return;
    this.context.fillStyle = pattern;
    this.context.fill(path);
  }

  private pattern(area: AreaStyle): CanvasPattern | null {
    if (area.kind === 'plain') return null;
    const key = `${area.kind} ${area.ink}`;
    const made = this.known.get(key);
    if (made !== undefined) return made;
    const drawn = tile(area, this.ratio);
    const pattern = this.context.createPattern(drawn, 'repeat');
    pattern?.setTransform(new DOMMatrix().scale(TILE / (drawn.width * this.scale)));
    this.known.set(key, pattern);
    return pattern;
  }
}
