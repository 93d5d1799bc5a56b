/** What the two maps show and why: the one place that joins the pairs, the choices and the canvas. */
import { buildBundles } from './bundles';
import { address, DataError, type Api } from './data';
import { fetchLand, FINE_FROM, graticule, type Land } from './land';
import * as overlay from './overlay';
import { choosePalette, LIGHT, type Palette } from './palette';
import { strongest, weights, type Layer, type Picture } from './stops';
import * as text from './text';
import type { CityContent, MapsHit, MapsScene, OverlayContent, StateContent } from './two_maps';

const sorry = (error: unknown): string =>
  error instanceof DataError ? error.message : 'The maps could not be drawn. The rest of the page is complete without them.';

/** Countries by how much of something falls on them, most first. */
function byFame(count: number, shares: Iterable<readonly [number, number, number]>): number[] {
  const fame = new Array<number>(count).fill(0);
  for (const [a, b, share] of shares) {
    fame[a] = (fame[a] ?? 0) + share;
    fame[b] = (fame[b] ?? 0) + share;
  }
  return [...fame.keys()].filter((country) => (fame[country] ?? 0) > 0).sort((p, q) => (fame[q] ?? 0) - (fame[p] ?? 0) || p - q);
}

export class Maps {
  asOf = $state('');
  error = $state('');
  loading = $state(true);
  /** 0 is the city map, 50 the overlay, 100 the state map. */
  at = $state(50);
  /** ISO 3166-1 alpha-2 code of the chosen country. */
  code = $state('');
  hidden = $state.raw<ReadonlySet<overlay.ClassId>>(new Set());
  payload = $state.raw<overlay.OverlayPayload | null>(null);
  palette = $state.raw<Palette>(LIGHT);
  private land = $state.raw<Land | null>(null);
  private readonly lines = graticule();
  private fine: 'no' | 'asked' = 'no';
  private turn = 0;

  readonly countries = $derived(this.payload?.countries ?? []);
  private readonly names = $derived(this.countries.map((country) => country.name));
  private readonly numbers = $derived(this.countries.map((country) => country.iso_numeric));
  private readonly places = $derived(this.payload ? overlay.countryPlaces(this.payload) : []);
  readonly pairs = $derived(this.payload ? overlay.readPairs(this.payload) : []);
  private readonly shown = $derived(this.pairs.filter((pair) => !this.hidden.has(pair.class)));

  /** The chosen country as an index into this year's list; null when none, or when the year does not know it. */
  readonly country: number | null = $derived.by(() => {
    const index = this.code === '' ? -1 : this.countries.findIndex((country) => country.id === `iso:${this.code}`);
    return index < 0 ? null : index;
  });

  /** The chosen country's pairs by the other country, whatever is hidden. */
  readonly own = $derived(this.country === null ? new Map<number, overlay.Pair>() : overlay.pairsOf(this.pairs, this.country));
  readonly layer: Layer = $derived(strongest(this.at));

  private readonly city: CityContent = $derived({
    bundles: this.payload ? buildBundles(overlay.cityBundles(this.payload, this.shown)) : [],
    country: this.country,
  });

  private readonly areas: ReadonlyMap<number, overlay.ClassId> | null = $derived.by(() => {
    if (this.country === null) return null;
    return new Map([...this.own].filter(([, pair]) => !this.hidden.has(pair.class)).map(([other, pair]) => [other, pair.class]));
  });

  private readonly over: OverlayContent = $derived({
    arcs: this.payload && this.country === null ? layered(overlay.pairArcs(this.payload, overlay.overlayPairs(this.shown))) : [],
    areas: this.areas,
    unknown: !this.hidden.has('unknown'),
  });

  private readonly hostile = $derived(this.shown.filter((pair) => pair.state === 'hostile'));

  private readonly state: StateContent = $derived({
    arcs: this.payload && this.country === null ? overlay.pairArcs(this.payload, this.hostile).map((line) => ({ ...line, weight: 0.1 })) : [],
    areas: this.country === null ? null : new Map([...this.own].filter(([, pair]) => !this.hidden.has(pair.class)).map(([other, pair]) => [other, pair.state])),
    allies: overlay.allies(this.shown, this.countries.length),
  });

  private readonly fame: Record<Layer, number[]> = $derived.by(() => {
    const count = this.countries.length;
    if (this.country !== null) {
      const ends = overlay.listed(this.own).filter(([, pair]) => !this.hidden.has(pair.class)).map(([other]) => other);
      return { city: this.partners(), overlay: ends, state: ends };
    }
    const exceptions = this.over.arcs.filter(({ pair }) => pair.class !== 'aligned');
    return {
      city: byFame(count, this.city.bundles.map((bundle) => [bundle.a, bundle.b, bundle.ties] as const)),
      overlay: byFame(count, exceptions.map(({ pair }) => [pair.a, pair.b, pair.cityTies] as const)),
      state: byFame(count, this.hostile.map((pair) => [pair.a, pair.b, 1] as const)),
    };
  });

  /** How many lines the overlay draws of the rule, and of how many. */
  readonly alignedShown = $derived(this.over.arcs.filter(({ pair }) => pair.class === 'aligned').length);
  readonly hostileShown = $derived(this.hostile.length);

  constructor(
    private readonly api: Api,
    private readonly assets: string,
  ) {}

  /** Everything the canvas needs, as one value. */
  get scene(): MapsScene {
    return {
      palette: this.palette,
      land: this.land,
      graticule: this.lines,
      names: this.names,
      numbers: this.numbers,
      places: this.places,
      country: this.country,
      weights: weights(this.at),
      city: this.city,
      overlay: this.over,
      state: this.state,
      fame: this.fame,
    };
  }

  /** Said aloud and shown beneath the map. */
  get message(): string {
    if (!this.payload) return '';
    const year = text.inYear(this.asOf);
    const counts = new Map(this.payload.classes.map(({ id, pairs }) => [id, pairs]));
    if (this.country === null) {
      const [contrary, substitute] = [counts.get('contrary') ?? 0, counts.get('substitute') ?? 0];
      return `The world${year}: ${text.count(contrary, 'contrary pair', 'contrary pairs')}, ${text.count(substitute, 'substitute', 'substitutes')}, ${text.count(counts.get('aligned') ?? 0, 'aligned', 'aligned')}.`;
    }
    const own = overlay.countClasses(this.own.values());
    const said = (['contrary', 'substitute', 'aligned', 'latent', 'absent'] as const).map((id) => `${own.get(id) ?? 0} ${id}`);
    return `${this.name(this.country)}${year}: ${said.join(', ')}.`;
  }

  get picture(): Picture {
    return { at: this.at, country: this.code, hidden: this.hidden };
  }

  async start(asOf: string, { at, country, hidden }: Picture): Promise<void> {
    this.at = at;
    this.code = country;
    this.hidden = hidden;
    const land = fetchLand(this.assets, 'coarse').then(
      (shapes) => (this.land = shapes),
      // Without land the lines are still readable: draw them on an empty sea.
      () => undefined,
    );
    await Promise.all([land, this.load(asOf)]);
  }

  /** Fetch one year; an answer that comes after a later request is dropped. */
  async load(asOf: string): Promise<void> {
    const turn = ++this.turn;
    this.loading = true;
    try {
      const payload = await this.api.get<overlay.OverlayPayload>(address(this.api.base, '/map/overlay', asOf));
      if (turn !== this.turn) return;
      this.asOf = asOf;
      this.error = '';
      this.payload = payload;
    } catch (error) {
      if (turn === this.turn) this.error = sorry(error);
    } finally {
      if (turn === this.turn) this.loading = false;
    }
  }

  name(country: number): string {
    return this.names[country] ?? '';
  }

  choose(country: number | null): void {
    this.code = country === null ? '' : (this.countries[country]?.id.replace(/^iso:/, '') ?? '');
  }

  /** A click on a line chooses the country whose end is nearer; one beside everything lets go. */
  pick(hit: MapsHit | null): void {
    if (hit === null) this.choose(null);
    else if (hit.kind === 'country') this.choose(hit.country === this.country ? null : hit.country);
    else this.choose(this.distance(hit.a, hit) <= this.distance(hit.b, hit) ? hit.a : hit.b);
  }

  show(id: overlay.ClassId, wanted: boolean): void {
    const hidden = new Set(this.hidden);
    if (wanted) hidden.delete(id);
    else hidden.add(id);
    this.hidden = hidden;
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

  private partners(): number[] {
    const tied = [...this.own].filter(([, pair]) => pair.cityTies > 0 && !this.hidden.has(pair.class));
    return tied.sort(([, p], [, q]) => q.cityTies - p.cityTies).map(([other]) => other);
  }

  private distance(country: number, { x, y }: { x: number; y: number }): number {
    const place = this.places[country];
    return place ? Math.hypot(place[0] - x, place[1] - y) : Infinity;
  }
}

/** The rule lies beneath its exceptions, and cities against their states on top. */
function layered(arcs: overlay.PairArc[]): overlay.PairArc[] {
  const order = ['aligned', 'substitute', 'contrary'];
  return arcs.sort((p, q) => order.indexOf(p.pair.class) - order.indexOf(q.pair.class));
}
