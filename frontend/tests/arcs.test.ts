import { describe, expect, it } from 'vitest';
import { angleBetween, arc, bow, bowShort, distanceToLine, greatCircle, trace, type Piece } from '../src/lib/arcs';
import { project, SHEET_WIDTH } from '../src/lib/projection';

const ROTTERDAM = [4.48, 51.92] as const;
const SHANGHAI = [121.47, 31.23] as const;
const SEATTLE = [-122.33, 47.61] as const;
const KOBE = [135.19, 34.69] as const;

describe('great circles', () => {
  it('measures angles', () => {
    expect(angleBetween(0, 0, 90, 0)).toBeCloseTo(90);
    expect(angleBetween(0, 90, 50, -90)).toBeCloseTo(180);
    expect(angleBetween(...ROTTERDAM, ...SHANGHAI)).toBeCloseTo(80.3, 0);
  });

  it('begins and ends at the places and rises towards the pole', () => {
    const line = greatCircle(...ROTTERDAM, ...SHANGHAI);
    expect(line.slice(0, 2)).toEqual([...ROTTERDAM]);
    expect(line.slice(-2)).toEqual([...SHANGHAI]);
    const latitudes = line.filter((_, index) => index % 2 === 1);
    expect(Math.max(...latitudes)).toBeGreaterThan(60);
  });

  it('has evenly spaced places no further apart than asked', () => {
    const line = greatCircle(...ROTTERDAM, ...SHANGHAI, 3);
    for (let i = 0; i + 3 < line.length; i += 2) {
      expect(angleBetween(line[i] ?? 0, line[i + 1] ?? 0, line[i + 2] ?? 0, line[i + 3] ?? 0)).toBeLessThanOrEqual(3.0001);
    }
  });

  it('survives the same place and opposite places', () => {
    expect(greatCircle(5, 5, 5, 5)).toEqual([5, 5, 5, 5]);
    expect(greatCircle(0, 0, 180, 0).every(Number.isFinite)).toBe(true);
  });
});

describe('arcs on the sheet', () => {
  it('is one piece when it stays on the sheet', () => {
    const pieces = arc(...ROTTERDAM, ...SHANGHAI);
    expect(pieces).toHaveLength(1);
    const [x, y] = project(...SHANGHAI);
    expect(pieces[0]?.at(-2)).toBeCloseTo(x, 3);
    expect(pieces[0]?.at(-1)).toBeCloseTo(y, 3);
  });

  it('is cut across the Pacific, at one height on both edges, with no long jump', () => {
    const pieces = arc(...SEATTLE, ...KOBE);
    expect(pieces).toHaveLength(2);
    expect(pieces[0]?.at(-1)).toBeCloseTo(pieces[1]?.[1] ?? NaN, 3);
    for (const piece of pieces) {
      for (let i = 0; i + 3 < piece.length; i += 2) {
        expect(Math.abs((piece[i + 2] ?? 0) - (piece[i] ?? 0))).toBeLessThan(SHEET_WIDTH / 4);
      }
    }
  });

  it('bows a short line by its share and leaves ends alone', () => {
    const straight: Piece[] = [Float32Array.from([0, 0, 50, 0, 100, 0])];
    const bent = bow(straight, 0.1)[0] ?? new Float32Array();
    expect([bent[0], bent[1]]).toEqual([0, 0]);
    expect([bent.at(-2), bent.at(-1)]).toEqual([100, 0]);
    expect(Math.min(...bent.filter((_, i) => i % 2 === 1))).toBeCloseTo(-10, 0);
  });

  it('bends both directions of a line to the same side, and long lines not at all', () => {
    const back = bow([Float32Array.from([100, 0, 0, 0])], 0.1)[0] ?? new Float32Array();
    expect(Math.min(...back.filter((_, i) => i % 2 === 1))).toBeCloseTo(-10, 0);
    const long: Piece[] = [Float32Array.from([0, 0, 400, 0])];
    expect(bowShort(long, 0.1)).toBe(long);
    const cut: Piece[] = [Float32Array.from([0, 0, 1, 0]), Float32Array.from([5, 0, 6, 0])];
    expect(bow(cut, 0.1)).toBe(cut);
  });

  it('finds the distance from a point', () => {
    const line: Piece[] = [Float32Array.from([0, 0, 10, 0])];
    expect(distanceToLine(line, 5, 3)).toBeCloseTo(3);
    expect(distanceToLine(line, 13, 4)).toBeCloseTo(5);
    expect(distanceToLine([], 0, 0)).toBe(Infinity);
  });

  it('traces every piece from its own start', () => {
    const said: string[] = [];
    trace({ moveTo: (x, y) => said.push(`M${x},${y}`), lineTo: (x, y) => said.push(`L${x},${y}`) }, [
      Float32Array.from([0, 1, 2, 3]),
      Float32Array.from([4, 5, 6, 7]),
    ]);
    expect(said.join('')).toBe('M0,1L2,3M4,5L6,7');
  });
});
