import { describe, expect, it } from 'vitest';
import { buildCities, dotRadius, visibleCities } from '../src/lib/cities';
import { PointGrid } from '../src/lib/hit';
import { closeness, fit, toScreen, toSheet, zoomed, type View } from '../src/lib/view';

const SIZE = { width: 1280, height: 570 };

/** Deterministic "random" numbers: a failing case stays the same. */
function* numbers(seed: number): Generator<number, never> {
  let state = seed;
  for (;;) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield state / 2 ** 32;
  }
}

function someCities(count: number) {
  const next = numbers(7);
  const draw = () => next.next().value;
  const columns = Array.from({ length: count }, (_, i) => ({
    id: `gn:${i}`,
    // Half of them crowd in Europe, as real ones do.
    longitude: i % 2 ? draw() * 340 - 165 : 2 + draw() * 20,
    latitude: i % 2 ? draw() * 120 - 50 : 44 + draw() * 12,
    ties: 1 + Math.floor(draw() ** 4 * 60),
  }));
  return buildCities({
    as_of: 2026,
    id: columns.map((c) => c.id),
    name: columns.map((c) => c.id),
    country: columns.map(() => 'NL'),
    longitude: columns.map((c) => c.longitude),
    latitude: columns.map((c) => c.latitude),
    ties: columns.map((c) => c.ties),
    population: columns.map((c) => c.ties * 10_000),
  });
}

describe('the grid', () => {
  it('finds what a search through all points finds', () => {
    const next = numbers(3);
    const draw = () => next.next().value * 100;
    const xs = Array.from({ length: 800 }, draw);
    const ys = Array.from({ length: 800 }, draw);
    const grid = new PointGrid(xs, ys, xs.keys(), 4);
    for (let trial = 0; trial < 500; trial += 1) {
      const [x, y, radius] = [draw(), draw(), draw() / 12];
      const distances = xs.map((px, i) => Math.hypot(px - x, (ys[i] ?? 0) - y));
      const least = Math.min(...distances);
      const found = grid.nearest(x, y, radius);
      if (least < radius) expect(found).toBe(distances.indexOf(least));
      else expect(found).toBe(-1);
    }
  });

  it('lets a large dot be hit on its rim', () => {
    const grid = new PointGrid([0, 10], [0, 0], [0, 1], 5);
    expect(grid.nearest(6, 0, 8)).toBe(1);
    expect(grid.nearest(6, 0, 8, (index) => (index === 0 ? 5 : 0))).toBe(0);
  });
});

describe('a click', () => {
  const cities = someCities(4000);
  const base = fit(SIZE);

  for (const k of [1, 2, 5, 12, 40, 150]) {
    it(`finds the right city at zoom ${k}`, () => {
      for (const target of [0, 17, 404, 1999, 3998]) {
        const [cx, cy] = toScreen(base, cities.x[target] ?? 0, cities.y[target] ?? 0);
        const view: View = zoomed(base, { k, x: SIZE.width / 2 - k * cx, y: SIZE.height / 2 - k * cy });
        const visible = visibleCities(cities, view, SIZE, { cell: 4, always: new Set([target]) });
        const grid = new PointGrid(cities.x, cities.y, visible, 16 / view.scale);
        const [x, y] = toSheet(view, SIZE.width / 2, SIZE.height / 2);
        const radius = (city: number) => dotRadius(cities.ties[city] ?? 0, closeness(view)) / view.scale;
        const found = grid.nearest(x, y, 12 / view.scale, radius);
        // Another city may win only where its dot lies over this point too.
        if (found !== target) {
          const away = Math.hypot((cities.x[found] ?? 0) - x, (cities.y[found] ?? 0) - y);
          expect(away).toBeLessThanOrEqual(radius(found));
          expect(radius(found) - away).toBeGreaterThanOrEqual(radius(target));
        }
        if (k >= 40) expect(found).toBe(target);
      }
    });
  }
});

describe('room for dots', () => {
  const cities = someCities(4000);

  it('shows one city a cell, the best-known, and every city when close', () => {
    const view = fit(SIZE);
    const visible = visibleCities(cities, view, SIZE, { cell: 8 });
    expect(visible.length).toBeLessThan(cities.count / 2);
    expect(visible[0]).toBe(cities.byFame[0]);
    expect(new Set(visible).size).toBe(visible.length);
    const all = visibleCities(cities, view, SIZE, { cell: 8, always: new Set(cities.byFame) });
    expect(all.length).toBe(cities.count);
  });

  it('leaves out what is off the screen', () => {
    const view = zoomed(fit(SIZE), { k: 50, x: -50 * 640, y: -50 * 100 });
    const visible = visibleCities(cities, view, SIZE, { cell: 4 });
    for (const city of visible) {
      const [x, y] = toScreen(view, cities.x[city] ?? 0, cities.y[city] ?? 0);
      expect(x).toBeGreaterThanOrEqual(-4);
      expect(x).toBeLessThanOrEqual(SIZE.width + 4);
      expect(y).toBeGreaterThanOrEqual(-4);
      expect(y).toBeLessThanOrEqual(SIZE.height + 4);
    }
  });
});
