/** Great circles as short polylines in sheet units, cut where they leave the sheet. */
import { projectTurned, turn } from './projection';

/** One unbroken piece of a line: x0, y0, x1, y1 … in sheet units. */
export type Piece = Float32Array;

/** Anything that can be drawn into: Path2D, a canvas context, a recorder in tests. */
export interface Pen {
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
}

const RADIANS = Math.PI / 180;

/** The angle between two places on the globe, in degrees. */
export function angleBetween(lon1: number, lat1: number, lon2: number, lat2: number): number {
  const sinLat = Math.sin(((lat2 - lat1) * RADIANS) / 2);
  const sinLon = Math.sin(((lon2 - lon1) * RADIANS) / 2);
  const h = sinLat * sinLat + Math.cos(lat1 * RADIANS) * Math.cos(lat2 * RADIANS) * sinLon * sinLon;
  return (2 * Math.asin(Math.min(1, Math.sqrt(h)))) / RADIANS;
}

/**
 * Places along the great circle from one place to the other, both ends included.
 *
 * Returns [lon0, lat0, lon1, lat1 …] in degrees; at least two places, one about every `step` degrees.
 */
export function greatCircle(lon1: number, lat1: number, lon2: number, lat2: number, step = 3): number[] {
  const angle = angleBetween(lon1, lat1, lon2, lat2) * RADIANS;
  const sine = Math.sin(angle);
  // Same or opposite places have no single great circle: a plain line is as good as any.
  if (sine < 1e-9) return [lon1, lat1, lon2, lat2];
  const parts = Math.max(1, Math.ceil(angle / RADIANS / step));
  const cos1 = Math.cos(lat1 * RADIANS);
  const cos2 = Math.cos(lat2 * RADIANS);
  const x1 = cos1 * Math.cos(lon1 * RADIANS);
  const y1 = cos1 * Math.sin(lon1 * RADIANS);
  const z1 = Math.sin(lat1 * RADIANS);
  const x2 = cos2 * Math.cos(lon2 * RADIANS);
  const y2 = cos2 * Math.sin(lon2 * RADIANS);
  const z2 = Math.sin(lat2 * RADIANS);
  const places = [lon1, lat1];
  for (let part = 1; part < parts; part += 1) {
    const t = part / parts;
    const f = Math.sin((1 - t) * angle) / sine;
    const g = Math.sin(t * angle) / sine;
    const x = f * x1 + g * x2;
    const y = f * y1 + g * y2;
    places.push(Math.atan2(y, x) / RADIANS, Math.atan2(f * z1 + g * z2, Math.hypot(x, y)) / RADIANS);
  }
  places.push(lon2, lat2);
  return places;
}

/** Project a line of places; where it crosses the edge of the sheet it is cut and goes on at the other side. */
export function projectLine(places: readonly number[]): Piece[] {
  const pieces: Piece[] = [];
  let piece: number[] = [];
  let lastLon = NaN;
  let lastLat = NaN;
  for (let index = 0; index < places.length; index += 2) {
    const lon = turn(places[index] ?? NaN);
    const lat = places[index + 1] ?? NaN;
    if (Math.abs(lon - lastLon) > 180) {
      const leaving = lastLon > 0 ? 180 : -180;
      const unwrapped = lon + 2 * leaving;
      const t = unwrapped === lastLon ? 0 : (leaving - lastLon) / (unwrapped - lastLon);
      const edge = lastLat + t * (lat - lastLat);
      piece.push(...projectTurned(leaving, edge));
      pieces.push(Float32Array.from(piece));
      piece = [...projectTurned(-leaving, edge)];
    }
    piece.push(...projectTurned(lon, lat));
    lastLon = lon;
    lastLat = lat;
  }
  pieces.push(Float32Array.from(piece));
  return pieces;
}

/** The great circle between two places, ready to draw. */
export function arc(lon1: number, lat1: number, lon2: number, lat2: number, step = 3): Piece[] {
  return projectLine(greatCircle(lon1, lat1, lon2, lat2, step));
}

/**
 * Bend an unbroken line sideways by a share of its length, so that short lines between neighbours are told apart.
 *
 * The bend goes towards the top of the sheet, as great circles do in the north; cut lines are left alone.
 */
export function bow(pieces: Piece[], share: number): Piece[] {
  const line = pieces[0];
  if (pieces.length !== 1 || line === undefined || share === 0) return pieces;
  const last = line.length - 2;
  const [x0 = 0, y0 = 0] = line;
  const dx = (line[last] ?? 0) - x0;
  const dy = (line[last + 1] ?? 0) - y0;
  const side = dx >= 0 ? 1 : -1;
  const steps = Math.max(28, last / 2);
  const bent = new Float32Array(2 * (steps + 1));
  for (let step = 0; step <= steps; step += 1) {
    const t = step / steps;
    const place = (t * last) / 2;
    const before = Math.min(Math.floor(place), last / 2);
    const after = Math.min(before + 1, last / 2);
    const rest = place - before;
    const height = share * 4 * t * (1 - t) * side;
    bent[2 * step] = (line[2 * before] ?? 0) * (1 - rest) + (line[2 * after] ?? 0) * rest + dy * height;
    bent[2 * step + 1] = (line[2 * before + 1] ?? 0) * (1 - rest) + (line[2 * after + 1] ?? 0) * rest - dx * height;
  }
  return [bent];
}

/** Beyond this length (sheet units) a great circle bends enough by itself. */
const LONG = 260;

/** Bend short lines by up to `share` of their length, long ones less and less. */
export function bowShort(pieces: Piece[], share: number): Piece[] {
  const line = pieces[0];
  if (line === undefined) return pieces;
  const last = line.length - 2;
  const length = Math.hypot((line[last] ?? 0) - (line[0] ?? 0), (line[last + 1] ?? 0) - (line[1] ?? 0));
  return bow(pieces, share * Math.max(0, 1 - length / LONG));
}

/** Draw the pieces with a pen. */
export function trace(pen: Pen, pieces: readonly Piece[]): void {
  for (const piece of pieces) {
    pen.moveTo(piece[0] ?? 0, piece[1] ?? 0);
    for (let index = 2; index < piece.length; index += 2) pen.lineTo(piece[index] ?? 0, piece[index + 1] ?? 0);
  }
}

/** The shortest distance from a point to the drawn line, in sheet units. */
export function distanceToLine(pieces: readonly Piece[], x: number, y: number): number {
  let best = Infinity;
  for (const piece of pieces) {
    for (let index = 0; index + 3 < piece.length; index += 2) {
      const x1 = piece[index] ?? 0;
      const y1 = piece[index + 1] ?? 0;
      const dx = (piece[index + 2] ?? 0) - x1;
      const dy = (piece[index + 3] ?? 0) - y1;
      const length = dx * dx + dy * dy;
      const t = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - x1) * dx + (y - y1) * dy) / length));
      best = Math.min(best, (x - x1 - t * dx) ** 2 + (y - y1 - t * dy) ** 2);
    }
  }
  return Math.sqrt(best);
}
