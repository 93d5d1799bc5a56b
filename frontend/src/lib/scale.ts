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

/** The roundest years first. */
const ROUND = [1, 1000, 1500, 1900, 2000, 1950, 1800, 1600, 1700, 1400, 1200, 500, 1925, 1975, 1850, 1300, 1100, 1990, 2010];

/** Round years under the scale, so far apart that their words have room; the ends are always there. */
export function ticks(scale: Scale, width: number, room = 46): { year: number; position: number }[] {
  const taken: { year: number; position: number }[] = [];
  for (const year of [scale.first, scale.last, ...ROUND]) {
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

interface Word {
  left: number;
  right: number;
}

/** Room between the words of two marks, and between words and the stem of others. */
const SPACE = 4;

/** Words whose stems are closer than this would point at one place. */
const STEMS_APART = 7;

/** Whether words stand at the right of their stem first or at its left, and whether they take the lowest lane or the highest. */
interface Manner {
  order: readonly PlacedMark[];
  leftFirst: boolean;
  highFirst: boolean;
}

/** The marks in an order in which each is as far as possible from all before it. */
function spread(marks: readonly PlacedMark[]): PlacedMark[] {
  const rest = [...marks];
  const chosen: PlacedMark[] = [];
  const away = (mark: PlacedMark): number => Math.min(...chosen.map((other) => Math.abs(other.position - mark.position)));
  while (rest.length > 0) {
    const best = rest.reduce((far, mark) => (away(mark) > away(far) ? mark : far));
    chosen.push(...rest.splice(rest.indexOf(best), 1));
  }
  return chosen;
}

/**
 * Put the words of marks above the slider in lanes, none over another and none over the stem of another's words.
 *
 * Words stand at the right of their stem or at its left; a mark without room stays silent. Several manners are tried, and
 * the one that gives most marks their words is taken.
 */
export function placeMarks(scale: Scale, marks: readonly Mark[], options: { width: number; lanes: number; measure: (text: string) => number }): PlacedMark[] {
  const silent = marks.map((mark): PlacedMark => ({ ...mark, position: scale.position(mark.year), lane: null, left: 0 }));
  const orders = [silent, [...silent].reverse(), spread(silent)];
  const manners = orders.flatMap((order) => [true, false].flatMap((leftFirst) => [true, false].map((highFirst): Manner => ({ order, leftFirst, highFirst }))));
  const tried = manners.map((manner) => placeInOrder(manner, options));
  const best = tried.reduce((most, one) => (one.size > most.size ? one : most));
  return silent.map((mark) => best.get(mark) ?? mark);
}

function placeInOrder({ order, leftFirst, highFirst }: Manner, { width, lanes, measure }: { width: number; lanes: number; measure: (text: string) => number }): Map<PlacedMark, PlacedMark> {
  const rows: Word[][] = Array.from({ length: lanes }, () => []);
  const places = highFirst ? [...rows.keys()].reverse() : [...rows.keys()];
  const stems: { x: number; lane: number }[] = [];
  const placed = new Map<PlacedMark, PlacedMark>();
  for (const mark of order) {
    const x = mark.position * width;
    const wide = measure(mark.label);
    if (stems.some((stem) => Math.abs(stem.x - x) < STEMS_APART)) continue;
    const words = [{ left: x, right: x + wide }, { left: x - wide, right: x }];
    const found = (leftFirst ? words.reverse() : words)
      .filter(({ left, right }) => left >= 0 && right <= width)
      .map((word) => ({ word, lane: places.find((at) => hasRoom(word, { x, at }, rows, stems)) }))
      .find(({ lane }) => lane !== undefined);
    if (found?.lane === undefined) continue;
    rows[found.lane]?.push(found.word);
    stems.push({ x, lane: found.lane });
    placed.set(mark, { ...mark, lane: found.lane, left: found.word.left });
  }
  return placed;
}

function hasRoom(word: Word, { x, at }: { x: number; at: number }, rows: readonly Word[][], stems: readonly { x: number; lane: number }[]): boolean {
  const apart = rows[at]?.every((other) => word.right + SPACE <= other.left || other.right + SPACE <= word.left);
  const stemFree = rows.slice(0, at).every((below) => below.every((other) => x <= other.left - SPACE || x >= other.right + SPACE));
  const crossed = stems.some((stem) => stem.lane > at && stem.x > word.left - SPACE && stem.x < word.right + SPACE);
  return apart === true && stemFree && !crossed;
}
