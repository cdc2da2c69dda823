// A list that comes in pages: its filter, its items, and the next page.
import { get } from './api.js';
import { complain, refresh } from './frame.js';
import { debounced, more } from './ui.js';

const PAUSE = 15;

/**
 * @param path of the list; `filter` holds the query's values at the start; limit of one page
 * @return {items() (undefined while they are loaded), load() (a promise), filter(), set(changes), more()}
 */
export const makeList = (path, { filter = {}, limit = 50 } = {}) => {
  let values = { ...filter };
  let items;
  let next;
  let busy = false;
  let running;

  const fetchPage = async (after) => {
    soon.forget();
    running?.abort();
    const mine = new AbortController();
    running = mine;
    busy = true;
    refresh();
    try {
      const found = await get(path, { ...values, limit, after }, { signal: mine.signal });
      items = after ? [...items, ...found.items] : found.items;
      next = found.next;
    } catch (failure) {
      if (mine.signal.aborted) return;
      complain(failure);
    }
    busy = false;
    refresh();
  };

  const soon = debounced(PAUSE, () => fetchPage());

  return {
    items: () => items,
    filter: () => values,
    load: () => fetchPage(),
    /** Starts from nothing, so that an older list is not shown meanwhile. */
    restart: (changes = {}) => {
      values = { ...values, ...changes };
      items = undefined;
      return fetchPage();
    },
    set: (changes) => {
      values = { ...values, ...changes };
      soon();
      refresh();
    },
    replace: (item, key) => {
      items = items?.map((one) => (one[key] === item[key] ? item : one));
      refresh();
    },
    more: () => more(next, () => fetchPage(next), busy),
  };
};
