/** The entrance: finds the place of the map on the page and sets the island into it. */
import { mount } from 'svelte';
import AtlasMap from './AtlasMap.svelte';
import './atlas.css';

const target = document.getElementById('atlas-map');
if (target) {
  const { asOf = '', selected = '', view = 'world', api = '/api/v1' } = target.dataset;
  // The land files lie beside this script, wherever the page keeps them.
  const script = import.meta.url;
  const assets = new URL('.', script).href;
  // What the server wrote here is for readers without JavaScript.
  target.replaceChildren();
  target.dataset['state'] = 'drawing';
  mount(AtlasMap, { target, props: { root: target, asOf, selected, view, api, assets } });
}
