/** The leagues of one year as the map draws them: places on the sheet, hulls, and what lies close together. */
import { arc, type Piece } from './arcs';
import { project, type Point } from './projection';

export interface MemberRow {
  id: string;
  name: string;
  lon: number | null;
  lat: number | null;
  from_label: string;
  to_label: string;
}

interface Place {
  id: string;
  name: string;
  lon: number | null;
  lat: number | null;
}

export interface LeagueRow {
  id: string;
  name: string;
  from_label: string;
  to_label: string;
  seat: { id: string; name: string; lon: number | null; lat: number | null } | null;
  members: MemberRow[];
}

export interface TimelinePart {
  /** As people write it. */
  year: number;
  leagues: number;
  members: number;
  turning_points: number;
}

export interface HistoryPayload {
  /** As people write it: -431 is 431 BCE. */
  year: number;
  label: string;
  leagues: LeagueRow[];
  turning_points: { in_year: { title: string; actors?: (Place & { role: string })[] }[] };
  timeline: TimelinePart[];
}

export interface Spot {
  id: string;
  name: string;
  x: number;
  y: number;
  /** Indices of the leagues it belongs to. */
  leagues: number[];
  /** Indices of the leagues that have their seat there; a seat need not be a member. */
  seats: number[];
}

export interface League {
  id: string;
  name: string;
  dates: string;
  /** How many members, those without a place too. */
  size: number;
  members: Spot[];
  /** Every place it has: its members' and its seat's. */
  places: Point[];
  /** From the seat to each other member. */
  lines: Piece[][];
  /** Around the world or nearly: a hull or a zoom would say nothing. */
  wide: boolean;
}

/** The leagues that have to do with a city: those it belongs to, then those that only have their seat there. */
export function belongs({ leagues, seats }: Spot): number[] {
  return [...new Set([...leagues, ...seats])];
}

/** Wider than this (sheet units, of 1000), leagues are not close together. */
export const CLOSE = 330;

/** Leagues with less than this between them belong to one picture. */
const APART = 14;

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export function boxOf(points: readonly Point[]): Box {
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  return { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) };
}

function span({ from_label: from, to_label: to }: { from_label: string; to_label: string }): string {
  if (from !== '' && to !== '') return `${from} – ${to}`;
  if (to !== '') return `until ${to}`;
  return from === '' ? '' : `since ${from}`;
}

/** Where a turning point of the year happened. */
export interface Happening {
  name: string;
  title: string;
  x: number;
  y: number;
}

/** The places of a year's turning points: the cities that gave them the place. */
export function happenings({ turning_points: points }: HistoryPayload): Happening[] {
  return points.in_year.flatMap(({ title, actors = [] }) =>
    actors.flatMap(({ name, role, lon, lat }) => {
      if (role !== 'host' || lon === null || lat === null) return [];
      const [x, y] = project(lon, lat);
      return [{ name, title, x, y }];
    }),
  );
}

/** Put a year's leagues on the sheet; a city in several of them is one spot. */
export function placeLeagues(rows: readonly LeagueRow[]): { leagues: League[]; spots: Spot[] } {
  const spots = new Map<string, Spot>();
  const spotOf = ({ id, name, lon, lat }: Place): Spot | null => {
    if (lon === null || lat === null) return null;
    const [x, y] = project(lon, lat);
    const spot = spots.get(id) ?? { id, name, x, y, leagues: [], seats: [] };
    spots.set(id, spot);
    return spot;
  };
  const leagues = rows.map((row, index): League => {
    const members = row.members.map(spotOf).filter((spot) => spot !== null);
    for (const spot of members) spot.leagues.push(index);
    const seat = row.seat ? spotOf(row.seat) : null;
    seat?.seats.push(index);
    const places = [...new Set(seat ? [...members, seat] : members)].map(({ x, y }): Point => [x, y]);
    const { left, right } = boxOf(places);
    return {
      id: row.id,
      name: row.name,
      dates: span(row),
      size: row.members.length,
      members,
      places,
      lines: seat && row.seat ? linesTo(row.seat, row.members) : [],
      wide: places.length > 0 && right - left > CLOSE,
    };
  });
  return { leagues, spots: [...spots.values()] };
}

function linesTo(seat: Place, members: readonly Place[]): Piece[][] {
  return members.flatMap(({ id, lon, lat }) =>
    id === seat.id || lon === null || lat === null || seat.lon === null || seat.lat === null ? [] : [arc(seat.lon, seat.lat, lon, lat, 1.5)],
  );
}

/** The points around which nothing bends inwards, counter-clockwise; Andrew's monotone chain. */
export function convexHull(points: readonly Point[]): Point[] {
  const sorted = [...points].sort((p, q) => p[0] - q[0] || p[1] - q[1]);
  if (sorted.length < 3) return sorted;
  const turn = (o: Point, a: Point, b: Point): number => (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0]);
  const half = (line: readonly Point[]): Point[] => {
    const kept: Point[] = [];
    for (const point of line) {
      while (kept.length >= 2 && turn(kept.at(-2) as Point, kept.at(-1) as Point, point) <= 0) kept.pop();
      kept.push(point);
    }
    return kept.slice(0, -1);
  };
  return [...half(sorted), ...half(sorted.reverse())];
}

const CORNERS = 16;

/** A hull with room around its points and round corners. */
export function softHull(points: readonly Point[], room: number): Point[] {
  const around = points.flatMap(([x, y]) =>
    Array.from({ length: CORNERS }, (_, corner): Point => {
      const angle = (2 * Math.PI * corner) / CORNERS;
      return [x + room * Math.cos(angle), y + room * Math.sin(angle)];
    }),
  );
  return convexHull(around);
}

/** Whether a point lies within a ring of points. */
export function inside(ring: readonly Point[], x: number, y: number): boolean {
  let within = false;
  ring.forEach(([x1, y1], place) => {
    const [x2, y2] = ring[(place + 1) % ring.length] as Point;
    if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) within = !within;
  });
  return within;
}

function gap(one: Box, other: Box): number {
  const across = Math.max(one.left - other.right, other.left - one.right, 0);
  const along = Math.max(one.top - other.bottom, other.top - one.bottom, 0);
  return Math.hypot(across, along);
}

/** What a picture of a year shows closely, and which leagues lie outside it. */
export interface Focus {
  points: Point[];
  beyond: League[];
}

const pointsOf = (leagues: readonly League[]): Point[] => leagues.flatMap(({ places }) => places);

/**
 * The leagues that lie close together: all of them, or the group with most places when it has at least half of all.
 *
 * No points means the whole world.
 */
export function focusOf(leagues: readonly League[]): Focus {
  const placed = leagues.filter((league) => league.places.length > 0);
  const groups: League[][] = [];
  for (const league of placed.filter(({ wide }) => !wide)) {
    const box = boxOf(pointsOf([league]));
    const near = groups.filter((group) => group.some((other) => gap(box, boxOf(pointsOf([other]))) < APART));
    for (const group of near) groups.splice(groups.indexOf(group), 1);
    groups.push([...near.flat(), league]);
  }
  const size = (group: readonly League[]): number => group.reduce((sum, league) => sum + league.places.length, 0);
  const largest = groups.sort((p, q) => size(q) - size(p))[0];
  if (!largest || 2 * size(largest) < size(placed)) return { points: [], beyond: [] };
  const points = pointsOf(largest);
  const box = boxOf(points);
  if (box.right - box.left > CLOSE) return { points: [], beyond: [] };
  return { points, beyond: placed.filter((league) => !largest.includes(league)) };
}

/** The years at which playing pauses: turning points, and where a part of the slider holds something else than the one before. */
export function playStops(timeline: readonly TimelinePart[], marks: readonly number[], position: (year: number) => number): number[] {
  const stops = new Set<number>();
  timeline.forEach((part, place) => {
    const low = place / timeline.length;
    const high = place === timeline.length - 1 ? Infinity : (place + 1) / timeline.length;
    const within = marks.filter((year) => position(year) >= low && position(year) < high);
    const before = timeline[place - 1];
    if (within.length > 0) within.forEach((year) => stops.add(year));
    else if (!before || before.leagues !== part.leagues || before.members !== part.members) stops.add(part.year > 0 ? part.year : part.year + 1);
  });
  return [...stops].sort((p, q) => p - q);
}
