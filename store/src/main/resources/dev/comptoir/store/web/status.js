// The state of the service, at the foot of every page.

import { get, isReachable } from './shared/api.js';
import { refresh } from './shared/drawing.js';
import { html, nothing } from './shared/lit.js';
import { icon } from './shared/ui.js';
import { t } from './shared/words.js';

const INTERVAL_MILLISECONDS = 10_000;

/** @typedef {ResponseOf<'get', '/status'>} Status */

const state = {
  /** @type {Status | undefined} undefined while it is unknown */
  status: undefined,
  /** @type {ReturnType<typeof setInterval> | undefined} */
  timer: undefined,
};

const load = async () => {
  state.status = await get('/status', undefined, { retry: false }).catch(() => undefined);
  refresh();
};

export const startStatus = () => {
  clearInterval(state.timer);
  load();
  state.timer = setInterval(load, INTERVAL_MILLISECONDS);
};

export const stopStatus = () => clearInterval(state.timer);

const online = () => {
  const [tone, picture, text] = isReachable()
    ? ['good', 'circle-check', 'status.up']
    : ['poor', 'wifi-off', 'status.down'];
  return html`<span class=${tone}>${icon(picture)}${t(text)}</span>`;
};

/**
 * How many events wait for the other services; an instance of version 0.1 lists no destinations.
 * @param {Status} status
 */
const backlog = (status) => {
  const count = (status.destinations ?? []).reduce((sum, destination) => sum + destination.backlog, 0);
  if (count === 0) return html`<span>${icon('cloud')}${t('status.synced')}</span>`;
  return html`<span>${icon('cloud-upload')}${t('status.waiting', { count })}</span>`;
};

/** @param {() => unknown} showKeys */
export const statusBar = (showKeys) => html`${online()}${state.status ? backlog(state.status) : nothing}
  <button type="button" class="help" aria-keyshortcuts="F1" @click=${showKeys}>
    ${icon('keyboard')}${t('keys.title')} <kbd>F1</kbd></button>`;
