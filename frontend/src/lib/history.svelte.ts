/** What the history map shows and why: the one place that joins a year's leagues, the choice and the canvas. */
import { DataError, type Api } from './data';
import { fetchLand, FINE_FROM, graticule, type Land } from './land';
import { belongs, focusOf, happenings, placeLeagues, type Focus, type Happening, type HistoryPayload, type League, type Spot } from './leagues';
import type { LeagueHit, LeaguesScene } from './leagues_map';
import { choosePalette, LIGHT, type Palette } from './palette';
import { written, yearWords } from './scale';
import * as text from './text';

const sorry = (error: unknown): string =>
  error instanceof DataError ? error.message : 'The map could not be drawn. The rest of the page is complete without it.';

export class History {
  /** As astronomers count. */
  year = $state(0);
  error = $state('');
  loading = $state(true);
  /** Id of the chosen league. */
  chosen = $state('');
  payload = $state.raw<HistoryPayload | null>(null);
  palette = $state.raw<Palette>(LIGHT);
  private land = $state.raw<Land | null>(null);
  private readonly lines = graticule();
  private fine: 'no' | 'asked' = 'no';
  private turn = 0;

  private readonly placed = $derived(placeLeagues(this.payload?.leagues ?? []));
  readonly leagues: League[] = $derived(this.placed.leagues);
  readonly spots: Spot[] = $derived(this.placed.spots);
  readonly events: Happening[] = $derived(this.payload ? happenings(this.payload) : []);
  readonly focus: Focus = $derived(focusOf(this.leagues));

  /** The chosen league as an index into this year's; null when none, or when it does not exist this year. */
  readonly index: number | null = $derived.by(() => {
    const index = this.chosen === '' ? -1 : this.leagues.findIndex(({ id }) => id === this.chosen);
    return index < 0 ? null : index;
  });

  constructor(
    private readonly api: Api,
    private readonly assets: string,
    private readonly marks: ReadonlyMap<string, number>,
  ) {}

  /** Everything the canvas needs, as one value. */
  get scene(): LeaguesScene {
    return {
      palette: this.palette,
      land: this.land,
      graticule: this.lines,
      leagues: this.leagues,
      spots: this.spots,
      events: this.events,
      marks: this.leagues.map(({ id }) => this.marks.get(id) ?? 0),
      chosen: this.index,
    };
  }

  /** Said aloud and shown beneath the map. */
  get message(): string {
    if (!this.payload) return '';
    const year = yearWords(this.year);
    const points = this.payload.turning_points.in_year.map(({ title }) => ` ${title}.`).join('');
    const league = this.index === null ? null : this.leagues[this.index];
    if (league) return `${league.name} in ${year}: ${text.count(league.size, 'member', 'members')} (${league.dates}).`;
    const cities = this.spots.filter((spot) => spot.leagues.length > 0).length;
    return `${year}: ${text.count(this.leagues.length, 'league', 'leagues')}, ${text.count(cities, 'member city', 'member cities')} on the map.${points}`;
  }

  async start(year: number, chosen: string): Promise<void> {
    this.chosen = chosen;
    const land = fetchLand(this.assets, 'coarse').then(
      (shapes) => (this.land ??= shapes),
      // Without land the leagues are still readable: draw them on an empty sea.
      () => undefined,
    );
    await Promise.all([land, this.load(year)]);
  }

  /** Fetch one year; an answer that comes after a later request is dropped. */
  async load(year: number): Promise<void> {
    const turn = ++this.turn;
    this.loading = true;
    try {
      const payload = await this.api.get<HistoryPayload>(`${this.api.base}/history?year=${written(year)}`);
      if (turn !== this.turn) return;
      this.error = '';
      this.year = year;
      this.payload = payload;
    } catch (error) {
      if (turn === this.turn) this.error = sorry(error);
    } finally {
      if (turn === this.turn) this.loading = false;
    }
  }

  /** A click on a city chooses one of its leagues, the next one at the next click; one beside everything lets go. */
  pick(hit: LeagueHit | null): void {
    if (hit === null) this.chosen = '';
    else if (hit.kind === 'event') return;
    else if (hit.kind === 'league') this.chosen = this.leagues[hit.league]?.id ?? '';
    else {
      const own = belongs(hit.spot);
      const next = own[(own.indexOf(this.index ?? -1) + 1) % own.length];
      this.chosen = next === undefined ? '' : (this.leagues[next]?.id ?? '');
    }
  }

  /** What is written beside the pointer. */
  describe(hit: LeagueHit): { title: string; line: string } {
    if (hit.kind === 'league') {
      const league = this.leagues[hit.league];
      return { title: league?.name ?? '', line: league ? `${league.dates} · ${text.count(league.size, 'member', 'members')}` : '' };
    }
    if (hit.kind === 'event') return { title: hit.event.name, line: hit.event.title };
    const { spot } = hit;
    const name = (league: number): string => this.leagues[league]?.name ?? '';
    const seats = spot.seats.map((league) => `seat of ${name(league)}`);
    const member = spot.leagues.filter((league) => !spot.seats.includes(league)).map(name);
    return { title: spot.name, line: [...seats, ...member].join(', ') };
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
}
