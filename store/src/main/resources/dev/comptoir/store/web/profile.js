// The profile of the store: what its receipts show, the marks of its taxes, and its coins.

import { get } from './shared/api.js';
import { refresh } from './shared/drawing.js';
import { attempt } from './shared/toasts.js';

/** @typedef {ResponseOf<'get', '/store-profile'>['profile']} StoreProfile */

const state = {
  /** @type {StoreProfile | undefined} undefined until it is loaded */
  profile: undefined,
};

/** In force today. */
export const profile = () => state.profile;

export const loadProfile = () =>
  attempt(async () => {
    state.profile = (await get('/store-profile')).profile;
    refresh();
  });

/**
 * The letter of a tax, beside the lines that bear it; the first one of a tax that the profile no longer has.
 * @param {{ name: string }} tax
 * @param {StoreProfile | undefined} [ofDay]
 */
export const markOf = ({ name }, ofDay = state.profile) =>
  ofDay?.taxes.find((tax) => tax.name === name)?.mark ?? name.slice(0, 1);
