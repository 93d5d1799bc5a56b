/** Where the sheet lies on the screen. Screen = sheet × scale + (x, y), in CSS pixels. */
import { SHEET_HEIGHT, SHEET_WIDTH, type Point } from './projection';

export interface View {
  scale: number;
  x: number;
  y: number;
}

export interface Size {
  width: number;
  height: number;
}

/** The scale and offset at zoom 1: the whole sheet, centred. */
export function fit(size: Size): View {
  const scale = Math.min(size.width / SHEET_WIDTH, size.height / SHEET_HEIGHT);
  return { scale, x: (size.width - SHEET_WIDTH * scale) / 2, y: (size.height - SHEET_HEIGHT * scale) / 2 };
}

/** Apply a zoom transform (factor k, then a shift) to the fitted view. */
export function zoomed(base: View, zoom: { k: number; x: number; y: number }): View {
  return { scale: base.scale * zoom.k, x: base.x * zoom.k + zoom.x, y: base.y * zoom.k + zoom.y };
}

export function toScreen(view: View, x: number, y: number): Point {
  return [x * view.scale + view.x, y * view.scale + view.y];
}

export function toSheet(view: View, x: number, y: number): Point {
  return [(x - view.x) / view.scale, (y - view.y) / view.scale];
}

/** True when the point lies on the screen, or within `margin` pixels of it. */
export function onScreen(size: Size, [x, y]: Point, margin = 0): boolean {
  return x >= -margin && y >= -margin && x <= size.width + margin && y <= size.height + margin;
}

/**
 * The zoom transform that shows all the points with some room around, no closer than `closest`.
 *
 * `inset` pixels at the left stay free: the panel lies there.
 */
export function zoomToPoints(size: Size, points: readonly Point[], closest: number, inset = 0): { k: number; x: number; y: number } {
  const base = fit(size);
  if (points.length === 0) return { k: 1, x: 0, y: 0 };
  const xs = points.map((point) => point[0]);
  const ys = points.map((point) => point[1]);
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
  const room = 0.82;
  const width = size.width - inset;
  const scale = room * Math.min(width / Math.max(right - left, 1e-6), size.height / Math.max(bottom - top, 1e-6));
  const k = Math.max(1, Math.min(closest, scale / base.scale));
  const [cx, cy] = toScreen(base, (left + right) / 2, (top + bottom) / 2);
  return { k, x: inset + width / 2 - k * cx, y: size.height / 2 - k * cy };
}

/**
 * How close the view is, whatever the size of the screen: 1 when the whole sheet is 1100 pixels wide.
 *
 * Symbols follow this and not the zoom factor, so that a telephone does not show the world in poster-size dots.
 */
export function closeness(view: View): number {
  return (view.scale * SHEET_WIDTH) / 1100;
}

/** How fast symbols grow as the view comes closer: slower than the map, so that close views are not full of blobs. */
export function growth(close: number): number {
  return Math.pow(Math.max(0.25, close), 0.32);
}
