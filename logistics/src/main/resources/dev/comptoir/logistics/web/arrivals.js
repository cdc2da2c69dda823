// The orders that wait for a decision, kept in step while somebody is signed in: the page, the count in the navigation and
// the title all read them here.

import { rounds } from './rounds.js';
import { get, listen } from './shared/api.js';
import { refresh } from './shared/frame.js';
import { t } from './shared/words.js';

const PAGE = 200;
const PAGES = 5;
const FRESH = 8_000;
const SETTLED = 6_000;

let open;
let seen;
let fresh = new Map();
let settled = new Map();
let announcement = '';
let leaving;
let connected = false;
let unwatch = () => {};
const listeners = new Set();

const byAge = (one, other) =>
  Date.parse(one.requestedAt) - Date.parse(other.requestedAt) || one.id.localeCompare(other.id);

const read = async () => {
  const orders = [];
  let after;
  for (let page = 0; page < PAGES; page += 1) {
    const found = await get('/restock-orders', { state: 'requested', limit: PAGE, after }, { patient: false });
    orders.push(...found.items);
    after = found.next;
    if (!after) break;
  }
  return orders.sort(byAge);
};

const announce = (added) => {
  if (added.length === 0) return;
  const until = Date.now() + FRESH;
  for (const order of added) fresh.set(order.id, until);
  announcement =
    added.length > 1
      ? t('arrivals.new', { count: added.length })
      : t('arrivals.one', { quantity: added[0].quantity, product: added[0].productName, store: added[0].storeName });
};

/* An order that left without us stays in its place for a while, so that no button moves under a finger. */
const noteGone = (before, now) => {
  const ids = new Set(now.map((order) => order.id));
  const gone = before.filter((order) => !ids.has(order.id) && !settled.has(order.id));
  for (const order of gone) settle({ ...order, state: 'elsewhere' });
};

const take = (found) => {
  const now = found.filter((order) => !settled.has(order.id));
  if (seen) announce(now.filter((order) => !seen.has(order.id)));
  if (open) noteGone(open, now);
  seen = new Set([...(seen ?? []), ...found.map((order) => order.id)]);
  const moment = Date.now();
  fresh.forEach((until, id) => {
    if (until < moment) fresh.delete(id);
  });
  const changed = JSON.stringify(open) !== JSON.stringify(now);
  open = now;
  if (!changed) return;
  for (const listener of listeners) listener();
};

const settle = (order) => {
  settled.set(order.id, order);
  open = open?.filter((one) => one.id !== order.id);
  clearTimeout(leaving);
  leaving = setTimeout(() => {
    settled = new Map();
    refresh();
  }, SETTLED);
  refresh();
};

/* The live stream says when something happened; the slow rounds are for what it may have missed. */
const round = rounds(20_000, async () => take(await read()));

const watch = () =>
  listen('/live', {
    onEvent: round.now,
    onState: (up) => {
      if (up && !connected) round.now();
      connected = up;
      refresh();
    },
  });

export const arrivals = {
  start: () => {
    open = undefined;
    seen = undefined;
    fresh = new Map();
    settled = new Map();
    round.start();
    unwatch = watch();
  },
  stop: () => {
    unwatch();
    connected = false;
    round.stop();
  },
  refresh: round.now,
  isLive: () => connected && round.ok(),
  /** Oldest first; undefined until they are known. */
  open: () => open,
  /** The open ones, and in their places those decided some seconds ago. */
  shown: () => open && [...open, ...settled.values()].sort(byAge),
  isFresh: (order) => fresh.has(order.id),
  announcement: () => announcement,
  /** Tells that an order was decided, here or by a colleague. */
  settle,
  onChange: (listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

/** How many units of a product all stores ask for now. */
export const wanted = (productId) =>
  (open ?? []).filter((order) => order.productId === productId).reduce((sum, order) => sum + order.quantity, 0);

/** A page's title with the number of open orders before it. */
export const counted = (title) => (open?.length ? `(${open.length}) ${title}` : title);
