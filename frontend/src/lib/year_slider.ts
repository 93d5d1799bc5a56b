/**
 * The year slider of a page on the scale that gives the last century its room.
 *
 * The page's own range input stays what it is for keyboards, screen readers and forms: its value is the year. Only the
 * pointer and the eye get another one: a rail beneath it, on which a year lies where the scale says.
 */
import { placeMarks, ticks, yearByKey, yearWords, type Mark, type Scale } from './scale';

export interface YearSlider {
  readonly year: number;
  /** Move to a year, and tell the page as if a hand had moved it. */
  go(year: number): void;
  destroy(): void;
}

export interface YearSliderOptions {
  scale: Scale;
  marks?: readonly Mark[];
  /** A picture laid behind the rail, such as how much there was when. */
  backdrop?: Element | null;
}

/** A hand does not hit one year among two thousand: near a mark its year is meant. */
const NEAR_MARK = 5;

/** Rows of words above the rail; on a narrow one most words would be about the last decades. */
const LANES = { wide: 4, narrow: 3 };
const NARROW = 600;

function part(kind: string, parent: Element, tag = 'div'): HTMLElement {
  const made = document.createElement(tag);
  made.className = kind;
  parent.append(made);
  return made;
}

export function makeYearSlider(input: HTMLInputElement, { scale, marks = [], backdrop = null }: YearSliderOptions): YearSlider {
  const box = document.createElement('div');
  box.className = 'year-scale';
  input.replaceWith(box);
  const words = part('words', box);
  words.setAttribute('aria-hidden', 'true');
  const rail = part('rail', box);
  if (backdrop) rail.append(backdrop);
  part('line', rail);
  rail.append(input);
  const dots = part('dots', rail);
  const thumb = part('thumb', rail);
  const below = part('below-rail', box);
  for (const one of [dots, thumb, below]) one.setAttribute('aria-hidden', 'true');
  const year = Number(input.value);
  input.min = String(Math.min(scale.first, year));
  input.max = String(Math.max(scale.last, year));
  input.value = String(year);
  const range = { first: Number(input.min), last: Number(input.max) };

  const go = (wanted: number): void => {
    const next = Math.max(range.first, Math.min(range.last, Math.round(wanted)));
    if (next === Number(input.value)) return;
    input.value = String(next);
    input.dispatchEvent(new Event('input', { bubbles: true }));
  };

  const show = (): void => {
    const at = Number(input.value);
    thumb.style.left = `${100 * scale.position(at)}%`;
    input.setAttribute('aria-valuetext', yearWords(at));
    for (const dot of dots.children) dot.classList.toggle('now', (dot as HTMLElement).dataset['year'] === String(at));
    for (const word of words.children) word.classList.toggle('now', (word as HTMLElement).dataset['year'] === String(at));
  };

  const layOut = (): void => {
    const width = rail.clientWidth;
    if (width < 1) return;
    drawTicks(below, scale, width);
    drawMarks({ words, dots }, scale, marks, width);
    show();
  };

  const yearAt = (event: PointerEvent): number => {
    const { left, width } = rail.getBoundingClientRect();
    const x = event.clientX - left;
    const near = marks
      .map((mark) => ({ year: mark.year, away: Math.abs(scale.position(mark.year) * width - x) }))
      .sort((p, q) => p.away - q.away)[0];
    return near && near.away <= NEAR_MARK ? near.year : scale.year(x / width);
  };

  const press = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    event.preventDefault();
    input.focus({ preventScroll: true });
    rail.setPointerCapture(event.pointerId);
    go(yearAt(event));
  };
  const drag = (event: PointerEvent): void => {
    if (rail.hasPointerCapture(event.pointerId)) go(yearAt(event));
  };
  const chooseWord = (event: MouseEvent): void => {
    const chosen = (event.target as Element).closest<HTMLElement>('[data-year]');
    if (chosen) go(Number(chosen.dataset['year']));
  };
  const key = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const next = yearByKey(scale, Number(input.value), event);
    if (next === null) return;
    event.preventDefault();
    go(next);
  };

  rail.addEventListener('pointerdown', press);
  rail.addEventListener('pointermove', drag);
  words.addEventListener('click', chooseWord);
  input.addEventListener('keydown', key);
  input.addEventListener('input', show);
  const watcher = new ResizeObserver(layOut);
  watcher.observe(rail);
  layOut();
  return {
    get year() {
      return Number(input.value);
    },
    go,
    destroy() {
      watcher.disconnect();
      input.removeEventListener('keydown', key);
      input.removeEventListener('input', show);
      box.replaceWith(input);
    },
  };
}

function drawTicks(below: HTMLElement, scale: Scale, width: number): void {
  below.replaceChildren();
  for (const { year, position } of ticks(scale, width, 52)) {
    const tick = part('tick', below, 'span');
    tick.textContent = yearWords(year);
    tick.style.left = `${100 * position}%`;
    // The outermost words stay inside.
    tick.style.transform = position < 0.03 ? 'none' : position > 0.97 ? 'translateX(-100%)' : 'translateX(-50%)';
  }
}

function drawMarks({ words, dots }: Record<'words' | 'dots', HTMLElement>, scale: Scale, marks: readonly Mark[], width: number): void {
  words.replaceChildren();
  dots.replaceChildren();
  if (marks.length === 0) return;
  const pen = document.createElement('canvas').getContext('2d');
  const style = getComputedStyle(words);
  if (pen) pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  const measure = (text: string): number => (pen?.measureText(text).width ?? 7 * text.length) + 8;
  const placed = placeMarks(scale, marks, { width, lanes: width < NARROW ? LANES.narrow : LANES.wide, measure });
  const used = Math.max(-1, ...placed.map(({ lane }) => lane ?? -1)) + 1;
  words.dataset['lanes'] = String(used);
  for (const { year, label, position, lane, left } of placed) {
    const dot = part('dot', dots, 'span');
    dot.style.left = `${100 * position}%`;
    dot.dataset['year'] = String(year);
    dot.title = `${yearWords(year)}: ${label}`;
    if (lane === null) continue;
    const word = part(left < position * width - 1 ? 'word-at left' : 'word-at', words, 'span');
    part('text', word, 'span').textContent = label;
    word.style.left = `${left}px`;
    word.dataset['lane'] = String(lane);
    word.dataset['year'] = String(year);
  }
}
