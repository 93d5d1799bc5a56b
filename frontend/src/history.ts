/** Sets the history map into its page: reads what the server wrote and makes the slider of the year. */
import { mount } from 'svelte';
import HistoryMap from './HistoryMap.svelte';
import { readMarks } from './lib/league_marks';
import { astronomical, readScale, written, yearWords, type Mark } from './lib/scale';
import { makeYearSlider, type YearSlider } from './lib/year_slider';

/** The turning points, as the page's own list has them. */
function readPoints(page: Document): Mark[] {
  return [...page.querySelectorAll<HTMLElement>('[data-turning-point]')].map((one) => ({
    year: astronomical(Number(one.dataset['turningPoint'])),
    label: one.dataset['short'] ?? '',
  }));
}

export function mountHistory(root: HTMLElement, assets: string): void {
  const form = document.querySelector<HTMLFormElement>('#year-form');
  const field = form?.querySelector<HTMLInputElement>('#year');
  const place = form?.querySelector<HTMLElement>('.slider-place');
  const scale = readScale(form?.dataset['scale']);
  if (!form || !field || !place || !scale) return;
  const { league = '', api = '/api/v1' } = root.dataset;
  const year = astronomical(Number(field.value));
  const points = readPoints(document);

  function makeSlider(onYear: (year: number) => void): YearSlider {
    const input = Object.assign(document.createElement('input'), { type: 'range', id: 'year-slider', min: String(scale?.first), max: String(scale?.last), step: '1' });
    input.min = String(Math.min(year, Number(input.min)));
    input.value = String(year);
    input.setAttribute('aria-label', 'Year');
    const output = form?.querySelector('output');
    const backdrop = place?.querySelector('svg') ?? null;
    place?.append(input);
    if (!scale || !form || !field) throw new Error('The page of the history has no slider.');
    const slider = makeYearSlider(input, { scale, marks: points, backdrop });
    const tell = (): void => {
      field.value = String(written(slider.year));
      if (output) output.textContent = yearWords(slider.year);
      onYear(slider.year);
    };
    const type = (event: Event): void => {
      event.preventDefault();
      if (field.validity.valid && field.value !== '') slider.go(astronomical(Number(field.value)));
      field.value = String(written(slider.year));
    };
    input.addEventListener('input', tell);
    field.addEventListener('change', type);
    form.addEventListener('submit', type);
    form.dataset['enhanced'] = 'true';
    return {
      get year() {
        return slider.year;
      },
      go: (wanted) => slider.go(wanted),
      destroy() {
        input.removeEventListener('input', tell);
        field.removeEventListener('change', type);
        form.removeEventListener('submit', type);
        slider.destroy();
      },
    };
  }

  root.replaceChildren();
  root.dataset['state'] = 'drawing';
  const props = { root, year, league, marks: readMarks(root.dataset['marks']), points, scale, makeSlider, api, assets };
  mount(HistoryMap, { target: root, props });
}
