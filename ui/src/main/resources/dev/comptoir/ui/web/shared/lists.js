// A list that is loaded page by page, with its filter.

import { get } from './api.js';
import { refresh } from './drawing.js';
import { html } from './lit.js';
import { debounced } from './timing.js';
import { complain } from './toasts.js';
import { more, waiting } from './ui.js';

const PAUSE_MILLISECONDS = 15;

/**
 * @template {AnyPath} Path
 * @param {Path} path
 * @param {{ filter?: QueryOf<'get', Path>, limit?: number }} [options] filter: the query at the start
 */
export const makeList = (path, { filter, limit = 50 } = {}) => {
  /** @typedef {ItemOf<Path>} Item */
  const state = {
    /** @type {Record<string, unknown>} */
    filter: { ...filter },
    /** @type {Item[] | undefined} undefined while the first page is loaded */
    items: undefined,
    /** @type {string | undefined} cursor of the next page */
    next: undefined,
    busy: false,
    /** @type {AbortController | undefined} */
    running: undefined,
  };
  /** @type {any} The types of the path are checked where the list is made. */
  const read = get;

  const fetchPage = async (/** @type {string | undefined} */ after) => {
    loadSoon.cancel();
    state.running?.abort();
    const mine = new AbortController();
    state.running = mine;
    state.busy = true;
    refresh();
    try {
      const found = await read(path, { ...state.filter, limit, after }, { signal: mine.signal });
      state.items = after ? [...(state.items ?? []), ...found.items] : found.items;
      state.next = found.next;
    } catch (failure) {
      if (mine.signal.aborted) return;
      complain(failure);
    }
    state.busy = false;
    refresh();
  };

  const loadSoon = debounced(PAUSE_MILLISECONDS, () => fetchPage(undefined));

  return {
    items: () => state.items,
    filter: () => /** @type {Record<string, any>} */ (state.filter),
    load: () => fetchPage(undefined),
    /** Clears the list and reloads it, so that no older list is shown meanwhile. */
    restart: (/** @type {QueryOf<'get', Path> | undefined} */ changes = undefined) => {
      state.filter = { ...state.filter, ...changes };
      state.items = undefined;
      return fetchPage(undefined);
    },
    /** Changes the filter. */
    set: (/** @type {QueryOf<'get', Path>} */ changes) => {
      state.filter = { ...state.filter, ...changes };
      loadSoon();
      refresh();
    },
    /**
     * Shows another version of an item.
     * @param {Item} item
     * @param {keyof Item} key names the item
     */
    replace: (item, key) => {
      state.items = state.items?.map((one) => (one[key] === item[key] ? item : one));
      refresh();
    },
    /**
     * @param {(items: Item[]) => Content} some shows the items
     * @param {() => Content} none stands there when the list is empty
     */
    view: (some, none) => {
      if (state.items === undefined) return waiting();
      if (state.items.length === 0) return none();
      return html`${some(state.items)}${more(state.next, () => fetchPage(state.next), state.busy)}`;
    },
  };
};
