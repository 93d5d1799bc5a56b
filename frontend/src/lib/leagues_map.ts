/** The leagues of a year as the engine draws them: soft hulls, thin lines to the seat, a mark a member. */
import { trace } from './arcs';
import { disc, onPixels, onSheet, paintGround, paintLabels, type Frame, type Painted } from './draw';
import type { Drawing, Pointed } from './engine';
import type { Candidate } from './labels';
import type { Land } from './land';
import { lookOf, SHAPES } from './league_marks';
import { belongs, boxOf, inside, softHull, type Happening, type League, type Spot } from './leagues';
import type { Palette } from './palette';
import type { Point } from './projection';
import { growth, onScreen, toScreen, type View } from './view';

export interface LeaguesScene {
  palette: Palette;
  land: Land | null;
  graticule: Path2D | null;
  leagues: League[];
  spots: Spot[];
  events: Happening[];
  /** The number of each league's mark. */
  marks: number[];
  /** Indices; null when none. */
  chosen: number | null;
}

export type LeagueHit = { kind: 'city'; spot: Spot } | { kind: 'event'; event: Happening } | { kind: 'league'; league: number };

/** With more leagues than this at once, hulls and lines of all would be a web: only the chosen one has them. */
const MANY = 14;

/** Marks of leagues drawn around one city; more would be a blob. */
const RINGS = 4;

/** Pixels between a hull and its cities. */
const ROOM = 11;

const shapes = new Map<number, Path2D>();

function shapePath(shape: number): Path2D {
  const known = shapes.get(shape) ?? new Path2D(SHAPES[shape]);
  shapes.set(shape, known);
  return known;
}

export function colourOf({ palette, marks }: Pick<LeaguesScene, 'palette' | 'marks'>, league: number): string {
  return palette.leagues[lookOf(marks[league] ?? 0).colour] ?? palette.bundle;
}

/** The hull of a league in sheet units; none where it has no places or is all over the world. */
function hullOf(league: League, view: View): Point[] | null {
  if (league.wide || league.places.length === 0) return null;
  return softHull(league.places, ROOM / view.scale);
}

export class LeaguesMap implements Drawing<LeaguesScene, LeagueHit> {
  *paint(frame: Frame, scene: LeaguesScene): Generator<void, Painted> {
    this.ground(frame, scene);
    yield;
    const order = scene.leagues.map((_, league) => league).filter((league) => isDrawn(scene, league));
    // The chosen one lies on top.
    order.sort((p, q) => Number(p === scene.chosen) - Number(q === scene.chosen));
    for (const league of order) paintHull(frame, scene, league);
    yield;
    let arcs = 0;
    for (const league of order) arcs += paintLines(frame, scene, league);
    yield;
    paintSpots(frame, scene);
    for (const event of scene.events) paintStar(frame, scene, event);
    paintNames(frame, scene);
    return { arcs, visible: [] };
  }

  /** Coasts without today's borders: most of these leagues are older. */
  ground(frame: Frame, { palette, land, graticule }: LeaguesScene): void {
    paintGround(frame, { palette, land, graticule, countryNumber: null }, false);
    if (!land) return;
    const { context, view, zoom } = frame;
    context.strokeStyle = palette.coast;
    context.lineWidth = (0.8 * growth(zoom)) / view.scale;
    context.stroke(land.coast);
  }

  finished(): void {
    // Hits are looked up in the scene itself.
  }

  hitAt(scene: LeaguesScene, { x, y, view, coarse }: Pointed): LeagueHit | null {
    const reach = (coarse ? 20 : 10) / view.scale;
    let best: Spot | null = null;
    let least = reach;
    for (const spot of scene.spots) {
      const distance = Math.hypot(spot.x - x, spot.y - y);
      if (distance < least) [best, least] = [spot, distance];
    }
    // A city under a star is still a city of its leagues.
    const event = scene.events.find((one) => Math.hypot(one.x - x, one.y - y) < least - 2 / view.scale);
    if (event) return { kind: 'event', event };
    if (best) return { kind: 'city', spot: best };
    let found: { league: number; size: number } | null = null;
    scene.leagues.forEach((league, index) => {
      const ring = isDrawn(scene, index) ? hullOf(league, view) : null;
      if (!ring || !inside(ring, x, y)) return;
      const { left, right, top, bottom } = boxOf(ring);
      const size = (right - left) * (bottom - top);
      // Of hulls that lie over each other the smallest is meant.
      if (found === null || size < found.size) found = { league: index, size };
    });
    return found === null ? null : { kind: 'league', league: (found as { league: number }).league };
  }

  sameHit(one: LeagueHit, other: LeagueHit): boolean {
    if (one.kind === 'city') return other.kind === 'city' && one.spot === other.spot;
    if (one.kind === 'event') return other.kind === 'event' && one.event === other.event;
    return other.kind === 'league' && one.league === other.league;
  }

  mark(frame: Frame, scene: LeaguesScene, hit: LeagueHit): void {
    const { context, view, zoom } = frame;
    context.globalAlpha = 1;
    if (hit.kind === 'city') {
      onPixels(frame);
      const [x, y] = toScreen(view, hit.spot.x, hit.spot.y);
      context.strokeStyle = scene.palette.accent;
      context.lineWidth = 2;
      context.beginPath();
      context.arc(x, y, radiusOf(zoom) + 3 * belongs(hit.spot).length + 2, 0, 2 * Math.PI);
      context.stroke();
      return;
    }
    if (hit.kind === 'event') {
      paintStar(frame, scene, hit.event, 1.4);
      return;
    }
    const league = scene.leagues[hit.league];
    if (!league) return;
    const colour = colourOf(scene, hit.league);
    const ring = hullOf(league, view);
    if (ring) {
      onSheet(frame);
      outline(context, ring);
      context.strokeStyle = colour;
      context.lineWidth = 2.5 / view.scale;
      context.stroke();
    }
    onPixels(frame);
    for (const spot of scene.spots) if (belongs(spot).includes(hit.league)) paintMark(frame, scene, hit.league, spot, radiusOf(zoom) + 1.5);
  }

  openly(): boolean {
    return false;
  }
}

function isDrawn(scene: LeaguesScene, league: number): boolean {
  return scene.chosen === league || scene.leagues.length <= MANY;
}

function outline(context: CanvasRenderingContext2D, ring: readonly Point[]): void {
  context.beginPath();
  ring.forEach(([x, y], index) => (index === 0 ? context.moveTo(x, y) : context.lineTo(x, y)));
  context.closePath();
}

/** Where another league is chosen, this one steps back. */
function strength({ chosen }: LeaguesScene, league: number): number {
  return chosen === null || chosen === league ? 1 : 0.35;
}

function paintHull(frame: Frame, scene: LeaguesScene, league: number): void {
  const { context, view } = frame;
  const ring = hullOf(scene.leagues[league] as League, view);
  if (!ring) return;
  onSheet(frame);
  outline(context, ring);
  context.fillStyle = context.strokeStyle = colourOf(scene, league);
  context.globalAlpha = 0.11 * strength(scene, league);
  context.fill();
  context.globalAlpha = 0.6 * strength(scene, league);
  context.lineWidth = (scene.chosen === league ? 2 : 1.1) / view.scale;
  context.stroke();
  context.globalAlpha = 1;
}

function paintLines(frame: Frame, scene: LeaguesScene, league: number): number {
  const { context, view } = frame;
  const { lines } = scene.leagues[league] as League;
  onSheet(frame);
  context.lineCap = 'round';
  context.strokeStyle = colourOf(scene, league);
  context.globalAlpha = 0.7 * strength(scene, league);
  context.lineWidth = (scene.chosen === league ? 1.8 : 1.1) / view.scale;
  for (const pieces of lines) {
    context.beginPath();
    trace(context, pieces);
    context.stroke();
  }
  context.globalAlpha = 1;
  return lines.length;
}

export function radiusOf(zoom: number): number {
  return 3.1 * Math.min(1.5, growth(zoom));
}

/** One league's mark at a city; `radius` is half its size in pixels. */
function paintMark(frame: Frame, scene: LeaguesScene, league: number, spot: Spot, radius: number): void {
  const { context, view, ratio } = frame;
  const [x, y] = toScreen(view, spot.x, spot.y);
  const path = shapePath(lookOf(scene.marks[league] ?? 0).shape);
  const size = radius / 5;
  context.setTransform(ratio * size, 0, 0, ratio * size, ratio * x, ratio * y);
  context.lineWidth = 2 / size;
  context.strokeStyle = scene.palette.dotRim;
  context.stroke(path);
  context.fillStyle = context.strokeStyle = colourOf(scene, league);
  if (spot.leagues.includes(league)) context.fill(path);
  else hollow(context, path, size, scene.palette.land);
  onPixels(frame);
}

const STAR = 'M0 -7L2 -2.3L7 -2.2L3 1L4.3 6L0 3.1L-4.3 6L-3 1L-7 -2.2L-2 -2.3Z';
let star: Path2D | null = null;

/** Where a turning point happened. */
function paintStar(frame: Frame, { palette }: LeaguesScene, { x, y }: Happening, size = 1): void {
  const { context, view, ratio, zoom } = frame;
  const [px, py] = toScreen(view, x, y);
  const grown = size * Math.min(1.5, growth(zoom));
  star ??= new Path2D(STAR);
  context.setTransform(ratio * grown, 0, 0, ratio * grown, ratio * px, ratio * py);
  context.lineWidth = 3 / grown;
  context.strokeStyle = palette.dotRim;
  context.stroke(star);
  context.fillStyle = palette.ink;
  context.fill(star);
  onPixels(frame);
}

/** A seat that is no member: the mark's outline only. */
function hollow(context: CanvasRenderingContext2D, path: Path2D, size: number, inner: string): void {
  context.fillStyle = inner;
  context.fill(path);
  context.lineWidth = 1.6 / size;
  context.stroke(path);
}

/** Among many networks a city is one dot, the larger the more of them it belongs to. */
function dotOf(spot: Spot, zoom: number): number {
  return Math.min(7, 1.3 + 1.1 * Math.sqrt(belongs(spot).length)) * growth(zoom);
}

function paintDots(frame: Frame, { palette, chosen }: LeaguesScene, spots: readonly Spot[]): void {
  const { context, view, zoom } = frame;
  onPixels(frame);
  context.fillStyle = palette.dot;
  context.globalAlpha = chosen === null ? 0.6 : 0.25;
  for (const spot of spots) disc(context, ...toScreen(view, spot.x, spot.y), dotOf(spot, zoom));
  context.globalAlpha = 1;
}

/** Every city with the marks of its leagues one within the other, the smallest on top. */
function paintSpots(frame: Frame, scene: LeaguesScene): void {
  const { zoom, context } = frame;
  if (scene.leagues.length > MANY) {
    const mine = (spot: Spot): boolean => scene.chosen !== null && belongs(spot).includes(scene.chosen);
    paintDots(frame, scene, scene.spots.filter((spot) => !mine(spot)));
    for (const spot of scene.spots.filter(mine)) paintMark(frame, scene, scene.chosen ?? 0, spot, radiusOf(zoom));
    return;
  }
  const quiet: Spot[] = [];
  const loud: Spot[] = [];
  for (const spot of scene.spots) (scene.chosen === null || belongs(spot).includes(scene.chosen) ? loud : quiet).push(spot);
  onPixels(frame);
  for (const [spots, alpha] of [[quiet, 0.4], [loud, 1]] as const) {
    context.globalAlpha = alpha;
    for (const spot of spots) {
      // The chosen league's mark is the innermost.
      const order = belongs(spot).sort((p, q) => Number(q === scene.chosen) - Number(p === scene.chosen)).slice(0, RINGS);
      for (let ring = order.length - 1; ring >= 0; ring -= 1) paintMark(frame, scene, order[ring] as number, spot, radiusOf(zoom) + 3 * ring);
    }
  }
  context.globalAlpha = 1;
}

function paintNames(frame: Frame, scene: LeaguesScene): void {
  const { size } = frame;
  paintLabels(frame, scene.palette, nameCandidates(frame, scene), Math.round((size.width * size.height) / 8_000));
}

/** The leagues' own names first, then their cities: the chosen league's, then those in most leagues. */
function* nameCandidates(frame: Frame, scene: LeaguesScene): Generator<Candidate> {
  const { view, size, zoom } = frame;
  const { leagues, chosen } = scene;
  for (const event of scene.events) {
    const point = toScreen(view, event.x, event.y);
    if (onScreen(size, point)) yield { text: event.name, x: point[0], y: point[1], radius: 7, ink: scene.palette.ink };
  }
  const named = leagues.map((_, league) => league).filter((league) => isDrawn(scene, league));
  named.sort((p, q) => Number(q === chosen) - Number(p === chosen) || (leagues[q]?.size ?? 0) - (leagues[p]?.size ?? 0));
  for (const league of named) {
    const ring = hullOf(leagues[league] as League, view);
    if (!ring) continue;
    const { left, right, top, bottom } = boxOf(ring);
    const point = toScreen(view, (left + right) / 2, top);
    if (!onScreen(size, toScreen(view, (left + right) / 2, (top + bottom) / 2))) continue;
    yield { text: (leagues[league] as League).name.replace(/ \(.*\)$/, ''), x: point[0], y: point[1] - 4, radius: 2, ink: colourOf(scene, league) };
  }
  const fame = (spot: Spot): number => (chosen !== null && belongs(spot).includes(chosen) ? 100 : 0) + spot.leagues.length + 2 * spot.seats.length;
  const told = new Set(scene.events.map(({ name }) => name));
  for (const spot of scene.spots.filter(({ name }) => !told.has(name)).sort((p, q) => fame(q) - fame(p))) {
    const point = toScreen(view, spot.x, spot.y);
    if (onScreen(size, point)) yield { text: spot.name, x: point[0], y: point[1], radius: radiusOf(zoom) + 3 * (Math.min(RINGS, belongs(spot).length) - 1) };
  }
}
