/**
 * The sheet: an Equal Earth map in fixed units, 1000 wide whatever the screen.
 *
 * Everything is projected once into sheet units and only scaled afterwards, so that resizing and zooming cost nothing.
 */
import { geoEqualEarth, geoPath, type GeoContext, type GeoPermissibleObjects, type GeoProjection } from 'd3-geo';

export const SHEET_WIDTH = 1000;

/** 11° E in the middle keeps the far east of Russia in one piece at the right edge. */
export const CENTRE_MERIDIAN = 11;

/** All land but Antarctica, whose absence gives the rest a quarter more room. */
export const NORTH = 84;
export const SOUTH = -56;

const UNIT_WIDTH = 2 * (geoEqualEarth().scale(1).translate([0, 0])([180, 0])?.[0] ?? NaN);
const SCALE = SHEET_WIDTH / UNIT_WIDTH;

function sheetProjection(rotation: number, top: number): GeoProjection {
  return geoEqualEarth()
    .rotate([rotation, 0])
    .scale(SCALE)
    .translate([SHEET_WIDTH / 2, -top])
    .precision(0.05);
}

const TOP = sheetProjection(0, 0)([0, NORTH])?.[1] ?? NaN;

/** Longitudes are already turned: used where lines are cut by our own hand. */
const turned = sheetProjection(0, TOP);

/** The projection for d3-geo's own path generator (land, graticule). */
export const projection = sheetProjection(-CENTRE_MERIDIAN, TOP);

export const SHEET_HEIGHT = turned([0, SOUTH])?.[1] ?? NaN;

export type Point = [number, number];

/** Turn a longitude so that the central meridian is 0, within [-180, 180). */
export function turn(longitude: number): number {
  const shifted = longitude - CENTRE_MERIDIAN;
  return shifted - 360 * Math.floor((shifted + 180) / 360);
}

/** Project a turned longitude and a latitude (degrees) to sheet units. */
export function projectTurned(longitude: number, latitude: number): Point {
  return turned([longitude, latitude]) ?? [NaN, NaN];
}

/** Project longitude and latitude (degrees) to sheet units. */
export function project(longitude: number, latitude: number): Point {
  return projectTurned(turn(longitude), latitude);
}

/** Sheet units back to longitude and latitude; null outside the map. */
export function unproject(x: number, y: number): Point | null {
  return projection.invert?.([x, y]) ?? null;
}

/** Draw a GeoJSON object into a reusable path, in sheet units. */
export function sheetPath(shape: GeoPermissibleObjects): Path2D {
  const path = new Path2D();
  // d3-geo asks for a canvas context but draws with moveTo, lineTo and closePath only, which a path has too.
  geoPath(projection, path as unknown as GeoContext)(shape);
  return path;
}
