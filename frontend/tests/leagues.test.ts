import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { lookOf, readMarks, SHAPES } from '../src/lib/league_marks';
import { belongs, boxOf, convexHull, focusOf, happenings, inside, placeLeagues, playStops, softHull, type LeagueRow, type TimelinePart } from '../src/lib/leagues';
import { DARK, LIGHT, contrast } from '../src/lib/palette';
import type { Point } from '../src/lib/projection';

type Spot = [string, number | null, number | null];

function row(id: string, seat: Spot | null, members: Spot[]): LeagueRow {
  const place = ([name, lon, lat]: Spot) => ({ id: name, name, lon, lat });
  return {
    id,
    name: id,
    from_label: '478 BCE',
    to_label: '404 BCE',
    seat: seat && place(seat),
    members: members.map((one) => ({ ...place(one), from_label: '', to_label: '' })),
  };
}

const ATHENS: Spot = ['Athens', 23.73, 37.98];
const CHIOS: Spot = ['Chios', 26.14, 38.37];
const SPARTA: Spot = ['Sparta', 22.43, 37.07];
const CORINTH: Spot = ['Corinth', 22.93, 37.94];
const DELPHI: Spot = ['Delphi', 22.5, 38.48];
const ROME: Spot = ['Rome', 12.48, 41.89];
const NOWHERE: Spot = ['Argilus', null, null];
const YEAR = [
  row('delian', ATHENS, [ATHENS, CHIOS, NOWHERE]),
  row('peloponnesian', null, [SPARTA, CORINTH]),
  row('delphic', DELPHI, []),
  row('latin', null, [ROME, ['Ardea', 12.54, 41.6]]),
];

describe('leagues on the sheet', () => {
  const { leagues, spots } = placeLeagues(YEAR);

  it('count members without a place and draw those with one', () => {
    expect(leagues.map(({ size, members }) => [size, members.length])).toEqual([[3, 2], [2, 2], [0, 0], [2, 2]]);
  });

  it('have a line from the seat to every other member', () => {
    expect(leagues.map(({ lines }) => lines.length)).toEqual([1, 0, 0, 0]);
  });

  it('make a city of several leagues one spot, and a seat without membership one too', () => {
    const both = placeLeagues([row('a', null, [ATHENS]), row('b', ATHENS, [ATHENS, CHIOS]), row('c', ATHENS, [CHIOS])]);
    expect(both.spots.map(({ name, leagues: of, seats }) => [name, of, seats])).toEqual([['Athens', [0, 1], [1, 2]], ['Chios', [1, 2], []]]);
    expect(both.spots.map(belongs)).toEqual([[0, 1, 2], [1, 2]]);
    expect(spots.find(({ name }) => name === 'Delphi')).toMatchObject({ leagues: [], seats: [2] });
  });

  it('say their dates', () => {
    expect(leagues[0]?.dates).toBe('478 BCE – 404 BCE');
    const open = placeLeagues([{ ...row('x', null, []), to_label: '' }, { ...row('y', null, []), from_label: '' }, { ...row('z', null, []), from_label: '', to_label: '' }]);
    expect(open.leagues.map(({ dates }) => dates)).toEqual(['since 478 BCE', 'until 404 BCE', '']);
  });
});

describe('what lies close together', () => {
  const names = (leagues: readonly { id: string }[]): string[] => leagues.map(({ id }) => id);

  it('is one group with most places; the rest lies beyond', () => {
    const { leagues } = placeLeagues(YEAR);
    const focus = focusOf(leagues);
    expect(focus.points).toHaveLength(5);
    expect(names(focus.beyond)).toEqual(['latin']);
  });

  it('joins leagues over one between them', () => {
    const chain = [0, 8, 4].map((lon, index) => row(`l${index}`, null, [[`c${index}`, lon, 45]]));
    expect(focusOf(placeLeagues(chain).leagues)).toMatchObject({ beyond: [] });
  });

  it('is nothing when no group has half of all, when one is all over the world, or when there are none', () => {
    const far = [row('a', null, [ROME]), row('b', null, [['Beijing', 116.4, 39.9]]), row('c', null, [['Lima', -77, -12]])];
    const world = [row('w', null, [ROME, ['Beijing', 116.4, 39.9], ['Lima', -77, -12]])];
    expect([far, world, []].map((rows) => focusOf(placeLeagues(rows).leagues).points)).toEqual([[], [], []]);
  });
});

describe('hulls', () => {
  const square: Point[] = [[0, 0], [4, 0], [4, 4], [0, 4]];

  it('leave out what lies within', () => {
    expect(convexHull([...square, [2, 2], [1, 3]])).toHaveLength(4);
    expect(new Set(convexHull([...square, [2, 2]]).map(String))).toEqual(new Set(square.map(String)));
  });

  it('have room around their points, a single one too', () => {
    for (const points of [square, [[2, 2]] as Point[], [[0, 0], [4, 4]] as Point[]]) {
      const ring = softHull(points, 1);
      for (const [x, y] of points) expect(inside(ring, x, y)).toBe(true);
      const [outer, inner] = [boxOf(ring), boxOf(points)];
      expect(outer.left).toBeCloseTo(inner.left - 1);
      expect(outer.bottom).toBeCloseTo(inner.bottom + 1);
    }
    expect(inside(softHull(square, 1), 6, 2)).toBe(false);
  });
});

describe('turning points of the year', () => {
  it('lie where a city gave them the place', () => {
    const actors = [{ id: 'gn:1', name: 'Ghent', lon: 3.72, lat: 51.05, role: 'host' }, { id: 'gn:2', name: 'Paris', lon: 2.35, lat: 48.85, role: 'participant' }, { id: 'gn:3', name: 'Nowhere', lon: null, lat: null, role: 'host' }];
    const payload = { year: 1913, label: '1913', leagues: [], timeline: [], turning_points: { in_year: [{ title: 'Congress', actors }, { title: 'Other' }] } };
    expect(happenings(payload)).toMatchObject([{ name: 'Ghent', title: 'Congress' }]);
  });
});

describe('playing', () => {
  const part = (year: number, leagues: number, members: number): TimelinePart => ({ year, leagues, members, turning_points: 0 });
  const timeline = [part(-400, 3, 9), part(-200, 3, 9), part(100, 1, 4), part(1650, 1, 4), part(1950, 2, 4)];
  const position = (year: number): number => ({ '-430': 0.05, '1648': 0.7, '2018': 1 })[String(year)] ?? 0;

  it('pauses where something changes, and at turning points in their own year', () => {
    // The first part has a turning point, the second nothing new, the third fewer leagues; years as astronomers count.
    expect(playStops(timeline, [-430, 1648, 2018], position)).toEqual([-430, 100, 1648, 2018]);
  });

  it('turns written years before the common era round', () => {
    expect(playStops([part(-431, 1, 1)], [], position)).toEqual([-430]);
    expect(playStops([], [], position)).toEqual([]);
  });
});

describe('marks', () => {
  it('are thirty, all different, and neighbours differ in colour and in shape', () => {
    const looks = [...Array(30).keys()].map(lookOf);
    expect(new Set(looks.map(({ colour, shape }) => `${colour} ${shape}`)).size).toBe(30);
    looks.slice(1).forEach((look, place) => {
      expect(look.colour).not.toBe(looks[place]?.colour);
      expect(look.shape).not.toBe(looks[place]?.shape);
    });
  });

  it('are read from the page, and nothing else is', () => {
    expect([...readMarks('{"a": 1, "b": -1, "c": "x", "d": 2.5}')]).toEqual([['a', 1]]);
    for (const bad of [undefined, '', 'null', '3', '<']) expect(readMarks(bad).size).toBe(0);
  });

  it('have colours that can be told from land and sea', () => {
    for (const palette of [LIGHT, DARK]) {
      expect(palette.leagues).toHaveLength(6);
      for (const colour of palette.leagues) {
        expect(contrast(colour, palette.land)).toBeGreaterThan(3);
        expect(contrast(colour, palette.sea)).toBeGreaterThan(3);
      }
    }
  });

  it('have the same colours in the list as on the map', () => {
    const style = readFileSync(new URL('../src/history.css', import.meta.url), 'utf8');
    const light = [...style.matchAll(/^\.league-mark\.c(\d) \{ fill: (#\w+); \}$/gm)].map(([, , colour]) => colour);
    const dark = [...style.matchAll(/data-theme='dark'\] \.league-mark\.c(\d) \{ fill: (#\w+); \}$/gm)].map(([, , colour]) => colour);
    expect([light, dark]).toEqual([LIGHT.leagues, DARK.leagues]);
    expect(SHAPES).toHaveLength(5);
  });
});
