import { describe, expect, it } from 'vitest';
import { astronomical, placeMarks, readScale, Scale, ticks, written, yearByKey, yearWords } from '../src/lib/scale';

const MARKS: [number, number][] = [[-499, 0], [1, 0.08], [1000, 0.16], [1500, 0.28], [1800, 0.4], [1900, 0.52], [1950, 0.72], [2026, 1]];
const scale = new Scale(MARKS.map(([year, position]) => ({ astronomical: year, position })));
const measure = (text: string): number => 6 * text.length;

describe('years', () => {
  it('are counted without a year 0 by people and with one by astronomers', () => {
    expect([-430, 0, 1, 1648].map(written)).toEqual([-431, -1, 1, 1648]);
    expect([-431, -1, 1, 1648].map(astronomical)).toEqual([-430, 0, 1, 1648]);
    expect([-430, 0, 1, 1648].map(yearWords)).toEqual(['431 BCE', '1 BCE', '1', '1648']);
  });
});

describe('the scale', () => {
  it('gives every year of the slider a place and finds it again', () => {
    for (let year = -499; year <= 2026; year += 1) expect(scale.year(scale.position(year))).toBe(year);
  });

  it('stops at its ends', () => {
    expect([scale.position(-3000), scale.position(3000)]).toEqual([0, 1]);
    expect([scale.year(-1), scale.year(2)]).toEqual([-499, 2026]);
  });

  it('gives the last century more room than the two thousand years before it', () => {
    expect(1 - scale.position(1926)).toBeGreaterThan(scale.position(1900) - scale.position(-99) - 0.1);
    expect(scale.position(2026) - scale.position(1926)).toBeGreaterThan(0.35);
  });

  it('is read from the page, and only when it rises', () => {
    const text = JSON.stringify(MARKS.map(([year, position]) => ({ year, astronomical: year, position, label: '' })));
    expect(readScale(text)?.position(1900)).toBe(0.52);
    for (const bad of [undefined, '', '[]', '{"a":1}', '[{"astronomical":1,"position":0}]', '[{"astronomical":5,"position":0},{"astronomical":1,"position":1}]', '[{"astronomical":1,"position":0},{"year":2}]']) {
      expect(readScale(bad)).toBeNull();
    }
  });
});

describe('keys', () => {
  const press = (key: string, year: number, shiftKey = false): number | null => yearByKey(scale, year, { key, shiftKey });

  it('step by a year, a decade, a century', () => {
    expect([press('ArrowLeft', 1), press('ArrowRight', 0), press('PageUp', 1970), press('PageDown', 1980, true)]).toEqual([0, 1, 1980, 1880]);
    expect([press('Home', 1970), press('End', 1970)]).toEqual([-499, 2026]);
  });

  it('stop at the ends and leave other keys alone', () => {
    expect([press('PageUp', 2020, true), press('ArrowDown', -499)]).toEqual([2026, -499]);
    expect([press('Tab', 1), press('a', 1)]).toEqual([null, null]);
  });
});

describe('round years', () => {
  it.each([340, 700, 1130])('have room on %i pixels, the ends among them', (width) => {
    const shown = ticks(scale, width);
    expect(shown.length).toBeGreaterThan(4);
    expect([shown[0]?.year, shown.at(-1)?.year]).toEqual([-499, 2026]);
    shown.slice(1).forEach((tick, place) => expect((tick.position - (shown[place]?.position ?? 0)) * width).toBeGreaterThanOrEqual(46));
  });
});

describe('turning points', () => {
  const marks = [1167, 1183, 1370, 1648, 1913, 1945, 1951, 1953, 1956, 1957, 1980, 1985, 1990, 1992, 1994, 1996, 1996, 2005, 2015, 2017, 2018]
    .map((year, place) => ({ year, label: `Turning point ${place}` }));

  it.each([300, 1130])('have words that never overlap, on %i pixels', (width) => {
    const placed = placeMarks(scale, marks, { width, lanes: 3, measure });
    expect(placed.map((mark) => mark.year)).toEqual(marks.map((mark) => mark.year));
    const worded = placed.filter((mark) => mark.lane !== null);
    expect(worded.length).toBeGreaterThan(2);
    for (const one of worded) {
      expect(one.left).toBeGreaterThanOrEqual(0);
      expect(one.left + measure(one.label)).toBeLessThanOrEqual(width + 0.001);
      for (const other of worded) {
        if (one === other || one.lane !== other.lane) continue;
        expect(one.left + measure(one.label) <= other.left || other.left + measure(other.label) <= one.left).toBe(true);
      }
    }
  });

  it('have stems that cross no words', () => {
    const placed = placeMarks(scale, marks, { width: 1130, lanes: 3, measure }).filter((mark) => mark.lane !== null);
    for (const { position, lane } of placed) {
      for (const other of placed) {
        if ((other.lane ?? 0) >= (lane ?? 0)) continue;
        const x = position * 1130;
        expect(x > other.left + 4 && x < other.left + measure(other.label) - 4).toBe(false);
      }
    }
  });
});
