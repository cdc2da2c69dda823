// The live stream of the chain, and what the pages share of it: the activity, the stores and the number of open alerts.

import { get, listen } from './shared/api.js';
import { refresh } from './shared/drawing.js';
import { html } from './shared/lit.js';
import { throttled } from './shared/timing.js';
import { t } from './shared/words.js';

const MOST_ACTIVITIES = 30;
const MOST_ALERTS = 99;
const PAUSE_MILLISECONDS = 400;

/** @typedef {{ id: number, kind: string, payload: any, at: number }} Activity */

const state = {
  connected: false,
  /** @type {Activity[]} newest first */
  activities: [],
  /** Open alerts that nobody is assigned to, up to 99. */
  openAlerts: 0,
  /** @type {Schema<'Store'>[]} */
  stores: [],
  /** @type {Set<() => unknown>} */
  listeners: new Set(),
  /** Ends the stream. */
  stop: () => {},
};

/** The latest activities, newest first. */
export const activity = () => state.activities;

/** How many open alerts nobody is assigned to, up to 99; undefined for none. */
export const openAlerts = () => state.openAlerts || undefined;

export const stores = () => state.stores;

/** The name of a store. @param {string} code */
export const storeName = (code) => state.stores.find((store) => store.code === code)?.name ?? code;

export const countAlerts = async () => {
  const found = await get('/alerts', { state: 'unacknowledged', limit: MOST_ALERTS }).catch(() => undefined);
  state.openAlerts = found?.items.length ?? 0;
  refresh();
};

const countSoon = throttled(PAUSE_MILLISECONDS, countAlerts);

const notifySoon = throttled(PAUSE_MILLISECONDS, () => {
  for (const listener of state.listeners) listener();
});

/**
 * Does some work soon after each activity.
 * @param {() => unknown} work
 * @returns {() => void} ends that
 */
export const onActivity = (work) => {
  state.listeners.add(work);
  return () => state.listeners.delete(work);
};

export const loadStores = async () => {
  const found = await get('/stores').catch(() => undefined);
  if (found) state.stores = found.items;
  refresh();
};

const onEvent = (/** @type {string} */ kind, /** @type {any} */ payload) => {
  const [newest] = state.activities;
  const activity = { id: (newest?.id ?? 0) + 1, kind, payload, at: Date.now() };
  state.activities = [activity, ...state.activities].slice(0, MOST_ACTIVITIES);
  if (kind === 'alert') countSoon();
  notifySoon();
  refresh();
};

const onState = (/** @type {boolean} */ connected) => {
  if (connected && !state.connected) notifySoon();
  state.connected = connected;
  refresh();
};

export const startLive = () => {
  state.activities = [];
  loadStores();
  countAlerts();
  state.stop = listen('/live', { onEvent, onState });
};

export const stopLive = () => {
  state.stop();
  state.connected = false;
};

export const liveBadge = () => {
  const [tone, text] = state.connected ? ['on', 'live.on'] : ['', 'live.off'];
  return html`<span class="live ${tone}" role="status">${t(text)}</span>`;
};
