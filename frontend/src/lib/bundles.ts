/** Ties bundled by pair of countries: one line a pair, as wide as the pair has ties. */
import { arc, bowShort, distanceToLine, type Piece } from './arcs';
import type { CountriesPayload } from './data';
import { project, type Point } from './projection';

/** How many pairs are drawn strongly: more of them hide each other on a screen. */
export const STRONG = 150;

/** A bundle within one country is a ring around its anchor instead of a line. */
export interface Bundle {
  a: number;
  b: number;
  ties: number;
  rank: number;
  /** 0…1: the square root of its share of the widest bundle's ties. */
  weight: number;
  pieces: Piece[];
  ring: { x: number; y: number } | null;
}

/** Where every country's lines meet, in sheet units; null where the server gives no place. */
export function anchors(payload: CountriesPayload): (Point | null)[] {
  return payload.countries.map((row) =>
    row.longitude === null || row.latitude === null ? null : project(row.longitude, row.latitude),
  );
}

/** All drawable bundles, the one with most ties first. */
export function buildBundles(payload: CountriesPayload): Bundle[] {
  const places = anchors(payload);
  const { a, b, ties } = payload.bundles;
  const order = ties.map((_, index) => index).sort((p, q) => (ties[q] ?? 0) - (ties[p] ?? 0) || p - q);
  const widest = Math.max(1, ...order.filter((i) => a[i] !== b[i]).map((i) => ties[i] ?? 0));
  const bundles: Bundle[] = [];
  for (const index of order) {
    const from = a[index] ?? -1;
    const to = b[index] ?? -1;
    const place = places[from];
    if (!place || !places[to]) continue;
    const count = ties[index] ?? 0;
    bundles.push({
      a: from,
      b: to,
      ties: count,
      rank: 0,
      weight: Math.min(1, Math.sqrt(count / widest)),
      pieces: from === to ? [] : line(payload, from, to),
      ring: from === to ? { x: place[0], y: place[1] } : null,
    });
  }
  return ranked(bundles);
}

/** Lines and rings are ranked apart: a country's own ties must not push pairs out of the strong ones. */
function ranked(bundles: Bundle[]): Bundle[] {
  let lines = 0;
  let rings = 0;
  for (const bundle of bundles) bundle.rank = bundle.ring ? rings++ : lines++;
  return bundles;
}

function line(payload: CountriesPayload, from: number, to: number): Piece[] {
  const p = payload.countries[from];
  const q = payload.countries[to];
  if (!p || !q) return [];
  return bowShort(arc(p.longitude ?? 0, p.latitude ?? 0, q.longitude ?? 0, q.latitude ?? 0, 2), 0.14);
}

/** The bundles one sees in the view: all of them, or those of one country. */
export function shown(bundles: readonly Bundle[], country: number | null): Bundle[] {
  if (country === null) return [...bundles];
  return bundles.filter((bundle) => bundle.a === country || bundle.b === country);
}

/** The strongly drawn line nearest to a point, within `radius` sheet units. */
export function nearestBundle(bundles: readonly Bundle[], x: number, y: number, radius: number): Bundle | null {
  let best: Bundle | null = null;
  let reach = radius;
  for (const bundle of bundles) {
    if (bundle.ring !== null) continue;
    const distance = distanceToLine(bundle.pieces, x, y);
    if (distance < reach) {
      best = bundle;
      reach = distance;
    }
  }
  return best;
}

/** Of a bundle's two countries, the one whose end of the line is nearer to the point. */
export function nearerEnd(bundle: Bundle, places: readonly (Point | null)[], x: number, y: number): number {
  const distance = (index: number): number => {
    const place = places[index];
    return place ? Math.hypot(place[0] - x, place[1] - y) : Infinity;
  };
  return distance(bundle.a) <= distance(bundle.b) ? bundle.a : bundle.b;
}

/** The partners of a country, most ties first. */
export function partnersOf(bundles: readonly Bundle[], country: number): { country: number; ties: number }[] {
  return shown(bundles, country)
    .filter((bundle) => bundle.ring === null)
    .map((bundle) => ({ country: bundle.a === country ? bundle.b : bundle.a, ties: bundle.ties }))
    .sort((p, q) => q.ties - p.ties);
}
