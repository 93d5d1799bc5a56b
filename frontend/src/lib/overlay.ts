/** The two maps as data: pairs of countries with what either level says of them, and what each view draws. */
import { arc, bowShort, type Piece } from './arcs';
import type { CountriesPayload } from './data';
import { project, type Point } from './projection';

export const CLASSES = ['aligned', 'substitute', 'contrary', 'latent', 'absent', 'unknown'] as const;
export type ClassId = (typeof CLASSES)[number];

/** What the state map says of two countries; `unknown` is no `not_tied`. */
export type StateAnswer = 'tied' | 'hostile' | 'not_tied' | 'unknown';
export const STATE_ANSWERS: readonly { id: StateAnswer; label: string; meaning: string }[] = [
  { id: 'tied', label: 'tied', meaning: 'A resident mission, a recorded diplomatic relation or an alliance is in force.' },
  { id: 'hostile', label: 'hostile', meaning: 'Relations are broken off, or an armed conflict or a sanction on more than arms or persons is in force; this outranks tied.' },
  { id: 'not_tied', label: 'not tied', meaning: 'The state level has data on the two, and no tie between them.' },
  { id: 'unknown', label: 'unknown', meaning: 'The state level has no data on the two; nothing is concluded.' },
];

export interface OverlayPayload {
  as_of: number | string;
  classes: { id: string; label: string; meaning: string; pairs: number }[];
  countries: { id: string; name: string; iso_numeric: string | null; longitude: number | null; latitude: number | null }[];
  pairs: {
    a: number[];
    b: number[];
    class: number[];
    city_ties: number[];
    tied: number[];
    hostile: number[];
    missions: number[];
    alliance: number[];
    state_known: number[];
  };
}

export interface Pair {
  a: number;
  b: number;
  class: ClassId;
  cityTies: number;
  state: StateAnswer;
  missions: number;
  alliance: boolean;
}

/** One pair's line on the sheet; `weight` 0…1 is the root of its share of the widest. */
export interface PairArc {
  pair: Pair;
  weight: number;
  pieces: Piece[];
}

/** How many aligned pairs the overlay draws: they are the rule, the other two classes are its exceptions. */
export const ALIGNED_SHOWN = 120;

const isClass = (id: string | undefined): id is ClassId => (CLASSES as readonly (string | undefined)[]).includes(id);

function stateAnswer(pairs: OverlayPayload['pairs'], index: number): StateAnswer {
  if (pairs.hostile[index]) return 'hostile';
  if (pairs.tied[index]) return 'tied';
  return pairs.state_known[index] ? 'not_tied' : 'unknown';
}

/** The pairs as records. A class this script does not know counts as unknown. */
export function readPairs({ pairs, classes }: OverlayPayload): Pair[] {
  return pairs.a.map((a, index) => {
    const id = classes[pairs.class[index] ?? -1]?.id;
    return {
      a,
      b: pairs.b[index] ?? -1,
      class: isClass(id) ? id : 'unknown',
      cityTies: pairs.city_ties[index] ?? 0,
      state: stateAnswer(pairs, index),
      missions: pairs.missions[index] ?? 0,
      alliance: pairs.alliance[index] === 1,
    };
  });
}

/** Where every country's lines meet, in sheet units; null where the register has no place. */
export function countryPlaces(payload: OverlayPayload): (Point | null)[] {
  return payload.countries.map(({ longitude, latitude }) =>
    longitude === null || latitude === null ? null : project(longitude, latitude),
  );
}

/** The city map's bundles in the form the world map reads. */
export function cityBundles(payload: OverlayPayload, pairs: readonly Pair[]): CountriesPayload {
  const tied = pairs.filter((pair) => pair.cityTies > 0);
  return {
    as_of: payload.as_of,
    countries: payload.countries.map((country) => ({ ...country, cities: 0, ties: 0 })),
    bundles: { a: tied.map((pair) => pair.a), b: tied.map((pair) => pair.b), ties: tied.map((pair) => pair.cityTies) },
  };
}

/** Lines for pairs, the widest last so that they lie on top. */
export function pairArcs(payload: OverlayPayload, pairs: readonly Pair[]): PairArc[] {
  const widest = Math.max(1, ...pairs.map((pair) => pair.cityTies));
  const arcs: PairArc[] = [];
  for (const pair of [...pairs].sort((p, q) => p.cityTies - q.cityTies)) {
    const from = payload.countries[pair.a];
    const to = payload.countries[pair.b];
    if (!from || !to || from.longitude === null || from.latitude === null || to.longitude === null || to.latitude === null) continue;
    const pieces = bowShort(arc(from.longitude, from.latitude, to.longitude, to.latitude, 2), 0.14);
    arcs.push({ pair, weight: Math.sqrt(pair.cityTies / widest), pieces });
  }
  return arcs;
}

/** What the overlay draws of the whole world: exceptions in full, of the rule the widest. */
export function overlayPairs(pairs: readonly Pair[]): Pair[] {
  const aligned = pairs.filter((pair) => pair.class === 'aligned').sort((p, q) => q.cityTies - p.cityTies);
  const exceptions = pairs.filter((pair) => pair.class === 'contrary' || pair.class === 'substitute');
  return [...aligned.slice(0, ALIGNED_SHOWN), ...exceptions];
}

/** A country's pairs by the other country. */
export function pairsOf(pairs: readonly Pair[], country: number): Map<number, Pair> {
  const found = new Map<number, Pair>();
  for (const pair of pairs) {
    if (pair.a === country) found.set(pair.b, pair);
    else if (pair.b === country) found.set(pair.a, pair);
  }
  return found;
}

/** How many allies every country has. */
export function allies(pairs: readonly Pair[], countries: number): number[] {
  const counts = new Array<number>(countries).fill(0);
  for (const { a, b, alliance } of pairs) {
    if (!alliance) continue;
    counts[a] = (counts[a] ?? 0) + 1;
    counts[b] = (counts[b] ?? 0) + 1;
  }
  return counts;
}

/** The steps of the shading by allies; a country without any is left blank. */
export const ALLY_STEPS: readonly { least: number; label: string }[] = [
  { least: 1, label: '1–9' },
  { least: 10, label: '10–19' },
  { least: 20, label: '20–29' },
  { least: 30, label: '30 or more' },
];

/** The step of a number of allies, 0…3; -1 for none. */
export function allyStep(count: number): number {
  let found = -1;
  ALLY_STEPS.forEach(({ least }, step) => {
    if (count >= least) found = step;
  });
  return found;
}

export function countClasses(pairs: Iterable<Pair>): Map<ClassId, number> {
  const counts = new Map<ClassId, number>(CLASSES.map((id) => [id, 0]));
  for (const pair of pairs) counts.set(pair.class, (counts.get(pair.class) ?? 0) + 1);
  return counts;
}

/** In a chosen country's list the exceptions come first, then the most city ties. */
const LISTED: readonly ClassId[] = ['contrary', 'substitute', 'aligned', 'absent', 'latent', 'unknown'];

export function listed(pairs: Iterable<[number, Pair]>): [number, Pair][] {
  // An absent pair is worth a line when the states are hostile; otherwise there is nothing to read.
  const worth = [...pairs].filter(([, pair]) => pair.cityTies > 0 || pair.state === 'hostile');
  const rank = (pair: Pair): number => LISTED.indexOf(pair.class);
  return worth.sort(([i, p], [j, q]) => rank(p) - rank(q) || q.cityTies - p.cityTies || i - j);
}
