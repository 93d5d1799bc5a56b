/** Names beside their dots, the most important first, none over another. */

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export interface Candidate {
  text: string;
  x: number;
  y: number;
  /** Radius of the dot in pixels: the name keeps clear of it. */
  radius: number;
  /** A colour of its own, and bold: the name of more than a place. */
  ink?: string;
}

export interface Placed {
  text: string;
  x: number;
  y: number;
  box: Box;
  ink?: string;
}

export function overlaps(one: Box, other: Box): boolean {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}

/** The four places for a name: right, left, above, below; (x, y) is the text's left end and middle line. */
function choices(candidate: Candidate, width: number, height: number): { x: number; y: number }[] {
  const gap = candidate.radius + 4;
  return [
    { x: candidate.x + gap, y: candidate.y },
    { x: candidate.x - gap - width, y: candidate.y },
    { x: candidate.x - width / 2, y: candidate.y - gap - height / 2 },
    { x: candidate.x - width / 2, y: candidate.y + gap + height / 2 },
  ];
}

/**
 * Place as many names as fit, at most `most`.
 *
 * `measure` gives a text's width in pixels; `taken` are boxes that must stay free (the controls, the dots of a selection).
 */
export function placeLabels(
  candidates: Iterable<Candidate>,
  options: { measure: (text: string, bold: boolean) => number; height: number; width: number; bottom: number; most: number; taken?: Box[] },
): Placed[] {
  const { measure, height, width: right, bottom, most } = options;
  const boxes = [...(options.taken ?? [])];
  const placed: Placed[] = [];
  for (const candidate of candidates) {
    if (placed.length >= most) break;
    const { ink } = candidate;
    const width = measure(candidate.text, ink !== undefined);
    for (const { x, y } of choices(candidate, width, height)) {
      const box = { left: x - 3, top: y - height / 2 - 1, right: x + width + 3, bottom: y + height / 2 + 1 };
      if (box.left < 0 || box.top < 0 || box.right > right || box.bottom > bottom) continue;
      if (boxes.some((other) => overlaps(box, other))) continue;
      boxes.push(box);
      placed.push({ text: candidate.text, x, y, box, ...(ink === undefined ? {} : { ink }) });
      break;
    }
  }
  return placed;
}
