/** Colours and dash patterns. Statuses use Okabe and Ito's colours and differ in dash too: never by colour alone. */

import type { ClassId, StateAnswer } from './overlay';

export type StatusGroup = 'active' | 'dormant' | 'suspended' | 'ended' | 'prospective';

export interface LineStyle {
  colour: string;
  /** Dash pattern in CSS pixels; empty is solid. */
  dash: readonly number[];
  width: number;
}

export interface Palette {
  sea: string;
  land: string;
  border: string;
  coast: string;
  graticule: string;
  ink: string;
  halo: string;
  dot: string;
  dotRim: string;
  bundle: string;
  bundleFaint: string;
  accent: string;
  every: string;
  /** Classes of the overlay: lines and areas; areas differ in pattern too. */
  classes: Record<ClassId, LineStyle>;
  /** Areas are large, so the rule is paler there than as a line. */
  areas: Record<ClassId, string>;
  states: Record<StateAnswer, string>;
  /** From few allies to many. */
  allies: readonly [string, string, string, string];
  hatch: string;
  status: Record<StatusGroup, LineStyle>;
  /** Leagues of the history, each with a shape too (see `league_marks`). */
  leagues: readonly string[];
}

export const STATUS_GROUPS: readonly { group: StatusGroup; label: string }[] = [
  { group: 'active', label: 'active' },
  { group: 'dormant', label: 'dormant' },
  { group: 'suspended', label: 'suspended' },
  { group: 'ended', label: 'ended' },
  { group: 'prospective', label: 'not yet active' },
];

/** The group a tie's status is drawn as. A tie without a status stands in a list, so it counts as active. */
export function statusGroup(status: string | null): StatusGroup {
  if (status === 'dormant' || status === 'suspended' || status === 'ended') return status;
  if (status === 'proposed' || status === 'negotiated' || status === 'signed') return 'prospective';
  return 'active';
}

function statuses(active: string): Record<StatusGroup, LineStyle> {
  return {
    active: { colour: active, dash: [], width: 1.5 },
    dormant: { colour: '#e69f00', dash: [9, 4], width: 1.8 },
    suspended: { colour: '#d55e00', dash: [4, 3], width: 1.8 },
    ended: { colour: '#cc79a7', dash: [1.5, 3.5], width: 1.8 },
    prospective: { colour: '#009e73', dash: [9, 3, 2, 3], width: 1.8 },
  };
}

function classes(colours: Record<ClassId, string>): Record<ClassId, LineStyle> {
  return {
    aligned: { colour: colours.aligned, dash: [], width: 1 },
    substitute: { colour: colours.substitute, dash: [9, 4], width: 1.3 },
    contrary: { colour: colours.contrary, dash: [3, 2.5], width: 1.6 },
    latent: { colour: colours.latent, dash: [], width: 0.8 },
    absent: { colour: colours.absent, dash: [], width: 0.8 },
    unknown: { colour: colours.unknown, dash: [], width: 0.8 },
  };
}

export const LIGHT: Palette = {
  sea: '#e8eef2',
  land: '#fbfaf6',
  border: '#d2d7d6',
  coast: '#b9c4ca',
  graticule: '#dde5ea',
  ink: '#1d2a33',
  halo: '#fbfaf6',
  dot: '#33434f',
  dotRim: '#fbfaf6',
  bundle: '#0b5f8f',
  bundleFaint: '#4f86a6',
  accent: '#b0450a',
  every: '#0072b2',
  classes: classes({
    aligned: '#0072b2',
    substitute: '#a33a6b',
    contrary: '#c24a00',
    latent: '#7cc4ee',
    absent: '#c9cdcb',
    unknown: '#8a9399',
  }),
  areas: { aligned: '#6ba7d3', substitute: '#a33a6b', contrary: '#c24a00', latent: '#bcdcf0', absent: '#d3d5d1', unknown: '#8a9399' },
  states: { tied: '#6fbfa6', hostile: '#c24a00', not_tied: '#d3d5d1', unknown: '#8a9399' },
  allies: ['#dcede6', '#b3d9cb', '#7fbfa9', '#46a086'],
  hatch: '#a9b1b5',
  status: statuses('#0072b2'),
  leagues: ['#0072b2', '#c24a00', '#00795a', '#a33a6b', '#7a5c00', '#5b4bb5'],
};

export const DARK: Palette = {
  sea: '#0f161c',
  land: '#1c262e',
  border: '#2b3740',
  coast: '#3d4c57',
  graticule: '#18212a',
  ink: '#e3ebf0',
  halo: '#131b22',
  dot: '#b9c7d1',
  dotRim: '#131b22',
  bundle: '#63b4ea',
  bundleFaint: '#4a85ad',
  accent: '#ffb26b',
  every: '#56b4e9',
  classes: classes({
    aligned: '#3fa0e6',
    substitute: '#f0a3c4',
    contrary: '#f97b1e',
    latent: '#2c6a94',
    absent: '#48535b',
    unknown: '#84919b',
  }),
  areas: { aligned: '#3f7fae', substitute: '#f0a3c4', contrary: '#f97b1e', latent: '#274a63', absent: '#3f4a52', unknown: '#84919b' },
  states: { tied: '#2f8f76', hostile: '#f97b1e', not_tied: '#3f4a52', unknown: '#84919b' },
  allies: ['#1f3a35', '#24564b', '#2a7563', '#33987f'],
  hatch: '#56646e',
  status: statuses('#56b4e9'),
  leagues: ['#56b4e9', '#f97b1e', '#2fbf93', '#f0a3c4', '#e5c100', '#a99cf5'],
};

/** The page's own choice (`data-theme`) goes before the system's. */
export function choosePalette(theme: string | undefined, systemDark: boolean): Palette {
  if (theme === 'dark') return DARK;
  if (theme === 'light') return LIGHT;
  return systemDark ? DARK : LIGHT;
}

/** Contrast of two hex colours as WCAG defines it, 1…21. */
export function contrast(one: string, other: string): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return ((high ?? 0) + 0.05) / ((low ?? 0) + 0.05);
}

function luminance(hex: string): number {
  const channel = (start: number): number => {
    const value = parseInt(hex.slice(start, start + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}
