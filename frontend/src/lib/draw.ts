/** Painting one scene into a canvas. Everything is in sheet units; the view scales it. */
import { trace, type Piece } from './arcs';
import { shown, STRONG, type Bundle } from './bundles';
import { dotRadius, visibleCities, type CityLayer } from './cities';
import type { Land } from './land';
import { placeLabels, type Box, type Candidate } from './labels';
import type { EveryTie, OwnArc } from './layers';
import type { Palette } from './palette';
import { SHEET_WIDTH, type Point } from './projection';
import { growth, onScreen, toScreen, type Size, type View } from './view';

export type Mode = 'bundles' | 'country' | 'city' | 'every';

export interface Scene {
  mode: Mode;
  palette: Palette;
  land: Land | null;
  graticule: Path2D | null;
  cities: CityLayer | null;
  bundles: Bundle[];
  places: (Point | null)[];
  names: string[];
  /** The chosen country (index), and its number on the land map. */
  country: number | null;
  countryNumber: string | null;
  /** The chosen city, with its own arcs. */
  city: { name: string; x: number; y: number } | null;
  own: OwnArc[];
  every: EveryTie | null;
}

/** What lies beneath everything. */
export type Ground = Pick<Scene, 'palette' | 'land' | 'graticule' | 'countryNumber'>;

export interface Frame {
  context: CanvasRenderingContext2D;
  view: View;
  size: Size;
  /** How close the view is (see `closeness`). */
  zoom: number;
  ratio: number;
  /** Parts of the canvas that names must not cover. */
  taken: Box[];
}

export interface Painted {
  arcs: number;
  visible: number[];
}

const FONT = 'system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif';

/** Paint the scene step by step: whoever runs this may pause at every `yield`. */
export function* paint(frame: Frame, scene: Scene): Generator<void, Painted> {
  paintGround(frame, scene);
  yield;
  let arcs = 0;
  const visible = roomFor(frame, scene);
  if (scene.mode !== 'every') paintDots(frame, scene, visible);
  if (scene.mode === 'every' && scene.every) arcs = yield* paintEvery(frame, scene, scene.every);
  else if (scene.mode === 'city') arcs = paintOwn(frame, scene);
  else arcs = paintBundles(frame, scene);
  yield;
  if (scene.mode === 'every') paintDots(frame, scene, visible);
  paintEnds(frame, scene);
  paintNames(frame, scene, visible);
  return { arcs, visible };
}

/** Screen pixels: for dots and text. */
export function onPixels({ context, ratio }: Frame): void {
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
}

/** Sheet units: for paths. Widths must be divided by the scale. */
export function onSheet({ context, view, ratio }: Pick<Frame, 'context' | 'view' | 'ratio'>): void {
  context.setTransform(ratio * view.scale, 0, 0, ratio * view.scale, ratio * view.x, ratio * view.y);
}

/** Sea, land and thin outlines. */
export function paintGround(frame: Frame, { palette, land, graticule, countryNumber }: Ground, outlines = true): void {
  const { context, size, view } = frame;
  onPixels(frame);
  context.globalAlpha = 1;
  context.setLineDash([]);
  context.fillStyle = palette.sea;
  context.fillRect(0, 0, size.width, size.height);
  onSheet(frame);
  context.lineJoin = 'round';
  if (graticule && outlines) strokePath(context, graticule, palette.graticule, 0.6 / view.scale);
  if (!land) return;
  context.fillStyle = palette.land;
  context.fill(land.surface);
  if (!outlines) return;
  const chosen = land.country(countryNumber);
  if (chosen) {
    context.globalAlpha = 0.12;
    context.fillStyle = palette.bundle;
    context.fill(chosen);
    context.globalAlpha = 1;
  }
  paintOutlines(frame, palette, land);
}

/** Borders and coasts, thin, in sheet units. */
export function paintOutlines({ context, view, zoom }: Frame, palette: Palette, land: Land): void {
  const grown = growth(zoom);
  strokePath(context, land.borders, palette.border, (0.6 * grown) / view.scale);
  strokePath(context, land.coast, palette.coast, (0.7 * grown) / view.scale);
}

function strokePath(context: CanvasRenderingContext2D, path: Path2D, colour: string, width: number): void {
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.stroke(path);
}

/** Width of a bundle's line in pixels; `weight` is 0…1. */
export function bundleWidth(weight: number, zoom: number): number {
  return (0.5 + 5.5 * weight) * Math.pow(growth(zoom), 0.75);
}

/** How much of a cut line fades away, in sheet units. */
const FADING = 70;

/** Stroke a line; where the edge of the sheet cuts it, it fades out instead of breaking off. */
export function strokeLine(context: CanvasRenderingContext2D, pieces: readonly Piece[], colour: string): void {
  pieces.forEach((piece, place) => {
    context.beginPath();
    trace(context, [piece]);
    context.strokeStyle = colour;
    if (pieces.length > 1) {
      const last = piece.length - 2;
      const cut = place === 0 ? (piece[last] ?? 0) : (piece[0] ?? 0);
      const inward = cut > SHEET_WIDTH / 2 ? -FADING : FADING;
      const fading = context.createLinearGradient(cut, 0, cut + inward, 0);
      fading.addColorStop(0, `${colour}00`);
      fading.addColorStop(1, colour);
      context.strokeStyle = fading;
    }
    context.stroke();
  });
}

export function paintBundles(frame: Frame, { bundles, country, palette }: Pick<Scene, 'bundles' | 'country' | 'palette'>): number {
  const { context, view, zoom } = frame;
  const drawn = shown(bundles, country).reverse();
  // Among one country's bundles the widest is its own widest, or small countries would have hairlines only.
  const widest = country === null ? 1 : Math.max(0.05, ...drawn.map((bundle) => (bundle.ring ? 0 : bundle.weight)));
  onSheet(frame);
  context.lineCap = 'round';
  // Close by, cities matter more than their countries: the bundles step back.
  const fade = Math.max(0.4, Math.min(1, 1.3 - 0.15 * Math.log2(zoom)));
  for (const bundle of drawn) {
    const weight = Math.min(1, bundle.weight / widest);
    const strong = country !== null || bundle.rank < STRONG;
    context.beginPath();
    if (bundle.ring) {
      if (country === null && bundle.rank >= STRONG / 3) continue;
      const radius = (4 + 9 * weight) * growth(zoom);
      context.arc(bundle.ring.x, bundle.ring.y, radius / view.scale, 0, 2 * Math.PI);
      context.globalAlpha = 0.35;
      context.strokeStyle = palette.bundle;
      context.lineWidth = (0.6 + 1.6 * weight) / view.scale;
    } else {
      // The weak pairs come out as the view comes closer.
      context.globalAlpha = strong ? (0.3 + 0.5 * weight) * fade : Math.min(0.4, 0.05 + 0.035 * zoom) * fade;
      context.lineWidth = (strong ? bundleWidth(weight, zoom) : 0.5) / view.scale;
      strokeLine(context, bundle.pieces, strong ? palette.bundle : palette.bundleFaint);
      continue;
    }
    context.stroke();
  }
  context.globalAlpha = 1;
  return drawn.length;
}

function paintOwn(frame: Frame, { own, palette }: Scene): number {
  const { context, view, zoom } = frame;
  onSheet(frame);
  // The exceptions lie on top of the rule.
  const order = [...own].sort((p, q) => Number(p.group !== 'active') - Number(q.group !== 'active'));
  const grown = Math.sqrt(growth(zoom));
  for (const line of order) {
    const style = palette.status[line.group];
    context.lineCap = style.dash.length > 0 ? 'butt' : 'round';
    context.setLineDash(style.dash.map((length) => length / view.scale));
    context.globalAlpha = style.dash.length > 0 ? 1 : 0.85;
    context.lineWidth = (style.width * grown) / view.scale;
    strokeLine(context, line.pieces, style.colour);
  }
  context.setLineDash([]);
  context.globalAlpha = 1;
  return own.length;
}

function* paintEvery(frame: Frame, { palette }: Scene, every: EveryTie): Generator<void, number> {
  const { context, view, zoom } = frame;
  for (const batch of every.batches) {
    onSheet(frame);
    const style = palette.status[batch.group];
    const active = batch.group === 'active';
    context.strokeStyle = active ? palette.every : style.colour;
    context.lineCap = 'butt';
    context.setLineDash(style.dash.map((length) => length / view.scale));
    // Hairlines: their overlap shows where ties are dense, and they are many times faster than wide lines.
    context.lineWidth = Math.min(0.9, 0.5 + 0.1 * Math.log2(zoom)) / view.scale;
    context.globalAlpha = Math.min(0.6, (active ? 0.13 : 0.3) + 0.05 * Math.log2(zoom));
    context.stroke(batch.path);
    yield;
  }
  context.setLineDash([]);
  context.globalAlpha = 1;
  return every.total;
}

function roomFor({ view, size, zoom }: Frame, { cities, own }: Scene): number[] {
  if (!cities) return [];
  const partners = new Set(own.map((line) => cities.index.get(line.tie.partner.id) ?? -1));
  return visibleCities(cities, view, size, { cell: zoom > 6 ? 3 : 4, always: partners });
}

function paintDots(frame: Frame, { cities, palette, mode }: Scene, visible: readonly number[]): void {
  const { context, view, zoom } = frame;
  if (!cities) return;
  onPixels(frame);
  const quiet = mode === 'city' || mode === 'country';
  context.fillStyle = palette.dot;
  // The best-known come last, so that they lie on top.
  for (let place = visible.length - 1; place >= 0; place -= 1) {
    const city = visible[place] ?? -1;
    const [x, y] = toScreen(view, cities.x[city] ?? NaN, cities.y[city] ?? NaN);
    const ties = cities.ties[city] ?? 0;
    context.globalAlpha = quiet ? 0.22 : Math.min(0.85, 0.34 + 0.05 * Math.sqrt(ties) + 0.06 * Math.log2(zoom));
    disc(context, x, y, dotRadius(ties, zoom));
  }
  context.globalAlpha = 1;
}

/** The dots of the chosen city and its partners, or of the chosen country's partners. */
function paintEnds(frame: Frame, { own, city, palette, country, bundles, places }: Scene): void {
  const { context, view, zoom } = frame;
  const grown = growth(zoom);
  onPixels(frame);
  const dot = (x: number, y: number, radius: number, colour: string): void => {
    const [px, py] = toScreen(view, x, y);
    context.fillStyle = palette.dotRim;
    disc(context, px, py, radius + 1.2);
    context.fillStyle = colour;
    disc(context, px, py, radius);
  };
  for (const line of own) dot(line.x, line.y, 2.4 * grown, palette.status[line.group].colour);
  if (city) dot(city.x, city.y, 4.6 * grown, palette.accent);
  if (country === null) return;
  for (const bundle of shown(bundles, country)) {
    const place = places[bundle.a === country ? bundle.b : bundle.a];
    if (place) dot(place[0], place[1], (1.6 + 3 * bundle.weight) * grown, palette.bundle);
  }
  const home = places[country];
  if (home) dot(home[0], home[1], 4.6 * grown, palette.accent);
}

export function disc(context: CanvasRenderingContext2D, x: number, y: number, radius: number): void {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fill();
}

/** Whose names are worth showing in this scene, in order. */
function* nameCandidates(frame: Frame, scene: Scene, visible: number[]): Generator<Candidate> {
  const { cities, mode, city, own, country, bundles, places, names } = scene;
  const { view, size, zoom } = frame;
  const at = (text: string, x: number, y: number, radius: number): Candidate | null => {
    const point = toScreen(view, x, y);
    return onScreen(size, point) ? { text, x: point[0], y: point[1], radius } : null;
  };
  const wanted: (Candidate | null)[] = [];
  if (mode === 'city' && city) {
    wanted.push(at(city.name, city.x, city.y, 5 * growth(zoom)));
    const fame = (line: OwnArc): number => cities?.ties[cities.index.get(line.tie.partner.id) ?? -1] ?? 0;
    const seen = new Set<string>();
    for (const line of [...own].sort((p, q) => fame(q) - fame(p))) {
      if (seen.has(line.tie.partner.id)) continue;
      seen.add(line.tie.partner.id);
      wanted.push(at(line.tie.partner.name, line.x, line.y, 3 * growth(zoom)));
    }
  } else if (country !== null) {
    const ends = [country, ...shown(bundles, country).map((b) => (b.a === country ? b.b : b.a))];
    for (const end of new Set(ends)) {
      const place = places[end];
      if (place) wanted.push(at(names[end] ?? '', place[0], place[1], 4));
    }
  } else if (cities) {
    const room = new Set(visible);
    for (const index of cities.byFame) {
      if (!room.has(index)) continue;
      const ties = cities.ties[index] ?? 0;
      const candidate = at(cities.name[index] ?? '', cities.x[index] ?? NaN, cities.y[index] ?? NaN, dotRadius(ties, zoom));
      if (candidate) yield candidate;
    }
  }
  for (const candidate of wanted) if (candidate) yield candidate;
}

function paintNames(frame: Frame, scene: Scene, visible: number[]): void {
  const { size } = frame;
  const few = scene.mode === 'bundles' || scene.mode === 'every';
  const most = few ? Math.round((size.width * size.height) / 21_000) : 60;
  paintLabels(frame, scene.palette, nameCandidates(frame, scene, visible), most);
}

/** Write as many of the names as have room, at most `most`. */
export function paintLabels(frame: Frame, palette: Palette, candidates: Iterable<Candidate>, most: number): void {
  const { context, size, taken } = frame;
  const small = size.width < 560;
  const height = small ? 11 : 12;
  onPixels(frame);
  const write = (bold: boolean): void => {
    context.font = `${bold ? 700 : 500} ${height}px ${FONT}`;
  };
  write(false);
  context.textBaseline = 'middle';
  context.lineJoin = 'round';
  const placed = placeLabels(candidates, {
    measure: (text, bold) => {
      write(bold);
      return context.measureText(text).width;
    },
    height: height + 2,
    width: size.width,
    bottom: size.height,
    most,
    taken,
  });
  context.strokeStyle = palette.halo;
  context.lineWidth = 3;
  for (const { text, x, y, ink } of placed) {
    write(ink !== undefined);
    context.fillStyle = ink ?? palette.ink;
    context.globalAlpha = 0.85;
    context.strokeText(text, x, y);
    context.globalAlpha = 1;
    context.fillText(text, x, y);
  }
}
