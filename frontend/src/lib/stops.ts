/** The blend between the maps, and the page's address that reproduces a picture. */
import { CLASSES, type ClassId } from './overlay';

export type Layer = 'city' | 'overlay' | 'state';

/** The stops in the order of the slider: the overlay lies between the two maps. */
export const STOPS: readonly { layer: Layer; label: string; at: number }[] = [
  { layer: 'city', label: 'City map', at: 0 },
  { layer: 'overlay', label: 'Overlay', at: 50 },
  { layer: 'state', label: 'State map', at: 100 },
];

/** How strongly each layer shows, 0…1, at a place of the slider, 0…100; together they are always 1. */
export function weights(at: number): Record<Layer, number> {
  const place = Math.max(0, Math.min(100, at)) / 50;
  return {
    city: Math.max(0, 1 - place),
    overlay: 1 - Math.abs(1 - place),
    state: Math.max(0, place - 1),
  };
}

/** The stop at a place of the slider; null between two. */
export function stopAt(at: number): Layer | null {
  return STOPS.find((stop) => stop.at === at)?.layer ?? null;
}

/** The layer that shows most; of two equal ones the overlay. */
export function strongest(at: number): Layer {
  const shown = weights(at);
  return shown.overlay >= 0.5 ? 'overlay' : shown.city > shown.state ? 'city' : 'state';
}

/** A place of the slider in words: "Overlay", or "60 % City map, 40 % Overlay". */
export function blendWords(at: number): string {
  const stop = STOPS.find((one) => one.at === at);
  if (stop) return stop.label;
  const shown = weights(at);
  return STOPS.filter(({ layer }) => shown[layer] > 0)
    .map(({ layer, label }) => `${Math.round(100 * shown[layer])} % ${label}`)
    .join(', ');
}

/** What of the picture the address holds, beside the year. */
export interface Picture {
  at: number;
  /** ISO 3166-1 alpha-2 code, or nothing for the world. */
  country: string;
  hidden: ReadonlySet<ClassId>;
}

/** Read the picture from an address; what does not fit is left out. */
export function readPicture(address: string): Picture {
  const query = new URL(address).searchParams;
  const stop = STOPS.find(({ layer }) => layer === query.get('view'));
  const blend = query.get('blend') ?? '';
  const at = /^\d{1,3}$/.test(blend) ? Math.min(100, Number(blend)) : (stop?.at ?? 50);
  const country = (query.get('country') ?? '').toUpperCase();
  const hide = (query.get('hide') ?? '').split(',');
  return { at, country: /^[A-Z]{2}$/.test(country) ? country : '', hidden: new Set(CLASSES.filter((id) => hide.includes(id))) };
}

/** Write the picture into an address; the defaults are left out. */
export function writePicture(address: string, { at, country, hidden }: Picture): string {
  const url = new URL(address);
  const stop = stopAt(at);
  const said: Record<string, string> = {
    view: stop ?? '',
    blend: stop ? '' : String(at),
    country,
    hide: CLASSES.filter((id) => hidden.has(id)).join(','),
  };
  for (const [name, value] of Object.entries(said)) {
    if (value === '') url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  return url.pathname + url.search.replaceAll('%2C', ',') + url.hash;
}
