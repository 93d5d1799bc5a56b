/** What the island shows and why: the one place that joins data, choices and the canvas. */
import { anchors, buildBundles, nearerEnd, type Bundle } from './bundles';
import { buildCities, type CityLayer } from './cities';
import { DataError, type Api, type CountriesPayload, type Tie } from './data';
import type { Mode, Scene } from './draw';
import { fetchLand, FINE_FROM, graticule, type Land } from './land';
import { buildEvery, ownArcs, type EveryTie, type OwnArc } from './layers';
import { choosePalette, LIGHT, type Palette } from './palette';
import { project, type Point } from './projection';
import type { Hit } from './ties_map';
import * as text from './text';

export interface ChosenCity {
  id: string;
  name: string;
  /** As in the cities' table: a code, or a name. */
  country: string | null;
  longitude: number;
  latitude: number;
}

const sorry = (error: unknown): string =>
  error instanceof DataError ? error.message : 'The map could not be drawn. The rest of the page is complete without it.';

export class Atlas {
  asOf = $state('');
  error = $state('');
  loading = $state(true);
  /** Said aloud and shown beneath the map. */
  message = $state('');
  every = $state(false);
  city = $state.raw<ChosenCity | null>(null);
  ties = $state.raw<Tie[]>([]);
  country = $state.raw<string | null>(null);
  countries = $state.raw<CountriesPayload | null>(null);
  cities = $state.raw<CityLayer | null>(null);
  bundles = $state.raw<Bundle[]>([]);
  palette = $state.raw<Palette>(LIGHT);
  private land = $state.raw<Land | null>(null);
  private own = $state.raw<OwnArc[]>([]);
  private everyTie = $state.raw<EveryTie | null>(null);
  private readonly lines = graticule();
  private fine: 'no' | 'asked' = 'no';
  private turn = 0;

  mode: Mode = $derived(
    this.city ? 'city' : this.country !== null ? 'country' : this.every && this.everyTie ? 'every' : 'bundles',
  );

  /** The chosen country as an index into this year's list; null when none, or when it has no ties this year. */
  countryIndex: number | null = $derived.by(() => {
    if (this.city || this.country === null) return null;
    const index = this.countries?.countries.findIndex((row) => row.id === this.country) ?? -1;
    return index < 0 ? null : index;
  });

  private readonly rowOf: Map<string, number> = $derived(
    new Map((this.countries?.countries ?? []).flatMap((row, index) =>
      [row.name, row.id, row.id.replace(/^iso:/, '')].map((key): [string, number] => [key, index]))),
  );

  constructor(
    private readonly api: Api,
    private readonly assets: string,
  ) {}

  /** Everything the canvas needs, as one value. */
  get scene(): Scene {
    const { city, countries } = this;
    const place = city ? project(city.longitude, city.latitude) : null;
    const rows = countries?.countries ?? [];
    return {
      mode: this.mode,
      palette: this.palette,
      land: this.land,
      graticule: this.lines,
      cities: this.cities,
      bundles: this.bundles,
      places: countries ? anchors(countries) : [],
      names: rows.map((row) => row.name),
      country: this.countryIndex,
      countryNumber: this.countryIndex === null ? null : (rows[this.countryIndex]?.iso_numeric ?? null),
      city: city && place ? { name: city.name, x: place[0], y: place[1] } : null,
      own: city ? this.own : [],
      every: this.everyTie,
    };
  }

  async start(asOf: string, selected: string): Promise<void> {
    const land = fetchLand(this.assets, 'coarse').then(
      (shapes) => (this.land = shapes),
      // Without land the ties are still readable: draw them on an empty sea.
      () => undefined,
    );
    await Promise.all([land, this.load(asOf)]);
    if (selected !== '') await this.chooseCityById(selected);
  }

  /** Fetch one year; an answer that comes after a later request is dropped. */
  async load(asOf: string): Promise<void> {
    const turn = ++this.turn;
    this.loading = true;
    try {
      const [countries, cities] = await Promise.all([this.api.countries(asOf), this.api.cities(asOf)]);
      const ties = this.city ? await this.api.ties(this.city.id, asOf) : [];
      if (turn !== this.turn) return;
      this.asOf = asOf;
      this.error = '';
      this.countries = countries;
      this.bundles = buildBundles(countries);
      this.cities = buildCities(cities);
      this.everyTie = null;
      if (this.city) this.setOwn(this.city, ties);
      if (this.every) await this.loadEvery();
      this.say();
    } catch (error) {
      if (turn === this.turn) this.error = sorry(error);
    } finally {
      if (turn === this.turn) this.loading = false;
    }
  }

  async showEvery(wanted: boolean): Promise<void> {
    this.every = wanted;
    if (wanted) {
      this.city = null;
      this.country = null;
      try {
        await this.loadEvery();
      } catch (error) {
        this.error = sorry(error);
        this.every = false;
      }
    }
    this.say();
  }

  async pick(hit: Hit | null): Promise<void> {
    if (hit === null) this.clear();
    else if (hit.kind === 'city') await this.chooseCity(hit.city);
    else if (this.countries) this.chooseCountry(nearerEnd(hit.bundle, anchors(this.countries), hit.x, hit.y));
  }

  async chooseCity(index: number): Promise<void> {
    const { cities } = this;
    const id = cities?.id[index];
    if (!cities || id === undefined) return;
    await this.choose({
      id,
      name: cities.name[index] ?? id,
      country: cities.country[index] ?? null,
      longitude: cities.longitude[index] ?? NaN,
      latitude: cities.latitude[index] ?? NaN,
    });
  }

  /** Choose a city by its id; false when the map does not know it this year. */
  async chooseCityById(id: string): Promise<boolean> {
    const index = this.cities?.index.get(id);
    if (index !== undefined) {
      await this.chooseCity(index);
      return true;
    }
    const partner = this.ties.find((tie) => tie.partner.id === id)?.partner;
    if (typeof partner?.longitude !== 'number' || typeof partner.latitude !== 'number') return false;
    const { name, country, longitude, latitude } = partner;
    await this.choose({ id, name, country, longitude, latitude });
    return true;
  }

  chooseCountry(index: number): void {
    this.city = null;
    this.country = this.countries?.countries[index]?.id ?? null;
    this.say();
  }

  clear(): void {
    this.city = null;
    this.country = null;
    this.error = '';
    this.say();
  }

  setPalette(theme: string | undefined, systemDark: boolean): void {
    this.palette = choosePalette(theme, systemDark);
  }

  /** Fetch the fine coastline once, when the view first comes close. */
  async cameTo(close: number): Promise<void> {
    if (close < FINE_FROM || this.fine === 'asked') return;
    this.fine = 'asked';
    try {
      this.land = await fetchLand(this.assets, 'fine');
    } catch {
      // The coarse coastline stays: still a map.
    }
  }

  /** The row of a country given as a code ("NL"), an id ("iso:NL") or a name; -1 when it has no ties this year. */
  countryRow(country: string | null | undefined): number {
    if (!country) return -1;
    return this.rowOf.get(country) ?? -1;
  }

  countryName(country: string | null | undefined): string {
    return this.countries?.countries[this.countryRow(country)]?.name ?? country ?? '';
  }

  /** Where a city lies on the sheet. */
  place(id: string): Point | null {
    const index = this.cities?.index.get(id);
    if (index === undefined || !this.cities) return null;
    return [this.cities.x[index] ?? NaN, this.cities.y[index] ?? NaN];
  }

  /** The chosen city and its partners on the sheet. */
  get ownPlaces(): Point[] {
    const city = this.city ? [project(this.city.longitude, this.city.latitude)] : [];
    return [...city, ...this.own.map((line): Point => [line.x, line.y])];
  }

  private async choose(city: ChosenCity): Promise<void> {
    const turn = ++this.turn;
    try {
      const ties = await this.api.ties(city.id, this.asOf);
      if (turn !== this.turn) return;
      this.error = '';
      this.country = null;
      this.setOwn(city, ties);
      this.city = city;
      this.say();
    } catch (error) {
      if (turn === this.turn) this.error = sorry(error);
    } finally {
      if (turn === this.turn) this.loading = false;
    }
  }

  private setOwn(city: ChosenCity, ties: Tie[]): void {
    this.ties = ties;
    this.own = ownArcs(city.longitude, city.latitude, ties);
  }

  private async loadEvery(): Promise<void> {
    if (!this.cities || this.everyTie) return;
    const { cities, asOf } = this;
    const arcs = await this.api.arcs(asOf);
    const steps = buildEvery(arcs, cities, () => new Path2D());
    let slice = performance.now();
    let step = steps.next();
    while (!step.done) {
      if (performance.now() - slice > 30) {
        await new Promise((resolve) => setTimeout(resolve));
        slice = performance.now();
      }
      step = steps.next();
    }
    if (this.cities === cities) this.everyTie = step.value;
  }

  private say(): void {
    const year = text.inYear(this.asOf);
    const rows = this.countries?.countries ?? [];
    if (this.city) {
      const place = [this.city.name, this.countryName(this.city.country)].filter(Boolean).join(', ');
      this.message = `${place}: ${text.ties(this.ties.length)}${year}.`;
    } else if (this.countryIndex !== null) {
      const row = rows[this.countryIndex];
      this.message = `${row?.name ?? ''}: ${text.ties(row?.ties ?? 0)} of ${text.count(row?.cities ?? 0, 'city', 'cities')}${year}.`;
    } else if (this.mode === 'every') {
      this.message = `Every tie${year}: ${text.ties(this.everyTie?.total ?? 0)}.`;
    } else {
      const total = this.countries?.bundles.ties.reduce((sum, ties) => sum + ties, 0) ?? 0;
      this.message = `${text.ties(total)} among ${text.count(this.cities?.count ?? 0, 'city', 'cities')}${year}, bundled by pair of countries.`;
    }
  }
}
