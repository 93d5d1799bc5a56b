import { describe, expect, it } from 'vitest';
import { buildCities } from '../src/lib/cities';
import type { Tie } from '../src/lib/data';
import { BATCH, buildEvery, ownArcs } from '../src/lib/layers';

const tie = (id: string, status: string | null, longitude: number | null = 121.47, latitude: number | null = 31.23): Tie => ({
  id: `${id}-${status}`,
  kind: 'twinning',
  partner: { id, name: id, country: 'CN', longitude, latitude },
  valid_from: '1979',
  valid_to: null,
  status,
  fields: [],
  reciprocal: null,
  sources: [],
});

describe("a city's own ties", () => {
  it('have an arc each, with the status they are drawn as', () => {
    const arcs = ownArcs(4.48, 51.92, [tie('a', 'active'), tie('b', 'suspended', 2, 48), tie('c', null, 5, 50)]);
    expect(arcs.map((arc) => arc.group)).toEqual(['active', 'suspended', 'active']);
  });

  it('leave out partners without a place and part two ties of one pair', () => {
    const arcs = ownArcs(4.48, 51.92, [tie('a', 'active'), tie('a', 'ended'), tie('network', 'active', null, null)]);
    expect(arcs).toHaveLength(2);
    expect(arcs[0]?.pieces[0]).not.toEqual(arcs[1]?.pieces[0]);
  });
});

describe('every tie', () => {
  it('comes in batches, exceptions last, none lost', () => {
    const cities = buildCities({
      as_of: 1, id: ['a', 'b'], name: ['a', 'b'], country: ['NL', 'US'], longitude: [4, -122], latitude: [52, 47],
      ties: [1, 1], population: [null, null],
    });
    const total = BATCH * 2 + 5;
    const zeros = Array<number>(total).fill(0);
    const arcs = { as_of: 1, a: zeros, b: zeros.map(() => 1), codes: ['active', 'ended'], status: zeros.map((_, i) => (i === 3 ? 1 : 0)) };
    let moves = 0;
    const steps = buildEvery(arcs, cities, () => ({ moveTo: () => (moves += 1), lineTo: () => undefined }));
    let pauses = 0;
    let step = steps.next();
    while (!step.done) {
      pauses += 1;
      step = steps.next();
    }
    expect(step.value.total).toBe(total);
    expect(step.value.batches.map((batch) => [batch.group, batch.arcs])).toEqual([['active', 100], ['active', 100], ['active', 4], ['ended', 1]]);
    expect(pauses).toBe(4);
    expect(moves).toBe(total);
  });
});
