// What a page loads: a list page by page, or one item. A failure is shown in its place, with a button to try again.

import { Problem } from './shared/api.js';
import { refresh } from './shared/drawing.js';
import { html } from './shared/lit.js';
import { complain, failureText } from './shared/toasts.js';
import { button, empty, more, waiting } from './shared/ui.js';
import { t } from './shared/words.js';

/** A list that the reader has extended is not loaded again under his eyes. */
const MOST_RELOADED = 50;

const MISSING = ['not-found', 'invalid-request'];

const failed = (/** @type {unknown} */ failure, /** @type {() => unknown} */ again) => {
  const retry = button(t('try-again'), { onClick: again });
  const text = failureText(failure);
  return html`<div class="card" role="alert">${empty('circle-alert', t('loading.failed'), text, retry)}</div>`;
};

/**
 * A list.
 * @template {{ id?: string | number }} Item
 * @param {(after: string | undefined) => Promise<{ items: Item[], next?: string | null }>} read loads a page
 */
export const listLoader = (read) => {
  const state = {
    /** @type {Item[] | undefined} undefined until they are loaded */
    items: undefined,
    /** @type {string | null | undefined} cursor of the next page */
    next: undefined,
    /** @type {unknown} */
    failure: undefined,
    busy: false,
    /** How often pages were requested; only the latest request counts. */
    requests: 0,
  };

  const load = async ({ further = false, quiet = false } = {}) => {
    state.requests += 1;
    const mine = state.requests;
    state.busy = true;
    refresh();
    try {
      const found = await read(further ? (state.next ?? undefined) : undefined);
      if (mine !== state.requests) return;
      state.items = further ? [...(state.items ?? []), ...found.items] : found.items;
      state.next = found.next;
      state.failure = undefined;
    } catch (failure) {
      if (mine !== state.requests) return;
      state.failure = failure;
      if (!(failure instanceof Problem) || (state.items && !quiet)) complain(failure);
    } finally {
      if (mine === state.requests) state.busy = false;
      refresh();
    }
  };

  return {
    load: () => load(),
    /** Loads again, unless the reader has extended the list. */
    reload: () => {
      if (state.items && state.items.length <= MOST_RELOADED && !state.busy) load({ quiet: true });
    },
    clear: () => {
      state.items = undefined;
    },
    replace: (/** @type {Item} */ item) => {
      state.items = state.items?.map((one) => (one.id === item.id ? item : one));
    },
    items: () => state.items,
    isBusy: () => state.busy,
    /**
     * @param {(items: Item[]) => Content} some shows the items
     * @param {() => Content} none stands there when the list is empty
     */
    view: (some, none) => {
      const { items, failure, busy, next } = state;
      if (items === undefined) return failure && !busy ? failed(failure, () => load()) : waiting();
      if (items.length === 0) return none();
      return html`${some(items)}${more(next, () => load({ further: true }), busy)}`;
    },
  };
};

/**
 * One item.
 * @template Item
 * @param {(id: string) => Promise<Item>} read
 */
export const itemLoader = (read) => {
  const state = {
    id: '',
    /** @type {Item | undefined} undefined until it is loaded */
    item: undefined,
    /** @type {unknown} */
    failure: undefined,
  };

  const load = async () => {
    const { id } = state;
    try {
      const item = await read(id);
      if (id !== state.id) return;
      state.item = item;
      state.failure = undefined;
    } catch (failure) {
      if (id !== state.id) return;
      state.failure = failure;
      if (!(failure instanceof Problem)) complain(failure);
    } finally {
      refresh();
    }
  };

  return {
    open: (/** @type {string} */ id) => {
      Object.assign(state, { id, item: undefined, failure: undefined });
      return load();
    },
    load,
    item: () => state.item,
    /**
     * @param {(item: Item) => Content} some shows the item
     * @param {() => Content} missing stands there when there is no such item
     */
    view: (some, missing) => {
      const { item, failure } = state;
      if (item) return some(item);
      if (!failure) return waiting();
      return failure instanceof Problem && MISSING.includes(failure.type) ? missing() : failed(failure, load);
    },
  };
};
