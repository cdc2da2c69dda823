import { get } from './shared/api.js';
import { attempt, refresh } from './shared/frame.js';

let known = [];

/** The chain's stores, by their codes; none until they are loaded. */
export const stores = () => known;

export const loadStores = () =>
  attempt(async () => {
    known = (await get('/stores')).items;
    refresh();
  });
