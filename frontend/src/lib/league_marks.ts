/** The mark of a league: a colour and a shape, so that leagues are told apart without colours too. */

/** As SVG paths around (0, 0), about 10 across; the server draws the same ones in its list. */
export const SHAPES = [
  'M-5 0A5 5 0 1 0 5 0A5 5 0 1 0 -5 0Z',
  'M-4.4 -4.4H4.4V4.4H-4.4Z',
  'M0 -6L6 0L0 6L-6 0Z',
  'M0 -5.6L5.8 4.6H-5.8Z',
  'M0 5.6L5.8 -4.6H-5.8Z',
] as const;

export const COLOURS = 6;

/** Colour and shape of a mark's number; the first thirty are all different, and neighbours differ in both. */
export function lookOf(mark: number): { colour: number; shape: number } {
  return { colour: mark % COLOURS, shape: (mark + Math.floor(mark / COLOURS)) % SHAPES.length };
}

/** Read which league has which mark, as the page carries it. */
export function readMarks(text: string | undefined): Map<string, number> {
  try {
    const read: unknown = JSON.parse(text ?? '');
    if (typeof read !== 'object' || read === null) return new Map();
    return new Map(Object.entries(read).filter((pair): pair is [string, number] => Number.isInteger(pair[1]) && pair[1] >= 0));
  } catch {
    return new Map();
  }
}
