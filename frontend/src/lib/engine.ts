/** The canvas: pointer and zoom in, pictures out. Knows nothing of requests or panels. */
import { select } from 'd3-selection';
import 'd3-transition';
import { zoom as zoomBehaviour, zoomIdentity, type D3ZoomEvent, type ZoomBehavior } from 'd3-zoom';
import type { Frame, Painted } from './draw';
import type { Box } from './labels';
import { SHEET_HEIGHT, SHEET_WIDTH, type Point } from './projection';
import { closeness, fit, toScreen, toSheet, zoomed, zoomToPoints, type Size, type View } from './view';

/** A place of the sheet that a pointer shows. */
export interface Pointed {
  x: number;
  y: number;
  view: View;
  /** A finger, which covers more than a mouse. */
  coarse: boolean;
}

/** What a canvas shows, and what of it lies under a point: one for the map of cities, one for the two maps. */
export interface Drawing<S, H> {
  /** Paint the scene step by step: the engine may pause at every `yield`. */
  paint(frame: Frame, scene: S): Generator<void, Painted>;
  /** Sea and land only: what is seen beside the last picture while the map moves. */
  ground(frame: Frame, scene: S): void;
  /** A picture was finished. */
  finished(painted: Painted, frame: Frame, scene: S): void;
  hitAt(scene: S, point: Pointed): H | null;
  sameHit(one: H, other: H): boolean;
  /** Mark what the pointer is on. */
  mark(frame: Frame, scene: S, hit: H): void;
  /** Whether a new scene may be shown while it grows, because the old picture would mislead. */
  openly(before: S | null, scene: S): boolean;
}

export interface EngineEvents<H> {
  hover(hit: H | null, x: number, y: number): void;
  pick(hit: H | null): void;
  drawing(): void;
  drawn(painted: Painted, milliseconds: number): void;
  panned(frames: number, milliseconds: number): void;
  /** A hand moved the map, not a script. */
  byHand?(): void;
}

export const CLOSEST = 160;

/** How long one slice of a drawing may hold the page, in milliseconds. */
const SLICE = 24;

/** Steps between two flushes: each flush copies the canvas, so it must not follow every step. */
const FLUSH_EVERY = 8;

/** The pause after a movement before the sharp picture is drawn. */
const SETTLE = 130;

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

export class Engine<S, H> {
  private readonly context: CanvasRenderingContext2D;
  private readonly zooming: ZoomBehavior<HTMLCanvasElement, unknown>;
  private front = document.createElement('canvas');
  private work = document.createElement('canvas');
  private readonly probe = document.createElement('canvas').getContext('2d');
  private frontView: View | null = null;
  private size: Size = { width: 0, height: 0 };
  private ratio = 1;
  private scene: S | null = null;
  private hovered: H | null = null;
  private taken: Box[] = [];
  private round = 0;
  private settling: ReturnType<typeof setTimeout> | undefined;
  private frameAsked = 0;
  private gesture = { start: 0, frames: 0, moved: false, under: false };
  zoom = zoomIdentity;

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly drawing: Drawing<S, H>,
    private readonly events: EngineEvents<H>,
    private readonly calm: () => boolean,
  ) {
    const context = canvas.getContext('2d', { alpha: false });
    if (!context) throw new Error('This browser has no canvas.');
    this.context = context;
    this.zooming = zoomBehaviour<HTMLCanvasElement, unknown>()
      .scaleExtent([1, CLOSEST])
      .clickDistance(5)
      .on('start', () => this.startGesture())
      .on('zoom', (event: D3ZoomEvent<HTMLCanvasElement, unknown>) => this.move(event))
      .on('end', () => this.endGesture());
    select(canvas).call(this.zooming);
    canvas.addEventListener('pointermove', this.onPointer);
    canvas.addEventListener('pointerleave', this.onLeave);
    canvas.addEventListener('click', this.onClick);
  }

  destroy(): void {
    this.round += 1;
    clearTimeout(this.settling);
    cancelAnimationFrame(this.frameAsked);
    select(this.canvas).on('.zoom', null);
    this.canvas.removeEventListener('pointermove', this.onPointer);
    this.canvas.removeEventListener('pointerleave', this.onLeave);
    this.canvas.removeEventListener('click', this.onClick);
  }

  get view(): View {
    return zoomed(fit(this.size), this.zoom);
  }

  setScene(scene: S): void {
    const openly = this.drawing.openly(this.scene, scene);
    this.scene = scene;
    this.hovered = null;
    void this.redraw(openly);
  }

  /** The parts of the canvas under controls and panel: names keep clear of them from the next drawing on. */
  setTaken(taken: Box[]): void {
    this.taken = taken;
  }

  /** Take the size of the box on the page. */
  resize(size: Size, ratio: number): void {
    if (size.width < 1 || size.height < 1) return;
    const middle = this.size.width > 0 ? toSheet(this.view, this.size.width / 2, this.size.height / 2) : null;
    this.size = size;
    this.ratio = Math.min(2, Math.max(1, ratio));
    for (const canvas of [this.canvas, this.work]) {
      canvas.width = Math.round(size.width * this.ratio);
      canvas.height = Math.round(size.height * this.ratio);
    }
    const { scale, x, y } = fit(size);
    this.zooming.extent([[0, 0], [size.width, size.height]]);
    this.zooming.translateExtent([[x, y], [x + SHEET_WIDTH * scale, y + SHEET_HEIGHT * scale]]);
    if (middle) this.centre(middle, this.zoom.k, false);
    this.blit();
    void this.redraw(false);
  }

  zoomBy(factor: number): void {
    this.glide(200).call(this.zooming.scaleBy, factor);
  }

  panBy(dx: number, dy: number): void {
    this.glide(120).call(this.zooming.translateBy, dx / this.zoom.k, dy / this.zoom.k);
  }

  reset(): void {
    this.glide(300).call(this.zooming.transform, zoomIdentity);
  }

  /** Bring a place of the sheet to the middle of the screen. */
  centre([x, y]: Point, k: number, smoothly = true): void {
    const [px, py] = toScreen(fit(this.size), x, y);
    const next = zoomIdentity.translate(this.size.width / 2 - k * px, this.size.height / 2 - k * py).scale(k);
    this.glide(smoothly ? 400 : 0).call(this.zooming.transform, next);
  }

  /**
   * Begin with a full canvas: on a tall screen the whole world would be a thin strip.
   *
   * `longitudeX` is the place (sheet units) to keep in the middle.
   */
  fill(longitudeX: number): void {
    const zoom = this.size.height / (SHEET_HEIGHT * fit(this.size).scale);
    if (zoom > 1.25) this.centre([longitudeX, SHEET_HEIGHT / 2], Math.min(3, zoom), false);
  }

  /** Bring all these places into view, clear of the `inset` pixels under the panel. */
  show(points: readonly Point[], inset: number, closest = 8): void {
    const { k, x, y } = zoomToPoints(this.size, points, closest, inset);
    this.glide(400).call(this.zooming.transform, zoomIdentity.translate(x, y).scale(k));
  }

  /** What lies under a point of the canvas, with more tolerance for fingers. */
  hitAt(x: number, y: number, coarse = false): H | null {
    const { scene, view } = this;
    const [sx, sy] = toSheet(view, x, y);
    return scene ? this.drawing.hitAt(scene, { x: sx, y: sy, view, coarse }) : null;
  }

  /** Mark something from outside (a list beside the map). */
  mark(hit: H | null): void {
    this.hovered = hit;
    this.ask();
  }

  private glide(milliseconds: number) {
    // Movement that nobody asked to see is left out when the system asks for less of it.
    return select(this.canvas).transition().duration(this.calm() ? 0 : milliseconds);
  }

  private startGesture(): void {
    clearTimeout(this.settling);
    this.gesture = { start: performance.now(), frames: 0, moved: false, under: true };
  }

  private move(event: D3ZoomEvent<HTMLCanvasElement, unknown>): void {
    this.zoom = event.transform;
    if (event.sourceEvent) this.events.byHand?.();
    clearTimeout(this.settling);
    this.gesture.moved = true;
    // A drawing under way is for a view that is gone.
    this.round += 1;
    if (this.hovered) this.hover(null, 0, 0);
    this.ask();
  }

  private endGesture(): void {
    const { start, frames, moved } = this.gesture;
    this.gesture.under = false;
    // A mere click changes nothing: the picture is still the right one.
    if (!moved) return;
    if (frames > 1) this.events.panned(frames, performance.now() - start);
    clearTimeout(this.settling);
    this.settling = setTimeout(() => void this.redraw(false), SETTLE);
  }

  private ask(): void {
    if (this.frameAsked !== 0) return;
    this.frameAsked = requestAnimationFrame(() => {
      this.frameAsked = 0;
      this.gesture.frames += 1;
      this.blit();
      // While a hand is on the map every frame is drawn, so that the count of frames is the map's own pace.
      if (this.gesture.under && this.gesture.moved) this.ask();
    });
  }

  private frame(canvas: HTMLCanvasElement | CanvasRenderingContext2D): Frame | null {
    const context = canvas instanceof HTMLCanvasElement ? canvas.getContext('2d', { alpha: false }) : canvas;
    const { view, size, ratio, taken } = this;
    return context ? { context, view, size, ratio, taken, zoom: closeness(view) } : null;
  }

  /** Show the last sharp picture where it now belongs; plain land fills what it does not cover. */
  private blit(picture = this.front, pictureView = this.frontView): void {
    const { scene, view, context, ratio } = this;
    const frame = this.frame(context);
    if (!scene || !frame) return;
    const same = pictureView !== null && pictureView.scale === view.scale && pictureView.x === view.x && pictureView.y === view.y;
    if (!same) this.drawing.ground(frame, scene);
    if (pictureView && picture.width > 0) {
      const grown = view.scale / pictureView.scale;
      const x = (view.x - pictureView.x * grown) * ratio;
      const y = (view.y - pictureView.y * grown) * ratio;
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.drawImage(picture, x, y, picture.width * grown, picture.height * grown);
    }
    if (this.hovered) this.drawing.mark(frame, scene, this.hovered);
  }

  /** Draw the sharp picture in slices; a newer call or a movement ends it. `openly` shows it as it grows. */
  private async redraw(openly: boolean): Promise<void> {
    const { scene } = this;
    this.round += 1;
    const round = this.round;
    const frame = this.frame(this.work);
    if (!scene || !frame || this.size.width < 1) return;
    this.events.drawing();
    const start = performance.now();
    const steps = this.drawing.paint(frame, scene);
    let slice = start;
    let taken = 0;
    for (;;) {
      const step = steps.next();
      if (step.done) {
        this.finish(frame, scene, step.value, start);
        return;
      }
      taken += 1;
      if (taken % FLUSH_EVERY === 0) this.flush();
      if (performance.now() - slice < SLICE) continue;
      if (openly) this.blit(this.work, frame.view);
      await pause();
      if (round !== this.round) return;
      slice = performance.now();
    }
  }

  /** The browser only notes drawing commands; reading a pixel makes it carry them out, so that slices are honest. */
  private flush(): void {
    this.probe?.drawImage(this.work, 0, 0, 1, 1, 0, 0, 1, 1);
  }

  private finish(frame: Frame, scene: S, painted: Painted, start: number): void {
    this.flush();
    [this.front, this.work] = [this.work, this.front];
    this.work.width = this.front.width;
    this.work.height = this.front.height;
    this.frontView = frame.view;
    this.drawing.finished(painted, frame, scene);
    this.blit();
    this.events.drawn(painted, performance.now() - start);
  }

  private hover(hit: H | null, x: number, y: number): void {
    const before = this.hovered;
    const same = before === null || hit === null ? before === hit : this.drawing.sameHit(before, hit);
    this.hovered = hit;
    if (hit || before) this.events.hover(hit, x, y);
    if (same) return;
    this.canvas.style.cursor = hit ? 'pointer' : '';
    this.ask();
  }

  private readonly onPointer = (event: PointerEvent): void => {
    if (event.buttons !== 0 || event.pointerType === 'touch') return;
    this.hover(this.hitAt(event.offsetX, event.offsetY), event.offsetX, event.offsetY);
  };

  private readonly onLeave = (): void => this.hover(null, 0, 0);

  private readonly onClick = (event: MouseEvent): void => {
    const coarse = (event as PointerEvent).pointerType === 'touch';
    this.events.pick(this.hitAt(event.offsetX, event.offsetY, coarse));
  };
}
