import { describe, expect, it } from 'vitest';
import { CENTRE_MERIDIAN, project, SHEET_HEIGHT, SHEET_WIDTH, turn, unproject } from '../src/lib/projection';

describe('the sheet', () => {
  it('has the central meridian in the middle and is as wide as it says', () => {
    expect(project(CENTRE_MERIDIAN, 0)[0]).toBeCloseTo(SHEET_WIDTH / 2, 6);
    expect(project(CENTRE_MERIDIAN - 180, 0)[0]).toBeCloseTo(0, 6);
    expect(project(CENTRE_MERIDIAN + 179.9999, 0)[0]).toBeCloseTo(SHEET_WIDTH, 2);
    expect(SHEET_HEIGHT / SHEET_WIDTH).toBeCloseTo(0.432, 2);
  });

  it('puts north above south and cities inside', () => {
    const [x, y] = project(4.48, 51.92);
    const [, equator] = project(4.48, 0);
    expect(y).toBeLessThan(equator);
    expect(x).toBeGreaterThan(480);
    expect(x).toBeLessThan(500);
  });

  it('goes back to where it came from', () => {
    for (const [lon, lat] of [[4.48, 51.92], [-157.86, 21.31], [121.47, 31.23], [179.4, -16.5], [-70.9, -53.2]] as const) {
      const back = unproject(...project(lon, lat));
      expect(back?.[0]).toBeCloseTo(lon, 4);
      expect(back?.[1]).toBeCloseTo(lat, 4);
    }
  });

  it('turns every longitude into one turn', () => {
    expect(turn(11)).toBe(0);
    expect(turn(-169)).toBe(-180);
    expect(turn(191)).toBe(-180);
    expect(turn(371)).toBe(0);
  });
});
