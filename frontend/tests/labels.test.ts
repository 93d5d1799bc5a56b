import { describe, expect, it } from 'vitest';
import { overlaps, placeLabels } from '../src/lib/labels';

const options = { measure: (text: string) => text.length * 7, height: 14, width: 400, bottom: 300, most: 50 };
const at = (text: string, x: number, y: number) => ({ text, x, y, radius: 3 });

describe('names', () => {
  it('never lie over one another, nor outside', () => {
    const crowd = Array.from({ length: 200 }, (_, i) => at(`City ${i}`, (i * 37) % 400, (i * 53) % 300));
    const placed = placeLabels(crowd, options);
    expect(placed.length).toBeGreaterThan(10);
    placed.forEach((one, i) => {
      expect(one.box.left).toBeGreaterThanOrEqual(0);
      expect(one.box.right).toBeLessThanOrEqual(400);
      for (const other of placed.slice(i + 1)) expect(overlaps(one.box, other.box)).toBe(false);
    });
  });

  it('gives the first its place and tries the other sides for the next', () => {
    const [first, second] = placeLabels([at('Rotterdam', 200, 150), at('Delft', 198, 148)], options);
    expect(first?.x).toBe(207);
    expect(second?.x).toBeLessThan(198);
  });

  it('keeps clear of the controls and of the most allowed', () => {
    const taken = [{ left: 0, top: 0, right: 400, bottom: 300 }];
    expect(placeLabels([at('Rotterdam', 200, 150)], { ...options, taken })).toEqual([]);
    expect(placeLabels([at('A', 50, 50), at('B', 250, 250)], { ...options, most: 1 })).toHaveLength(1);
  });
});
