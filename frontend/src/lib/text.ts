/** The sentences of the island, in one place. */

const NUMBER = new Intl.NumberFormat('en');

export function count(value: number, one: string, many: string): string {
  return `${NUMBER.format(value)} ${value === 1 ? one : many}`;
}

export function ties(value: number): string {
  return count(value, 'tie', 'ties');
}

/** "in 1990", or nothing when the page shows the latest state. */
export function inYear(asOf: string): string {
  return asOf === '' ? '' : ` in ${asOf.slice(0, 4)}`;
}

/** A tie's period as people write it. */
export function period(from: string | null, to: string | null): string {
  if (from === null && to === null) return '';
  if (to === null) return `since ${year(from)}`;
  return from === null ? `until ${year(to)}` : `${year(from)}–${year(to)}`;
}

function year(date: string | null): string {
  return (date ?? '').replace(/^(-?\d{4})-.*$/, '$1');
}
