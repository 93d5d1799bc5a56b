import { describe, expect, it } from 'vitest';
import { project, SHEET_HEIGHT, SHEET_WIDTH } from '../src/lib/projection';
import { closeness, fit, growth, onScreen, toScreen, toSheet, zoomed, zoomToPoints } from '../src/lib/view';

const WIDE = { width: 1280, height: 570 };
const PHONE = { width: 360, height: 340 };

describe('the view', () => {
  it('fits the whole sheet on any screen', () => {
    for (const size of [WIDE, PHONE]) {
      const view = fit(size);
      expect(onScreen(size, toScreen(view, 0, 0), 0.001)).toBe(true);
      expect(onScreen(size, toScreen(view, SHEET_WIDTH, SHEET_HEIGHT), 0.001)).toBe(true);
    }
  });

  it('goes to the screen and back', () => {
    const view = zoomed(fit(WIDE), { k: 7, x: -300, y: -120 });
    const [x, y] = toSheet(view, ...toScreen(view, 431, 77));
    expect(x).toBeCloseTo(431);
    expect(y).toBeCloseTo(77);
  });

  it('brings all points into view, not closer than allowed', () => {
    const points = [project(4.48, 51.92), project(121.47, 31.23), project(-76.6, 39.3)];
    const view = zoomed(fit(WIDE), zoomToPoints(WIDE, points, 8));
    for (const point of points) expect(onScreen(WIDE, toScreen(view, ...point))).toBe(true);
    const beside = zoomed(fit(WIDE), zoomToPoints(WIDE, points, 8, 256));
    for (const point of points) expect(toScreen(beside, ...point)[0]).toBeGreaterThan(256);
    expect(zoomToPoints(WIDE, points.slice(0, 1), 8).k).toBe(8);
    expect(zoomToPoints(WIDE, [], 8)).toEqual({ k: 1, x: 0, y: 0 });
  });

  it('measures closeness in pixels, so that symbols fit the screen', () => {
    expect(closeness(fit({ width: 1100, height: 800 }))).toBeCloseTo(1);
    expect(closeness(fit(PHONE))).toBeLessThan(0.4);
    expect(growth(40)).toBeLessThan(4);
    expect(growth(0)).toBeGreaterThan(0.5);
  });
});
