/** The entrance: finds the places of the maps on the page and sets the islands into them. */
import { mount } from 'svelte';
import AtlasMap from './AtlasMap.svelte';
import TwoMaps from './TwoMaps.svelte';
import { mountHistory } from './history';
import './atlas.css';
import './history.css';

// The land files lie beside this script, wherever the page keeps them.
const script = import.meta.url;
const assets = new URL('.', script).href;

/** Empty a place: what the server wrote there is for readers without JavaScript. */
function makeReady(target: HTMLElement): void {
  target.replaceChildren();
  target.dataset['state'] = 'drawing';
}

const world = document.getElementById('atlas-map');
if (world) {
  const { asOf = '', selected = '', view = 'world', chosen = '', api = '/api/v1' } = world.dataset;
  makeReady(world);
  mount(AtlasMap, { target: world, props: { root: world, asOf, selected, view, chosen, api, assets } });
}

const both = document.getElementById('two-maps');
if (both) {
  const { asOf = '', api = '/api/v1' } = both.dataset;
  makeReady(both);
  mount(TwoMaps, { target: both, props: { root: both, asOf, api, assets } });
}

const past = document.getElementById('history-map');
if (past) mountHistory(past, assets);
