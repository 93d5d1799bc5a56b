import { describe, expect, it } from 'vitest';
import { anchors, buildBundles, nearerEnd, nearestBundle, partnersOf, shown, STRONG } from '../src/lib/bundles';
import type { CountriesPayload } from '../src/lib/data';

const row = (id: string, longitude: number | null, latitude: number | null) =>
  ({ id: `iso:${id}`, name: id, iso_numeric: null, longitude, latitude, cities: 1, ties: 1 });

const WORLD: CountriesPayload = {
  as_of: 2026,
  countries: [row('NL', 4.9, 52.4), row('CN', 116.4, 39.9), row('DE', 13.4, 52.5), row('XX', null, null)],
  bundles: { a: [0, 0, 2, 0], b: [1, 2, 2, 3], ties: [25, 100, 300, 7] },
};

describe('bundles', () => {
  const bundles = buildBundles(WORLD);

  it('come with most ties first, without those that have no place', () => {
    expect(bundles.map((bundle) => bundle.ties)).toEqual([300, 100, 25]);
  });

  it('draws ties within a country as a ring, ranked apart from the lines', () => {
    expect(bundles[0]?.ring).not.toBeNull();
    expect(bundles.map((bundle) => bundle.rank)).toEqual([0, 0, 1]);
  });

  it('are as wide as the root of their share', () => {
    expect(bundles[1]?.weight).toBe(1);
    expect(bundles[2]?.weight).toBeCloseTo(0.5);
    expect(bundles[0]?.weight).toBe(1);
  });

  it('can be shown for one country', () => {
    expect(shown(bundles, null)).toHaveLength(3);
    expect(shown(bundles, 1).map((bundle) => bundle.ties)).toEqual([25]);
    expect(partnersOf(bundles, 0)).toEqual([{ country: 2, ties: 100 }, { country: 1, ties: 25 }]);
  });

  it('are found near their line only, and lead to the nearer country', () => {
    const line = bundles[1]?.pieces[0] ?? new Float32Array();
    const middle = 2 * Math.floor(line.length / 4);
    const [x, y] = [line[middle] ?? 0, line[middle + 1] ?? 0];
    expect(nearestBundle(bundles, x, y + 0.5, 3)).toBe(bundles[1]);
    expect(nearestBundle(bundles, x, y - 40, 3)).toBeNull();
    const places = anchors(WORLD);
    const long = bundles[2];
    if (!long) throw new Error('no bundle');
    expect(nearerEnd(long, places, ...(places[1] ?? [0, 0]))).toBe(1);
    expect(nearerEnd(long, places, ...(places[0] ?? [0, 0]))).toBe(0);
  });

  it('keeps to a readable number of strong ones', () => {
    expect(STRONG).toBe(150);
  });
});
