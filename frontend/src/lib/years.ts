/** The year slider of the page: it lies outside the island and works without it; here it becomes immediate. */
import { readScale, yearWords } from './scale';
import { makeYearSlider } from './year_slider';

/** The same address with another year; null when it leads to another origin, is no page address or has a year of its own. */
export function withAsOf(href: string, page: string, asOf: string): string | null {
  let url: URL;
  try {
    url = new URL(href, page);
  } catch {
    return null;
  }
  if (url.origin !== new URL(page).origin || !url.protocol.startsWith('http')) return null;
  // An address of the history names its own year.
  if (url.searchParams.has('year')) return null;
  url.searchParams.set('as_of', asOf);
  return url.pathname + url.search + url.hash;
}

/** Set the year in every link, and in the hidden field of every form, that keeps it. */
export function keepAsOf(root: ParentNode, page: string, asOf: string): void {
  for (const link of root.querySelectorAll<HTMLAnchorElement>('[data-keeps-as-of] a[href], a[data-keeps-as-of][href]')) {
    const href = link.getAttribute('href') ?? '';
    const next = href.startsWith('#') ? null : withAsOf(href, page, asOf);
    if (next !== null) link.setAttribute('href', next);
  }
  for (const field of root.querySelectorAll<HTMLInputElement>('[data-keeps-as-of] input[type="hidden"][name="as_of"]')) {
    field.value = asOf;
  }
}

/** Keep the chosen city in the address and in the slider's form, so that both can be shared and reloaded. */
export function keepCity(page: Document, id: string): void {
  const url = new URL(page.location.href);
  if ((url.searchParams.get('city') ?? '') === id) return;
  if (id === '') url.searchParams.delete('city');
  else url.searchParams.set('city', id);
  history.replaceState(history.state, '', url.pathname + url.search + url.hash);
  const form = page.querySelector('#as-of-form');
  const field = form?.querySelector<HTMLInputElement>('input[type="hidden"][name="city"]');
  if (field) field.value = id;
  else if (form && id !== '') {
    const made = page.createElement('input');
    Object.assign(made, { type: 'hidden', name: 'city', value: id });
    form.append(made);
  }
}

/**
 * Bring the page's own text into the new year: every element marked `data-follows-as-of` (with an id) is replaced by
 * the same element of the page the server renders for the present address.
 */
export async function followAsOf(page: Document, fetcher: typeof fetch = (...request) => fetch(...request)): Promise<void> {
  const parts = [...page.querySelectorAll<HTMLElement>('[data-follows-as-of][id]')];
  if (parts.length === 0) return;
  const address = page.location.href;
  const response = await fetcher(address, { headers: { accept: 'text/html' } });
  if (!response.ok) return;
  const fresh = new DOMParser().parseFromString(await response.text(), 'text/html');
  // The slider may have moved on meanwhile: its own answer is on the way.
  if (page.location.href !== address) return;
  for (const part of parts) {
    const next = fresh.getElementById(part.id);
    if (next) part.replaceWith(page.importNode(next, true));
  }
}

/** Call `later` once the calls have paused for `delay` milliseconds. */
export function debounce<A extends unknown[]>(later: (...values: A) => void, delay: number): (...values: A) => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => later(...values), delay);
  };
}

/** Make the slider move the map at once; gives the function that takes the listeners away again. */
export function enhanceSlider(page: Document, onYear: (asOf: string) => void): () => void {
  const form = page.querySelector<HTMLFormElement>('#as-of-form');
  const slider = page.querySelector<HTMLInputElement>('#as-of');
  if (!form || !slider) return () => undefined;
  const output = form.querySelector('output');
  const settle = debounce((asOf: string) => {
    const next = withAsOf(page.location.href, page.location.href, asOf);
    if (next !== null) history.replaceState(history.state, '', next);
    keepAsOf(page, page.location.href, asOf);
    onYear(asOf);
    // Without an answer the text keeps its old year, which it names.
    followAsOf(page).catch(() => undefined);
  }, 160);
  const listen = (): void => {
    const words = yearWords(Number(slider.value));
    if (output) output.textContent = words;
    slider.setAttribute('aria-valuetext', words);
    settle(slider.value);
  };
  slider.addEventListener('input', listen);
  form.dataset['enhanced'] = 'true';
  const scale = readScale(form.dataset['scale']);
  const made = scale ? makeYearSlider(slider, { scale }) : null;
  return () => {
    slider.removeEventListener('input', listen);
    made?.destroy();
  };
}
