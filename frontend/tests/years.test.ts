import { describe, expect, it, vi } from 'vitest';
import { debounce, withAsOf } from '../src/lib/years';
import * as text from '../src/lib/text';

const PAGE = 'http://127.0.0.1:8000/city/gn:1?as_of=2026';

describe('addresses with a year', () => {
  it('get the new year and keep the rest', () => {
    expect(withAsOf('/search?q=x', PAGE, '1990')).toBe('/search?q=x&as_of=1990');
    expect(withAsOf('?as_of=2026&a=1#top', PAGE, '1990')).toBe('/city/gn:1?as_of=1990&a=1#top');
  });

  it('leave other places alone', () => {
    expect(withAsOf('https://example.org/', PAGE, '1990')).toBeNull();
    expect(withAsOf('mailto:a@example.org', PAGE, '1990')).toBeNull();
    expect(withAsOf('http://[', PAGE, '1990')).toBeNull();
    expect(withAsOf('/history?year=-431', PAGE, '1990')).toBeNull();
  });
});

describe('the slider', () => {
  it('waits for a pause and gives the last year', () => {
    vi.useFakeTimers();
    const said: string[] = [];
    const later = debounce((year: string) => said.push(year), 100);
    for (const year of ['1990', '1991', '1992']) later(year);
    vi.advanceTimersByTime(99);
    expect(said).toEqual([]);
    vi.advanceTimersByTime(2);
    expect(said).toEqual(['1992']);
    vi.useRealTimers();
  });
});

describe('sentences', () => {
  it('count and date as people do', () => {
    expect(text.ties(1)).toBe('1 tie');
    expect(text.ties(18782)).toBe('18,782 ties');
    expect(text.inYear('1990')).toBe(' in 1990');
    expect(text.inYear('')).toBe('');
    expect(text.period('1979-11-30', null)).toBe('since 1979');
    expect(text.period('1979', '2022-03')).toBe('1979–2022');
    expect(text.period(null, '2022')).toBe('until 2022');
    expect(text.period(null, null)).toBe('');
  });
});
