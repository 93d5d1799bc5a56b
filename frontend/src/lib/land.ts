/** The land beneath the ties: Natural Earth at two scales, drawn once into reusable paths. */
import { geoGraticule } from 'd3-geo';
import { feature, mesh, merge } from 'topojson-client';
import type { GeometryCollection, MultiPolygon, Polygon, Topology } from 'topojson-specification';
import { sheetPath } from './projection';

type Countries = Topology<{ countries: GeometryCollection<{ name: string }>; land: GeometryCollection }>;

export interface Land {
  surface: Path2D;
  borders: Path2D;
  coast: Path2D;
  /**
   * One country's shape by its ISO 3166-1 number ("528"), or by its name where it has none (Kosovo); null when the map
   * has no such country.
   */
  country(number: string | null, name?: string): Path2D | null;
}

export const LAND_FILES = { coarse: 'countries-110m.json', fine: 'countries-50m.json' } as const;

/** From this closeness on the coarse coastline looks broken. */
export const FINE_FROM = 2.5;

export function buildLand(topology: unknown): Land {
  const world = topology as Countries;
  const { countries } = world.objects;
  const shapes = countries.geometries.filter((g) => g.type === 'Polygon' || g.type === 'MultiPolygon');
  const shapesKnown = new Map<string, Path2D | null>();
  return {
    surface: sheetPath(merge(world, shapes as (Polygon | MultiPolygon)[])),
    borders: sheetPath(mesh(world, countries, (a, b) => a !== b)),
    coast: sheetPath(mesh(world, countries, (a, b) => a === b)),
    country(number, name) {
      const key = number === null ? `named ${name ?? ''}` : number.padStart(3, '0');
      const known = shapesKnown.get(key);
      if (known !== undefined) return known;
      const shape = countries.geometries.find(({ id, properties }) =>
        number === null ? id === undefined && properties !== undefined && 'name' in properties && properties.name === name : id === key,
      );
      const path = shape ? sheetPath(feature(world, shape)) : null;
      shapesKnown.set(key, path);
      return path;
    },
  };
}

export function graticule(): Path2D {
  return sheetPath(geoGraticule().step([30, 30])());
}

export async function fetchLand(assets: string, detail: keyof typeof LAND_FILES): Promise<Land> {
  const response = await fetch(new URL(LAND_FILES[detail], assets));
  if (!response.ok) throw new Error(`land ${response.status}`);
  return buildLand(await response.json());
}
