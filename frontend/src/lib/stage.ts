/** What every map on a page needs from it: its size, the page's theme, the keys that move it. */
import type { Box } from './labels';
import type { Size } from './view';

/** As in atlas.css: the panel's width with its margins, and the width from which on it lies over the map. */
export const PANEL = 256;
export const NARROW = 640;

/** What is written beside the pointer. */
export interface Tip {
  x: number;
  y: number;
  title: string;
  line: string;
}

/** The parts of a sheet where names cannot be read: under the zoom buttons, and under the panel where it lies over the map. */
export function covered(sheet: HTMLElement | null, panel: boolean): Box[] {
  const width = sheet?.clientWidth ?? 0;
  const buttons = { left: width - 48, top: 0, right: width, bottom: 132 };
  if (!panel || width <= NARROW) return [buttons];
  return [buttons, { left: 0, top: 0, right: PANEL, bottom: sheet?.clientHeight ?? 0 }];
}

/** Call `fit` with the size of a box, now and whenever it changes; gives the function that ends it. */
export function watchSize(box: HTMLElement, fit: (size: Size, ratio: number) => void): () => void {
  const measure = (): void => fit({ width: box.clientWidth, height: box.clientHeight }, devicePixelRatio);
  const watcher = new ResizeObserver(measure);
  watcher.observe(box);
  measure();
  return () => watcher.disconnect();
}

/** Call `choose` with the page's own theme and the system's, now and whenever one changes. */
export function watchTheme(choose: (theme: string | undefined, systemDark: boolean) => void): () => void {
  const system = matchMedia('(prefers-color-scheme: dark)');
  const tell = (): void => choose(document.documentElement.dataset['theme'], system.matches);
  const watcher = new MutationObserver(tell);
  watcher.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  system.addEventListener('change', tell);
  tell();
  return () => {
    watcher.disconnect();
    system.removeEventListener('change', tell);
  };
}

/** Whether the system asks for less movement. */
export const calm = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;

export interface Movable {
  panBy(dx: number, dy: number): void;
  zoomBy(factor: number): void;
  reset(): void;
}

const PAN_STEP = 80;

const MOVES: Record<string, (map: Movable) => void> = {
  ArrowLeft: (map) => map.panBy(PAN_STEP, 0),
  ArrowRight: (map) => map.panBy(-PAN_STEP, 0),
  ArrowUp: (map) => map.panBy(0, PAN_STEP),
  ArrowDown: (map) => map.panBy(0, -PAN_STEP),
  '+': (map) => map.zoomBy(1.6),
  '=': (map) => map.zoomBy(1.6),
  '-': (map) => map.zoomBy(1 / 1.6),
  '0': (map) => map.reset(),
};

/** Move a map by a key that was pressed on its canvas. */
export function moveByKey(event: KeyboardEvent, map: Movable | null): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const move = MOVES[event.key];
  if (!move || !map) return;
  event.preventDefault();
  move(map);
}
