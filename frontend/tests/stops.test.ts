import { describe, expect, it } from 'vitest';
import { blendWords, readPicture, stopAt, STOPS, strongest, weights, writePicture } from '../src/lib/stops';

const PAGE = 'http://atlas.test/two-maps?as_of=1990';

describe('the blend', () => {
  it('shows one layer alone at each stop', () => {
    expect(STOPS.map(({ at }) => weights(at))).toEqual([
      { city: 1, overlay: 0, state: 0 },
      { city: 0, overlay: 1, state: 0 },
      { city: 0, overlay: 0, state: 1 },
    ]);
  });

  it('goes over continuously, and never shows more or less than one map', () => {
    for (let at = 0; at <= 100; at += 1) {
      const { city, overlay, state } = weights(at);
      expect(city + overlay + state).toBeCloseTo(1);
      expect(Math.abs(city - weights(at + 1).city)).toBeLessThanOrEqual(0.0201);
    }
    expect(weights(-5)).toEqual(weights(0));
    expect(weights(300)).toEqual(weights(100));
  });

  it('names its stops and what lies between them', () => {
    expect(STOPS.map(({ at }) => stopAt(at))).toEqual(['city', 'overlay', 'state']);
    expect(stopAt(49)).toBeNull();
    expect(blendWords(50)).toBe('Overlay');
    expect(blendWords(20)).toBe('60 % City map, 40 % Overlay');
    expect(blendWords(95)).toBe('10 % Overlay, 90 % State map');
    expect([0, 24, 25, 50, 75, 76, 100].map(strongest)).toEqual(['city', 'city', 'overlay', 'overlay', 'overlay', 'state', 'state']);
  });
});

describe('the address', () => {
  it('holds the picture and gives it back', () => {
    const picture = { at: 100, country: 'IT', hidden: new Set(['absent', 'latent'] as const) };
    const written = writePicture(PAGE, picture);
    expect(written).toBe('/two-maps?as_of=1990&view=state&country=IT&hide=latent,absent');
    expect(readPicture(`http://atlas.test${written}`)).toEqual(picture);
    const between = { at: 37, country: '', hidden: new Set([]) };
    expect(writePicture(PAGE, between)).toBe('/two-maps?as_of=1990&blend=37');
    expect(readPicture(`http://atlas.test${writePicture(PAGE, between)}`)).toEqual(between);
  });

  it('begins with the overlay of the world, whatever does not fit', () => {
    const first = { at: 50, country: '', hidden: new Set() };
    expect(readPicture(PAGE)).toEqual(first);
    expect(readPicture(`${PAGE}&view=moon&blend=x&country=<b>&hide=all`)).toEqual(first);
    expect(readPicture(`${PAGE}&blend=999`).at).toBe(100);
    expect(readPicture(`${PAGE}&country=it`).country).toBe('IT');
  });

  it('lets go of what is no longer chosen', () => {
    expect(writePicture(`${PAGE}&country=IT&blend=3&hide=latent`, { at: 50, country: '', hidden: new Set() })).toBe('/two-maps?as_of=1990&view=overlay');
  });
});
