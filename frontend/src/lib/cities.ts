/** The cities as columns in sheet units, and which of them a view has room for. */
import type { CitiesPayload } from './data';
import { project } from './projection';
import { growth, onScreen, toScreen, type Size, type View } from './view';

export interface CityLayer {
  count: number;
  id: string[];
  name: string[];
  /** ISO 3166-1 codes, or names where the server has no code. */
  country: (string | null)[];
  x: Float32Array;
  y: Float32Array;
  longitude: Float32Array;
  latitude: Float32Array;
  ties: number[];
  population: (number | null)[];
  /** Indices with the best-known first (ties and people): the order in which dots and names claim their room. */
  byFame: Uint32Array;
  index: Map<string, number>;
}

export function buildCities(payload: CitiesPayload): CityLayer {
  const count = payload.id.length;
  const x = new Float32Array(count);
  const y = new Float32Array(count);
  for (let city = 0; city < count; city += 1) {
    [x[city], y[city]] = project(payload.longitude[city] ?? NaN, payload.latitude[city] ?? NaN);
  }
  const ties = payload.ties;
  const fame = payload.population.map((people, city) => Math.pow(ties[city] ?? 0, 0.3) * Math.sqrt((people ?? 2000) + 2000));
  return {
    count,
    id: payload.id,
    name: payload.name,
    country: payload.country,
    x,
    y,
    longitude: Float32Array.from(payload.longitude),
    latitude: Float32Array.from(payload.latitude),
    ties,
    population: payload.population,
    byFame: descending(fame),
    index: new Map(payload.id.map((id, city) => [id, city])),
  };
}

function descending(values: readonly number[]): Uint32Array {
  return Uint32Array.from(values.keys()).sort((p, q) => (values[q] ?? 0) - (values[p] ?? 0) || p - q);
}

/** The radius of a city's dot in pixels: its area grows with its number of ties. */
export function dotRadius(ties: number, zoom: number): number {
  return Math.min(9, (0.7 + 0.26 * Math.sqrt(ties)) * growth(zoom));
}

/**
 * The cities a view has room for, the best-known first.
 *
 * Every cell of `cell` pixels shows its best-known city only, so that Europe does not become one blot; as the view comes
 * closer, every city gets a cell of its own. `always` (the selected city and its partners) are shown in any case.
 */
export function visibleCities(
  cities: CityLayer,
  view: View,
  size: Size,
  options: { cell: number; always?: ReadonlySet<number> },
): number[] {
  const { cell, always } = options;
  const columns = Math.ceil(size.width / cell) + 4;
  const taken = new Uint8Array(columns * (Math.ceil(size.height / cell) + 4));
  const visible: number[] = [];
  for (const city of cities.byFame) {
    const point = toScreen(view, cities.x[city] ?? NaN, cities.y[city] ?? NaN);
    if (!onScreen(size, point, cell)) continue;
    const slot = (Math.floor(point[1] / cell) + 2) * columns + Math.floor(point[0] / cell) + 2;
    if (taken[slot] === 1 && !always?.has(city)) continue;
    taken[slot] = 1;
    visible.push(city);
  }
  return visible;
}
