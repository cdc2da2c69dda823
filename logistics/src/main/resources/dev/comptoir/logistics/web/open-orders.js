// The orders that wait for a decision, kept up to date while somebody is signed in, for the page, the count in the
// navigation and the titles.

import { makePoll } from './polling.js';
import { get, listen } from './shared/api.js';
import { refresh } from './shared/drawing.js';
import { t } from './shared/words.js';

const PAGE = 200;
const MOST_PAGES = 5;
const NEW_MILLISECONDS = 8_000;
const SETTLED_MILLISECONDS = 6_000;
const INTERVAL_MILLISECONDS = 20_000;

/**
 * @typedef {Schema<'RestockOrder'>} RestockOrder
 * @typedef {RestockOrder['state'] | 'elsewhere'} ShownState elsewhere: decided by somebody else
 * @typedef {Omit<RestockOrder, 'state'> & { state: ShownState, byColleague?: boolean }} ShownOrder
 */

const state = {
  /** @type {RestockOrder[] | undefined} oldest first; undefined until they are loaded */
  open: undefined,
  /** @type {Set<string> | undefined} ids of all orders that were shown */
  seen: undefined,
  /** @type {Map<string, number>} until when an order is marked as new, by its id */
  newUntil: new Map(),
  /** @type {Map<string, ShownOrder>} orders that were decided some seconds ago, by their ids */
  settled: new Map(),
  /** What a screen reader reads out. */
  announcement: '',
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  timer: undefined,
  connected: false,
  /** Ends the stream. */
  stopListening: () => {},
  /** @type {Set<() => unknown>} */
  listeners: new Set(),
};

const byAge = (/** @type {ShownOrder} */ one, /** @type {ShownOrder} */ other) =>
  Date.parse(one.requestedAt) - Date.parse(other.requestedAt) || one.id.localeCompare(other.id);

const readAll = async () => {
  /** @type {RestockOrder[]} */
  const orders = [];
  /** @type {string | null} */
  let after = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    /** @type {ResponseOf<'get', '/restock-orders'>} */
    const found = await get('/restock-orders', { state: 'requested', limit: PAGE, after }, { retry: false });
    orders.push(...found.items);
    after = found.next;
    if (!after) break;
  }
  return orders.sort(byAge);
};

const announce = (/** @type {RestockOrder[]} */ added) => {
  const [first] = added;
  if (!first) return;
  const until = Date.now() + NEW_MILLISECONDS;
  for (const order of added) state.newUntil.set(order.id, until);
  const { quantity, productName: product, storeName: store } = first;
  state.announcement =
    added.length > 1 ? t('orders.new', { count: added.length }) : t('orders.new-order', { quantity, product, store });
};

/* An order that somebody else decided stays in its place for a while, so that no button moves under a finger. */
const settleMissing = (/** @type {RestockOrder[]} */ before, /** @type {RestockOrder[]} */ now) => {
  const ids = new Set(now.map((order) => order.id));
  const missing = before.filter((order) => !ids.has(order.id) && !state.settled.has(order.id));
  for (const order of missing) settle({ ...order, state: 'elsewhere' });
};

const forgetOldMarks = () => {
  const now = Date.now();
  for (const [id, until] of state.newUntil) {
    if (until < now) state.newUntil.delete(id);
  }
};

const take = (/** @type {RestockOrder[]} */ found) => {
  const { seen, open, settled } = state;
  const now = found.filter((order) => !settled.has(order.id));
  if (seen) announce(now.filter((order) => !seen.has(order.id)));
  if (open) settleMissing(open, now);
  state.seen = new Set([...(seen ?? []), ...found.map((order) => order.id)]);
  forgetOldMarks();
  const changed = JSON.stringify(state.open) !== JSON.stringify(now);
  state.open = now;
  if (!changed) return;
  for (const listener of state.listeners) listener();
};

const settle = (/** @type {ShownOrder} */ order) => {
  state.settled.set(order.id, order);
  state.open = state.open?.filter((one) => one.id !== order.id);
  clearTimeout(state.timer);
  state.timer = setTimeout(() => {
    state.settled = new Map();
    refresh();
  }, SETTLED_MILLISECONDS);
  refresh();
};

/* The live stream starts a run at each event; the interval is for events that it missed. */
const poll = makePoll(INTERVAL_MILLISECONDS, async () => take(await readAll()));

const onState = (/** @type {boolean} */ connected) => {
  if (connected && !state.connected) poll.now();
  state.connected = connected;
  refresh();
};

export const openOrders = {
  start: () => {
    Object.assign(state, { open: undefined, seen: undefined, newUntil: new Map(), settled: new Map() });
    poll.start();
    state.stopListening = listen('/live', { onEvent: poll.now, onState });
  },
  stop: () => {
    state.stopListening();
    state.connected = false;
    poll.stop();
  },
  refresh: poll.now,
  isLive: () => state.connected && poll.succeeded(),
  /** Oldest first; undefined until they are loaded. */
  all: () => state.open,
  /** The open orders, and in their places those that were decided some seconds ago. */
  shown: () => state.open && [...state.open, ...state.settled.values()].sort(byAge),
  isNew: (/** @type {{ id: string }} */ order) => state.newUntil.has(order.id),
  announcement: () => state.announcement,
  /** Shows an order as decided for some seconds. */
  settle,
  /**
   * Does some work after each change.
   * @param {() => unknown} work
   * @returns {() => void} ends that
   */
  onChange: (work) => {
    state.listeners.add(work);
    return () => state.listeners.delete(work);
  },
};

/** How many units of a product all stores request now. @param {number} productId */
export const requestedUnits = (productId) =>
  (state.open ?? []).filter((order) => order.productId === productId).reduce((sum, order) => sum + order.quantity, 0);

/** A page's title with the number of open orders before it. @param {string} title */
export const countedTitle = (title) => (state.open?.length ? `(${state.open.length}) ${title}` : title);
