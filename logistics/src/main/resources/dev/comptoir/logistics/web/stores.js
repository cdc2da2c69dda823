// The stores of the chain.

import { get } from './shared/api.js';
import { refresh } from './shared/drawing.js';
import { attempt } from './shared/toasts.js';

const state = {
  /** @type {ItemOf<'/stores'>[]} */
  stores: [],
};

/** All stores by their codes; none until they are loaded. */
export const stores = () => state.stores;

export const loadStores = () =>
  attempt(async () => {
    state.stores = (await get('/stores')).items;
    refresh();
  });
