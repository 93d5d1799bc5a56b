/**
 * The scale of the year slider: straight between breakpoints, with room for the last century.
 *
 * Years are counted here as astronomers do (0 is 1 BCE, so steps are even); `written` turns them into what people
 * write, where 431 BCE is -431 and there is no year 0.
 */

/** A year and its place between 0 and 1, as the server gives it; other keys are left aside. */
export interface Breakpoint {
  astronomical: number;
  position: number;
}

/** 431 BCE is -430 for astronomers and -431 as people write it. */
export function written(astronomical: number): number {
  return astronomical > 0 ? astronomical : astronomical - 1;
}

/** The year that astronomers count, of one as people write it; the year 0, which nobody writes, is taken for 1 BCE. */
export function astronomical(year: number): number {
  return year >= 0 ? year : year + 1;
}

/** "1648" or "431 BCE", of a year as astronomers count. */
export function yearWords(year: number): string {
  return year > 0 ? String(year) : `${1 - year} BCE`;
}

export class Scale {
  readonly first: number;
  readonly last: number;

  constructor(private readonly marks: readonly Breakpoint[]) {
    this.first = marks[0]?.astronomical ?? 0;
    this.last = marks.at(-1)?.astronomical ?? 0;
  }

  /** Where a year lies, 0…1; years outside lie at the ends. */
  position(year: number): number {
    return between(this.marks, year, ({ astronomical: at }) => at, ({ position }) => position);
  }

  /** The year nearest to a place. */
  year(position: number): number {
    return Math.round(between(this.marks, position, ({ position: at }) => at, ({ astronomical: year }) => year));
  }

  clamp(year: number): number {
    return Math.max(this.first, Math.min(this.last, year));
  }
}

/** Follow the straight line between the two marks around a value. */
function between(marks: readonly Breakpoint[], value: number, from: (mark: Breakpoint) => number, to: (mark: Breakpoint) => number): number {
  const above = marks.findIndex((mark) => from(mark) > value);
  const high = marks[above === -1 ? marks.length - 1 : above];
  const low = marks[above === -1 ? marks.length - 1 : above - 1];
  if (!high) return NaN;
  if (!low || low === high) return to(high);
  return to(low) + ((value - from(low)) / (from(high) - from(low))) * (to(high) - to(low));
}

/** Read breakpoints that the page carries as JSON; null when there are none that make a scale. */
export function readScale(text: string | undefined): Scale | null {
  let read: unknown;
  try {
    read = JSON.parse(text ?? '');
  } catch {
    return null;
  }
  if (!Array.isArray(read) || read.length < 2) return null;
  const marks = read.filter((mark): mark is Breakpoint => Number.isFinite(mark?.astronomical) && Number.isFinite(mark?.position));
  const rising = marks.every((mark, place) => {
    const before = marks[place - 1];
    return !before || (mark.astronomical > before.astronomical && mark.position > before.position);
  });
  return rising && marks.length === read.length ? new Scale(marks) : null;
}

/** The year a key leads to from another; null when the key is not the slider's. */
export function yearByKey(scale: Scale, year: number, { key, shiftKey }: { key: string; shiftKey: boolean }): number | null {
  const steps: Record<string, number> = {
    ArrowLeft: -1,
    ArrowDown: -1,
    ArrowRight: 1,
    ArrowUp: 1,
    PageDown: shiftKey ? -100 : -10,
    PageUp: shiftKey ? 100 : 10,
  };
  const step = steps[key];
  if (step !== undefined) return scale.clamp(year + step);
  if (key === 'Home') return scale.first;
  return key === 'End' ? scale.last : null;
}

/** Round years under the scale, so far apart that their words have room. */
export function ticks(scale: Scale, width: number, room = 46): { year: number; position: number }[] {
  const ladder = [[-499, -399, -299, -199, -99, 1, 1000, 1500, 1900, 2000, 1800, 1950], [500, 1600, 1700, 1200, 1850, 1925, 1975, 1400, 800, 1990, 2010], [...Array(250).keys()].map((step) => step * 10)];
  const taken: { year: number; position: number }[] = [];
  // The ends first, then the roundest years.
  for (const year of [scale.first, scale.last, ...ladder.flat()]) {
    if (year < scale.first || year > scale.last) continue;
    const position = scale.position(year);
    if (taken.some((tick) => Math.abs(tick.position - position) * width < room)) continue;
    taken.push({ year, position });
  }
  return taken.sort((p, q) => p.year - q.year);
}

export interface Mark {
  /** As astronomers count. */
  year: number;
  label: string;
}

export interface PlacedMark extends Mark {
  position: number;
  /** Row of the words, 0 next to the slider; null when there is no room: the mark stands alone. */
  lane: number | null;
  /** Where the words begin, in pixels. */
  left: number;
}

/**
 * Put the words of marks above the slider in lanes, none over another.
 *
 * The words stand at their mark's right, or at its left near the right end. In each lane the earlier comes first, so a stem from
 * the words down to the slider crosses no other words: a mark whose place is under words of a lower lane stays silent.
 */
export function placeMarks(scale: Scale, marks: readonly Mark[], options: { width: number; lanes: number; measure: (text: string) => number }): PlacedMark[] {
  const { width, lanes, measure } = options;
  const rows: { left: number; right: number }[][] = Array.from({ length: lanes }, () => []);
  const stems: { x: number; lane: number }[] = [];
  const placed = marks.map((mark): PlacedMark => ({ ...mark, position: scale.position(mark.year), lane: null, left: 0 }));
  for (const mark of placed) {
    const x = mark.position * width;
    const wide = measure(mark.label);
    const left = x + wide <= width ? x : x - wide;
    if (left < 0) continue;
    const box = { left: left - 4, right: left + wide + 4 };
    const lane = rows.findIndex((row, at) =>
      row.every((other) => box.right <= other.left || other.right <= box.left)
      // Its stem goes through the lanes below it, other stems through its own words.
      && rows.slice(0, at).every((below) => below.every((other) => x <= other.left + 3 || x >= other.right - 3))
      && stems.every((stem) => stem.lane <= at || stem.x <= box.left + 3 || stem.x >= box.right - 3));
    if (lane === -1) continue;
    rows[lane]?.push(box);
    stems.push({ x, lane });
    mark.lane = lane;
    mark.left = left;
  }
  return placed;
}
