/** The page around the history map: its address, and the list of leagues that the server writes. */
import { written, yearWords } from './scale';
import { followAsOf, keepAsOf } from './years';

const LIST = 'history-list';
const BOX = 'history-side';

const rows = (page: Document): HTMLDetailsElement[] => [...page.querySelectorAll<HTMLDetailsElement>(`#${LIST} details[data-league]`)];

/** The year, and a league when one is given, in the address, the title, the links and the words of the page. */
export function writeYear(page: Document, year: number, league?: string): void {
  const url = new URL(page.location.href);
  url.searchParams.set('year', String(written(year)));
  url.searchParams.delete('as_of');
  if (league === '') url.searchParams.delete('league');
  else if (league !== undefined) url.searchParams.set('league', league);
  history.replaceState(history.state, '', url.pathname + url.search.replaceAll('%3A', ':') + url.hash);
  page.title = page.title.replace(/^[^·]*·/, `History: ${yearWords(year)} ·`);
  keepAsOf(page, page.location.href, String(year));
}

/** Bring the page's text into the year; asked again where the address changed meanwhile for another reason than the year. */
export async function followLeagues(page: Document, now: () => number, tries = 3): Promise<void> {
  const year = now();
  // Without an answer the text keeps its old year, which it names.
  await followAsOf(page).catch(() => undefined);
  const shown = page.getElementById(LIST)?.dataset['year'];
  if (now() === year && shown !== String(written(year)) && tries > 1) await followLeagues(page, now, tries - 1);
}

export interface ListEvents {
  choose(id: string): void;
  letGo(id: string): void;
  /** The league under the pointer or with the focus; empty when none. */
  mark(id: string): void;
}

/** Listen to the list of leagues, also after it was replaced; gives the function that ends it. */
export function watchList(page: Document, { choose, letGo, mark }: ListEvents): () => void {
  const box = page.getElementById(BOX);
  if (!box) return () => undefined;
  const leagueOf = (event: Event): string => (event.target as Element | null)?.closest<HTMLElement>('[data-league]')?.dataset['league'] ?? '';
  const toggled = (event: Event): void => {
    const { target } = event;
    const id = leagueOf(event);
    if (!(target instanceof HTMLDetailsElement) || id === '') return;
    if (target.open) choose(id);
    else letGo(id);
  };
  const over = (event: Event): void => mark(leagueOf(event));
  const out = (): void => mark('');
  const listeners: [string, (event: Event) => void][] = [['pointerover', over], ['focusin', over], ['pointerleave', out], ['focusout', out]];
  for (const [name, listener] of listeners) box.addEventListener(name, listener);
  // `toggle` does not bubble.
  box.addEventListener('toggle', toggled, true);
  return () => {
    for (const [name, listener] of listeners) box.removeEventListener(name, listener);
    box.removeEventListener('toggle', toggled, true);
  };
}

/** Open the row of a league and close the others. */
export function openOnly(page: Document, id: string): void {
  for (const row of rows(page)) row.open = row.dataset['league'] === id;
}

/** Scroll the list, not the page, to the row of a league. */
export function bringIntoBox(page: Document, id: string): void {
  const box = page.getElementById(BOX);
  const row = rows(page).find((one) => one.dataset['league'] === id);
  if (!box || !row) return;
  const [outer, inner] = [box.getBoundingClientRect(), row.getBoundingClientRect()];
  if (inner.top < outer.top || inner.top > outer.bottom - 60) box.scrollTop += inner.top - outer.top - 8;
}
