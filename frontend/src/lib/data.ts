/** What the server says, as types, and the few requests that fetch it. */

export interface CountryRow {
  id: string;
  name: string;
  iso_numeric: string | null;
  longitude: number | null;
  latitude: number | null;
  cities: number;
  ties: number;
}

export interface CountriesPayload {
  as_of: number | string;
  countries: CountryRow[];
  bundles: { a: number[]; b: number[]; ties: number[] };
}

export interface CitiesPayload {
  as_of: number | string;
  id: string[];
  name: string[];
  country: (string | null)[];
  longitude: number[];
  latitude: number[];
  ties: number[];
  population: (number | null)[];
}

export interface ArcsPayload {
  as_of: number | string;
  a: number[];
  b: number[];
  status: (string | number | null)[];
  codes?: string[];
}

export interface Partner {
  id: string;
  name: string;
  country: string | null;
  country_name?: string | null;
  /** The partner's page, without the year. */
  address?: string | null;
  longitude?: number | null;
  latitude?: number | null;
}

export interface Tie {
  id: string;
  kind: string;
  partner: Partner;
  valid_from: string | null;
  valid_to: string | null;
  status: string | null;
  fields: string[];
  reciprocal: boolean | null;
  sources: unknown[];
}

/** A failure in words a reader of the page can use. */
export class DataError extends Error {
  override name = 'DataError';
}

/**
 * Build the address of one resource; an empty year means "the latest", so the parameter is left out. `chosen` is the
 * choice by function and role as the page's own address holds it.
 */
export function address(base: string, path: string, asOf: string, chosen = ''): string {
  const query = [asOf === '' ? '' : `as_of=${encodeURIComponent(asOf)}`, chosen].filter((part) => part !== '').join('&');
  return `${base}${path}${query === '' ? '' : `?${query}`}`;
}

/** The arcs' status may come as text or as an index into `codes`: always give text. */
export function statusOf(arcs: ArcsPayload, index: number): string | null {
  const raw = arcs.status[index] ?? null;
  return typeof raw === 'number' ? (arcs.codes?.[raw] ?? null) : raw;
}

/** Fetch our own origin's JSON, remembering the latest few answers so that the slider can go back at once. */
export class Api {
  private readonly answers = new Map<string, Promise<unknown>>();

  constructor(
    readonly base = '/api/v1',
    private readonly fetcher: typeof fetch = (...request) => fetch(...request),
    private readonly keep = 24,
    private readonly chosen = '',
  ) {}

  countries(asOf: string): Promise<CountriesPayload> {
    return this.get(address(this.base, '/map/countries', asOf, this.chosen));
  }

  cities(asOf: string): Promise<CitiesPayload> {
    return this.get(address(this.base, '/map/cities', asOf, this.chosen));
  }

  arcs(asOf: string): Promise<ArcsPayload> {
    return this.get(address(this.base, '/map/arcs', asOf, this.chosen));
  }

  async ties(cityId: string, asOf: string): Promise<Tie[]> {
    const path = `/cities/${encodeURIComponent(cityId)}/ties`;
    const answer = await this.get<Tie[] | { ties: Tie[] }>(address(this.base, path, asOf, this.chosen));
    return Array.isArray(answer) ? answer : answer.ties;
  }

  get<T>(url: string): Promise<T> {
    const known = this.answers.get(url);
    if (known) return known as Promise<T>;
    const answer = this.request(url);
    this.answers.set(url, answer);
    // A failure is not worth remembering: the next try must reach the server again.
    answer.catch(() => this.answers.delete(url));
    const oldest = this.answers.keys().next();
    if (this.answers.size > this.keep && !oldest.done) this.answers.delete(oldest.value);
    return answer as Promise<T>;
  }

  private async request(url: string): Promise<unknown> {
    let response: Response;
    try {
      response = await this.fetcher(url, { headers: { accept: 'application/json' } });
    } catch {
      throw new DataError('The map could not reach the server. Is the atlas still running? Then reload the page.');
    }
    if (!response.ok) {
      throw new DataError(`The server could not answer for the map (${response.status}). Choose another year or reload the page.`);
    }
    try {
      return await response.json();
    } catch {
      throw new DataError('The server sent something that is not map data. Reload the page.');
    }
  }
}
