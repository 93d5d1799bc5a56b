/** The lines of the two heavy layers: one city's own ties, and every tie at once. */
import { arc, bow, bowShort, trace, type Pen, type Piece } from './arcs';
import type { CityLayer } from './cities';
import { statusOf, type ArcsPayload, type Tie } from './data';
import { STATUS_GROUPS, statusGroup, type StatusGroup } from './palette';
import { project } from './projection';

/** One tie of the chosen city. */
export interface OwnArc {
  tie: Tie;
  group: StatusGroup;
  pieces: Piece[];
  x: number;
  y: number;
}

/** The chosen city's ties as arcs; partners without a place on the map (a network, say) have none. */
export function ownArcs(longitude: number, latitude: number, ties: readonly Tie[]): OwnArc[] {
  const repeats = new Map<string, number>();
  const arcs: OwnArc[] = [];
  for (const tie of ties) {
    const { id, longitude: lon, latitude: lat } = tie.partner;
    if (typeof lon !== 'number' || typeof lat !== 'number') continue;
    // A second tie with the same partner would hide behind the first: bend it further each time.
    const repeat = repeats.get(id) ?? 0;
    repeats.set(id, repeat + 1);
    const [x, y] = project(lon, lat);
    const line = bowShort(arc(longitude, latitude, lon, lat, 1.5), 0.12);
    const pieces = repeat === 0 ? line : bow(line, 0.07 * repeat);
    arcs.push({ tie, group: statusGroup(tie.status), pieces, x, y });
  }
  return arcs;
}

/** Every tie, in batches small enough to be drawn between two frames. */
export interface EveryTie {
  total: number;
  batches: { group: StatusGroup; path: Path2D; arcs: number }[];
}

/** Fewer a batch means denser colour where lines cross, and a page that answers sooner; more means less overhead. */
export const BATCH = 100;

/**
 * Build the batches, pausing (`yield`) after each so that the page stays responsive.
 *
 * Ties that are not active come last, so that they lie on top.
 */
export function* buildEvery<P extends Pen>(
  arcs: ArcsPayload,
  cities: CityLayer,
  newPath: () => P,
): Generator<void, { total: number; batches: { group: StatusGroup; path: P; arcs: number }[] }> {
  const groups = new Map<StatusGroup, number[]>(STATUS_GROUPS.map(({ group }) => [group, []]));
  arcs.a.forEach((_, index) => groups.get(statusGroup(statusOf(arcs, index)))?.push(index));
  const batches: { group: StatusGroup; path: P; arcs: number }[] = [];
  let total = 0;
  for (const [group, members] of groups) {
    for (let start = 0; start < members.length; start += BATCH) {
      const path = newPath();
      const batch = members.slice(start, start + BATCH);
      for (const index of batch) traceTie(path, cities, arcs.a[index] ?? -1, arcs.b[index] ?? -1);
      batches.push({ group, path, arcs: batch.length });
      total += batch.length;
      yield;
    }
  }
  return { total, batches };
}

function traceTie(pen: Pen, cities: CityLayer, from: number, to: number): void {
  const lon1 = cities.longitude[from];
  const lat1 = cities.latitude[from];
  const lon2 = cities.longitude[to];
  const lat2 = cities.latitude[to];
  if (lon1 === undefined || lat1 === undefined || lon2 === undefined || lat2 === undefined) return;
  trace(pen, arc(lon1, lat1, lon2, lat2));
}
