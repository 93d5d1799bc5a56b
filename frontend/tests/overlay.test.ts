import { describe, expect, it } from 'vitest';
import { buildBundles } from '../src/lib/bundles';
import {
  ALIGNED_SHOWN, allies, allyStep, cityBundles, countClasses, countryPlaces, listed, overlayPairs, pairArcs, pairsOf, readPairs,
  type OverlayPayload,
} from '../src/lib/overlay';
import { LIGHT } from '../src/lib/palette';
import { overlayLine } from '../src/lib/two_maps';

const CLASSES = ['aligned', 'substitute', 'contrary', 'latent', 'absent', 'unknown'];
const country = (id: string, longitude: number | null, latitude: number | null) =>
  ({ id: `iso:${id}`, name: id, iso_numeric: null, longitude, latitude });

/** Rows: a, b, class, city ties, tied, hostile, missions, alliance, state known. */
function payload(rows: number[][], countries = [country('DE', 13, 52), country('NL', 5, 52), country('RU', 37, 56), country('CN', 116, 40), country('XX', null, null)]): OverlayPayload {
  const names = ['a', 'b', 'class', 'city_ties', 'tied', 'hostile', 'missions', 'alliance', 'state_known'];
  const pairs = Object.fromEntries(names.map((name, column) => [name, rows.map((row) => row[column] ?? 0)]));
  const classes = CLASSES.map((id) => ({ id, label: id, meaning: id, pairs: 0 }));
  return { as_of: 2026, classes, countries, pairs: pairs as unknown as OverlayPayload['pairs'] };
}

const WORLD = payload([
  [0, 1, 0, 100, 1, 0, 2, 1, 1],
  [0, 2, 2, 25, 0, 1, 0, 0, 1],
  [1, 2, 1, 4, 0, 0, 0, 0, 1],
  [0, 3, 3, 0, 1, 0, 1, 0, 1],
  [2, 3, 4, 0, 0, 1, 0, 0, 1],
  [1, 3, 5, 9, 0, 0, 0, 0, 0],
  [0, 4, 1, 2, 0, 0, 0, 0, 1],
]);

describe('pairs of countries', () => {
  const pairs = readPairs(WORLD);

  it('keep hostile before tied, and no data apart from no tie', () => {
    expect(pairs.map((pair) => pair.state)).toEqual(['tied', 'hostile', 'not_tied', 'tied', 'hostile', 'unknown', 'not_tied']);
    expect(readPairs(payload([[0, 1, 2, 1, 1, 1, 0, 0, 1]]))[0]?.state).toBe('hostile');
  });

  it('count as unknown when their class is not known here', () => {
    expect(readPairs(payload([[0, 1, 17, 1]]))[0]?.class).toBe('unknown');
    const renamed = payload([[0, 1, 0, 1]]);
    renamed.classes = [{ id: 'new', label: 'new', meaning: '', pairs: 1 }];
    expect(readPairs(renamed)[0]?.class).toBe('unknown');
  });

  it('are counted by class and found by country', () => {
    expect([...countClasses(pairs)]).toEqual([['aligned', 1], ['substitute', 2], ['contrary', 1], ['latent', 1], ['absent', 1], ['unknown', 1]]);
    expect([...pairsOf(pairs, 2)].map(([other, pair]) => [other, pair.class])).toEqual([[0, 'contrary'], [1, 'substitute'], [3, 'absent']]);
  });

  it('list the exceptions first, then the rule, and nothing that says nothing', () => {
    expect(listed(pairsOf(pairs, 0)).map(([other]) => other)).toEqual([2, 4, 1]);
    expect(listed(pairsOf(pairs, 3)).map(([other, pair]) => [other, pair.class])).toEqual([[2, 'absent'], [1, 'unknown']]);
  });

  it('become the bundles of the city map', () => {
    const bundles = buildBundles(cityBundles(WORLD, pairs));
    expect(bundles.map((bundle) => bundle.ties)).toEqual([100, 25, 9, 4]);
    expect(bundles.map((bundle) => bundle.weight)).toEqual([1, 0.5, 0.3, 0.2]);
  });

  it('become lines, the widest on top, none where a place is missing', () => {
    const arcs = pairArcs(WORLD, overlayPairs(pairs));
    expect(arcs.map((line) => line.pair.class)).toEqual(['substitute', 'contrary', 'aligned']);
    expect(arcs.map((line) => line.weight)).toEqual([0.2, 0.5, 1]);
    expect(countryPlaces(WORLD)[4]).toBeNull();
  });

  it('are drawn in full where they are exceptions, the widest only where they are the rule', () => {
    const rows = Array.from({ length: 300 }, (_, index) => [0, 1, 0, index + 1]);
    const many = readPairs(payload([...rows, ...rows.map(([a = 0, b = 0, , ties = 0]) => [a, b, 2, ties])]));
    const drawn = overlayPairs(many);
    expect(drawn.filter((pair) => pair.class === 'aligned').map((pair) => pair.cityTies)).toEqual(
      Array.from({ length: ALIGNED_SHOWN }, (_, index) => 300 - index),
    );
    expect(drawn.filter((pair) => pair.class === 'contrary')).toHaveLength(300);
  });

  it('are the fainter the fewer ties, and the rule is faint behind its exceptions', () => {
    const line = (id: number, ties: number) => {
      const [drawn] = pairArcs(WORLD, readPairs(payload([[0, 1, id, ties]])));
      if (!drawn) throw new Error('no line');
      return overlayLine(LIGHT, drawn);
    };
    expect(line(1, 1).alpha).toBeLessThan(line(1, 4).alpha);
    expect(line(1, 100).alpha).toBe(0.95);
    expect(line(0, 2000).alpha).toBeLessThan(line(2, 1).alpha);
    expect(line(2, 5).dash).not.toEqual(line(1, 5).dash);
  });
});

describe('allies', () => {
  it('are counted on both sides and shaded in steps', () => {
    expect(allies(readPairs(WORLD), 5)).toEqual([1, 1, 0, 0, 0]);
    expect([0, 1, 9, 10, 29, 30, 200].map(allyStep)).toEqual([-1, 0, 0, 1, 2, 3, 3]);
  });
});
