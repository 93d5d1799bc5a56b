/** The map of cities as the engine draws it: bundles, one city's ties, or all of them. */
import { trace } from './arcs';
import { nearestBundle, shown, STRONG, type Bundle } from './bundles';
import { dotRadius } from './cities';
import { bundleWidth, onSheet, paint, paintGround, type Frame, type Painted, type Scene } from './draw';
import type { Drawing, Pointed } from './engine';
import { PointGrid } from './hit';
import { closeness, toScreen } from './view';

export type Hit = { kind: 'city'; city: number } | { kind: 'bundle'; bundle: Bundle; x: number; y: number };

export class TiesMap implements Drawing<Scene, Hit> {
  private grid: PointGrid | null = null;

  paint(frame: Frame, scene: Scene): Generator<void, Painted> {
    return paint(frame, scene);
  }

  ground(frame: Frame, scene: Scene): void {
    paintGround(frame, scene, false);
  }

  finished({ visible }: Painted, { view }: Frame, { cities }: Scene): void {
    this.grid = cities ? new PointGrid(cities.x, cities.y, visible, 16 / view.scale) : null;
  }

  hitAt(scene: Scene, { x, y, view, coarse }: Pointed): Hit | null {
    const { grid } = this;
    const { cities } = scene;
    if (!cities || !grid) return null;
    const reach = (city: number): number => dotRadius(cities.ties[city] ?? 0, closeness(view)) / view.scale;
    const near = grid.nearest(x, y, (coarse ? 8 : 4) / view.scale, reach);
    if (near >= 0) return { kind: 'city', city: near };
    if (scene.mode === 'bundles' || scene.mode === 'country') {
      const strong = shown(scene.bundles, scene.country).filter((b) => scene.country !== null || b.rank < STRONG);
      const bundle = nearestBundle(strong, x, y, (coarse ? 10 : 5) / view.scale);
      if (bundle) return { kind: 'bundle', bundle, x, y };
    }
    const far = grid.nearest(x, y, (coarse ? 22 : 12) / view.scale, reach);
    return far >= 0 ? { kind: 'city', city: far } : null;
  }

  sameHit(one: Hit, other: Hit): boolean {
    if (one.kind === 'city') return other.kind === 'city' && one.city === other.city;
    return other.kind === 'bundle' && one.bundle === other.bundle;
  }

  mark(frame: Frame, scene: Scene, hit: Hit): void {
    const { context, view, zoom, ratio } = frame;
    context.globalAlpha = 1;
    context.strokeStyle = scene.palette.accent;
    if (hit.kind === 'bundle') {
      onSheet(frame);
      context.lineWidth = (bundleWidth(hit.bundle.weight, zoom) + 1) / view.scale;
      context.beginPath();
      trace(context, hit.bundle.pieces);
    } else if (scene.cities) {
      const { x, y, ties } = scene.cities;
      const [px, py] = toScreen(view, x[hit.city] ?? NaN, y[hit.city] ?? NaN);
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.lineWidth = 2;
      context.beginPath();
      context.arc(px, py, dotRadius(ties[hit.city] ?? 0, zoom) + 2.5, 0, 2 * Math.PI);
    }
    context.stroke();
  }

  openly(before: Scene | null, scene: Scene): boolean {
    return before?.mode !== scene.mode || before.cities !== scene.cities || scene.mode === 'every';
  }
}
