/** The two maps and their overlay as the engine draws them: three layers over one land, each as strong as the blend says. */
import { distanceToLine, trace } from './arcs';
import { nearestBundle, shown, STRONG, type Bundle } from './bundles';
import { bundleWidth, disc, onPixels, onSheet, paintBundles, paintGround, paintLabels, paintOutlines, strokeLine, type Frame, type Painted } from './draw';
import type { Drawing, Pointed } from './engine';
import type { Candidate } from './labels';
import type { Land } from './land';
import { allyStep, type ClassId, type PairArc, type StateAnswer } from './overlay';
import type { LineStyle, Palette } from './palette';
import { AreaBrush, classArea, stateArea, type AreaStyle } from './patterns';
import type { Point } from './projection';
import { STOPS, type Layer } from './stops';
import { growth, onScreen, toScreen } from './view';

/** What one layer draws. A new object is a new picture; the same one is drawn from memory. */
export interface CityContent {
  bundles: Bundle[];
  country: number | null;
}

export interface OverlayContent {
  arcs: PairArc[];
  /** The other countries by class, when a country is chosen. */
  areas: ReadonlyMap<number, ClassId> | null;
  unknown: boolean;
}

export interface StateContent {
  arcs: PairArc[];
  areas: ReadonlyMap<number, StateAnswer> | null;
  allies: readonly number[];
}

export interface MapsScene {
  palette: Palette;
  land: Land | null;
  graticule: Path2D | null;
  names: string[];
  /** ISO 3166-1 numbers, as the land map has them. */
  numbers: (string | null)[];
  places: (Point | null)[];
  country: number | null;
  weights: Record<Layer, number>;
  city: CityContent;
  overlay: OverlayContent;
  state: StateContent;
  /** Countries in the order in which their names claim room, for each layer. */
  fame: Record<Layer, number[]>;
}

export type MapsHit = { kind: 'country'; country: number } | { kind: 'pair'; a: number; b: number; arc: PairArc | Bundle; x: number; y: number };

interface Kept {
  canvas: HTMLCanvasElement;
  key: readonly unknown[];
  lines: number;
}

/** The radius in pixels of the dot that stands for a country too small for the land map. */
const DOT = 3.4;

/** Lines drawn between two pauses. */
const SLICE = 150;

const LAYERS = STOPS.map((stop) => stop.layer);

/** The layer that shows most. */
function foremost(scene: MapsScene): Layer {
  return LAYERS.reduce((best, layer) => (scene.weights[layer] > scene.weights[best] ? layer : best));
}

export class TwoMaps implements Drawing<MapsScene, MapsHit> {
  private readonly kept = new Map<Layer, Kept>();
  private readonly probe = document.createElement('canvas').getContext('2d');

  *paint(frame: Frame, scene: MapsScene): Generator<void, Painted> {
    const layers = LAYERS.filter((layer) => scene.weights[layer] > 0);
    for (const layer of layers) yield* this.refresh(layer, frame, scene);
    this.ground(frame, scene, true);
    const { context } = frame;
    let arcs = 0;
    for (const layer of layers) {
      const kept = this.kept.get(layer);
      if (!kept) continue;
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.globalAlpha = scene.weights[layer];
      context.drawImage(kept.canvas, 0, 0);
      arcs += kept.lines;
    }
    context.globalAlpha = 1;
    paintChosen(frame, scene);
    paintNames(frame, scene);
    return { arcs, visible: [] };
  }

  ground(frame: Frame, scene: MapsScene, outlines = false): void {
    paintGround(frame, { ...scene, countryNumber: null }, outlines);
  }

  finished(): void {
    // What lies under a point is asked of the shapes themselves.
  }

  /** Paint a layer anew when anything it is made of has changed. */
  private *refresh(layer: Layer, frame: Frame, scene: MapsScene): Generator<void, void> {
    const { view, size, ratio } = frame;
    const key = [scene[layer], scene.palette, scene.land, view.scale, view.x, view.y, size.width, size.height, ratio];
    const before = this.kept.get(layer);
    if (before?.key.every((part, place) => part === key[place])) return;
    const canvas = before?.canvas ?? document.createElement('canvas');
    canvas.width = Math.round(size.width * ratio);
    canvas.height = Math.round(size.height * ratio);
    const context = canvas.getContext('2d');
    if (!context) return;
    // Until it is whole it must not count as drawn.
    this.kept.delete(layer);
    const lines = yield* paintLayer(layer, { ...frame, context }, scene);
    this.kept.set(layer, { canvas, key, lines });
  }

  hitAt(scene: MapsScene, point: Pointed): MapsHit | null {
    const { x, y, view, coarse } = point;
    const dot = this.dotAt(scene, point);
    if (dot !== null) return { kind: 'country', country: dot };
    const line = scene.country === null ? lineAt(scene, x, y, (coarse ? 10 : 5) / view.scale) : null;
    if (line) return line;
    const country = this.countryAt(scene, x, y);
    return country === null ? null : { kind: 'country', country };
  }

  sameHit(one: MapsHit, other: MapsHit): boolean {
    if (one.kind === 'country') return other.kind === 'country' && one.country === other.country;
    return other.kind === 'pair' && one.arc === other.arc;
  }

  mark(frame: Frame, scene: MapsScene, hit: MapsHit): void {
    const { context, view, zoom } = frame;
    context.globalAlpha = 1;
    context.strokeStyle = scene.palette.accent;
    onSheet(frame);
    if (hit.kind === 'pair') {
      context.lineWidth = (bundleWidth(hit.arc.weight, zoom) + 1) / view.scale;
      context.beginPath();
      trace(context, hit.arc.pieces);
      context.stroke();
      return;
    }
    const shape = shapeOf(scene, hit.country);
    const place = scene.places[hit.country];
    context.lineWidth = 2 / view.scale;
    if (shape) context.stroke(shape);
    else if (place) {
      context.beginPath();
      context.arc(place[0], place[1], (DOT * growth(zoom) + 3) / view.scale, 0, 2 * Math.PI);
      context.stroke();
    }
  }

  openly(before: MapsScene | null, scene: MapsScene): boolean {
    return before?.names !== scene.names;
  }

  private dotAt(scene: MapsScene, { x, y, view, coarse }: Pointed): number | null {
    let best: number | null = null;
    let reach = (coarse ? 14 : 6) / view.scale;
    scene.places.forEach((place, country) => {
      if (!place || shapeOf(scene, country)) return;
      const distance = Math.hypot(place[0] - x, place[1] - y);
      if (distance < reach) [best, reach] = [country, distance];
    });
    return best;
  }

  private countryAt(scene: MapsScene, x: number, y: number): number | null {
    const found = scene.names.findIndex((_, country) => {
      const shape = shapeOf(scene, country);
      return shape !== null && this.probe?.isPointInPath(shape, x, y);
    });
    return found < 0 ? null : found;
  }
}

function shapeOf({ land, numbers, names }: MapsScene, country: number): Path2D | null {
  return land?.country(numbers[country] ?? null, names[country]) ?? null;
}

/** The line under a point, of the layer that shows most. */
function lineAt(scene: MapsScene, x: number, y: number, radius: number): MapsHit | null {
  const layer = foremost(scene);
  if (layer === 'city') {
    const strong = scene.city.bundles.filter((bundle) => bundle.rank < STRONG);
    const bundle = nearestBundle(strong, x, y, radius);
    return bundle ? { kind: 'pair', a: bundle.a, b: bundle.b, arc: bundle, x, y } : null;
  }
  let best: PairArc | null = null;
  let reach = radius;
  for (const line of scene[layer].arcs) {
    const distance = distanceToLine(line.pieces, x, y);
    if (distance < reach) [best, reach] = [line, distance];
  }
  return best ? { kind: 'pair', a: best.pair.a, b: best.pair.b, arc: best, x, y } : null;
}

function* paintLayer(layer: Layer, frame: Frame, scene: MapsScene): Generator<void, number> {
  const { palette, city, overlay, state } = scene;
  if (layer === 'city') {
    yield;
    return paintBundles(frame, { ...city, palette });
  }
  if (layer === 'overlay') {
    if (overlay.areas) {
      paintAreas(frame, scene, overlay.areas, (id) => classArea(palette, id), overlay.unknown);
      return 0;
    }
    return yield* paintArcs(frame, overlay.arcs, (line) => overlayLine(palette, line));
  }
  if (state.areas) {
    paintAreas(frame, scene, state.areas, (id) => stateArea(palette, id), true);
    return 0;
  }
  paintAllies(frame, scene);
  return yield* paintArcs(frame, state.arcs, () => ({ colour: palette.states.hostile, dash: palette.classes.contrary.dash, width: 1.7, alpha: 0.95 }));
}

type Stroke = LineStyle & { alpha: number };

/** The rule is faint behind its exceptions; of these a single tie whispers, and from about sixteen on they are in full strength. */
export function overlayLine(palette: Palette, { pair, weight }: PairArc): Stroke {
  const line = palette.classes[pair.class];
  const width = 0.7 + 6 * weight;
  if (pair.class === 'aligned') return { ...line, width, alpha: 0.25 };
  return { ...line, width: line.width * width, alpha: Math.min(0.95, 0.27 + 0.17 * Math.log2(Math.max(1, pair.cityTies))) };
}

function* paintArcs(frame: Frame, arcs: readonly PairArc[], styleOf: (line: PairArc) => Stroke): Generator<void, number> {
  const { context, view, zoom } = frame;
  const grown = Math.pow(growth(zoom), 0.75);
  onSheet(frame);
  let drawn = 0;
  for (const line of arcs) {
    const { colour, dash, width, alpha } = styleOf(line);
    context.lineCap = dash.length > 0 ? 'butt' : 'round';
    // Longer dashes on wider lines, or they would look like beads.
    const stretch = Math.max(1, width / 2.2) / view.scale;
    context.setLineDash(dash.map((length) => length * stretch));
    context.globalAlpha = alpha;
    context.lineWidth = (width * grown) / view.scale;
    strokeLine(context, line.pieces, colour);
    drawn += 1;
    if (drawn % SLICE === 0) yield;
  }
  context.setLineDash([]);
  context.globalAlpha = 1;
  return drawn;
}

/** Every country in its colour and pattern; what neither list names stays hatched as unknown. */
function paintAreas<T>(frame: Frame, scene: MapsScene, areas: ReadonlyMap<number, T>, styleOf: (value: T) => AreaStyle, unknown: boolean): void {
  const { context, view, ratio } = frame;
  const { land, palette } = scene;
  onSheet(frame);
  const brush = new AreaBrush(context, view.scale, ratio);
  if (land && unknown) brush.fill(land.surface, classArea(palette, 'unknown'));
  for (const [country, value] of areas) {
    const area = styleOf(value);
    const shape = shapeOf(scene, country);
    // The hatch lies on all the land already.
    if (!shape || area.fill === null) continue;
    brush.fill(shape, area);
  }
  // Borders must show between two countries of one class, pale or dark.
  if (land) paintOutlines(frame, { ...palette, border: palette.hatch }, land);
  paintSmall(frame, scene, areas, styleOf);
}

/** Countries too small for the land map, as dots: filled, or an open ring where the answer is unknown. */
function paintSmall<T>(frame: Frame, scene: MapsScene, areas: ReadonlyMap<number, T>, styleOf: (value: T) => AreaStyle): void {
  const { context, view, zoom } = frame;
  const { palette } = scene;
  onPixels(frame);
  for (const [country, value] of areas) {
    const place = scene.places[country];
    if (!place || shapeOf(scene, country)) continue;
    const [x, y] = toScreen(view, ...place);
    const { fill, ink } = styleOf(value);
    const radius = DOT * growth(zoom);
    context.fillStyle = palette.ink;
    if (fill !== null) disc(context, x, y, radius + 0.8);
    context.fillStyle = fill ?? palette.land;
    disc(context, x, y, radius);
    if (fill !== null) continue;
    context.strokeStyle = ink;
    context.lineWidth = 1;
    context.stroke();
  }
}

function paintAllies(frame: Frame, scene: MapsScene): void {
  const { context, view } = frame;
  const { land, palette, state } = scene;
  if (!land) return;
  onSheet(frame);
  state.allies.forEach((count, country) => {
    const step = allyStep(count);
    const shape = step < 0 ? null : shapeOf(scene, country);
    if (!shape) return;
    context.fillStyle = palette.allies[step] ?? palette.land;
    context.fill(shape);
  });
  paintOutlines({ ...frame, context, view }, palette, land);
}

/** The chosen country in a colour of its own and with a dot at its place; on the city map its partners' dots too. */
function paintChosen(frame: Frame, scene: MapsScene): void {
  const { country, places, palette } = scene;
  if (country === null) return;
  const { context, view, zoom } = frame;
  const shape = shapeOf(scene, country);
  if (shape) {
    onSheet(frame);
    context.lineJoin = 'round';
    // None of the classes' colours: it is no class of its own.
    context.fillStyle = palette.dot;
    context.fill(shape);
    context.strokeStyle = palette.halo;
    context.lineWidth = 1.5 / view.scale;
    context.stroke(shape);
  }
  onPixels(frame);
  const dot = (place: Point | null | undefined, radius: number, colour: string): void => {
    if (!place) return;
    const [x, y] = toScreen(view, ...place);
    context.fillStyle = palette.dotRim;
    disc(context, x, y, radius + 1.2);
    context.fillStyle = colour;
    disc(context, x, y, radius);
  };
  context.globalAlpha = scene.weights.city;
  for (const bundle of scene.weights.city > 0 ? shown(scene.city.bundles, country) : []) {
    dot(places[bundle.a === country ? bundle.b : bundle.a], (1.6 + 3 * bundle.weight) * growth(zoom), palette.bundle);
  }
  context.globalAlpha = 1;
  dot(places[country], 4.2 * growth(zoom), palette.accent);
}

function paintNames(frame: Frame, scene: MapsScene): void {
  const { size } = frame;
  const most = Math.round((size.width * size.height) / (scene.country === null ? 24_000 : 16_000));
  paintLabels(frame, scene.palette, nameCandidates(frame, scene), most);
}

function* nameCandidates({ view, size }: Frame, scene: MapsScene): Generator<Candidate> {
  const first = scene.country === null ? [] : [scene.country];
  for (const country of new Set([...first, ...scene.fame[foremost(scene)]])) {
    const place = scene.places[country];
    if (!place) continue;
    const point = toScreen(view, ...place);
    if (onScreen(size, point)) yield { text: scene.names[country] ?? '', x: point[0], y: point[1], radius: 3 };
  }
}
