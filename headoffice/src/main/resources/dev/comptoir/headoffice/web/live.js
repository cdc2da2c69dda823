// What happens in the chain, as it happens; every page that shows something of it hears of it here.

import { get, listen } from './shared/api.js';
import { refresh } from './shared/frame.js';
import { html } from './shared/lit.js';
import { paced } from './shared/ui.js';
import { t } from './shared/words.js';

const KEPT = 30;
const PAUSE = 400;

let stop = () => {};
let connected = false;
let recent = [];
let unacknowledged;
let storeList = [];
const listeners = new Set();

/** The newest events, newest first: {kind, payload, at}. */
export const activity = () => recent;

/** How many open alerts nobody has acknowledged; the count stops at 99. */
export const openAlerts = () => unacknowledged || undefined;

export const stores = () => storeList;
export const storeName = (code) => storeList.find((store) => store.code === code)?.name ?? code;

export const countAlerts = async () => {
  unacknowledged = (await get('/alerts', { state: 'unacknowledged', limit: 99 }).catch(() => ({ items: [] }))).items
    .length;
  refresh();
};

const countSoon = paced(PAUSE, () => countAlerts());
const tell = paced(PAUSE, () => {
  for (const listener of listeners) listener();
});

/** Calls `work` soon after something happened; answers the way to end that. */
export const onActivity = (work) => {
  listeners.add(work);
  return () => listeners.delete(work);
};

export const loadStores = async () => {
  storeList = (await get('/stores').catch(() => ({ items: storeList }))).items;
  refresh();
};

export const startLive = () => {
  recent = [];
  loadStores();
  countAlerts();
  stop = listen('/live', {
    onState: (up) => {
      if (up && !connected) tell();
      connected = up;
      refresh();
    },
    onEvent: (kind, payload) => {
      recent = [{ kind, payload, at: Date.now(), id: (recent[0]?.id ?? 0) + 1 }, ...recent].slice(0, KEPT);
      if (kind === 'alert') countSoon();
      tell();
      refresh();
    },
  });
};

export const stopLive = () => {
  stop();
  connected = false;
};

export const liveBadge = () =>
  html`<span class="live ${connected ? 'on' : ''}" role="status">${t(connected ? 'live.on' : 'live.off')}</span>`;
