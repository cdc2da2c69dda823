// How the service stands, at the foot of every page.

import { get, isReachable } from './shared/api.js';
import { refresh } from './shared/frame.js';
import { html } from './shared/lit.js';
import { icon } from './shared/ui.js';
import { t } from './shared/words.js';

const PAUSE = 10_000;

let status;
let timer;

const load = async () => {
  try {
    status = await get('/status', {}, { patient: false });
  } catch {
    status = undefined;
  }
  refresh();
};

export const startStatus = () => {
  clearInterval(timer);
  load();
  timer = setInterval(load, PAUSE);
};

export const stopStatus = () => clearInterval(timer);

const backlog = () => status.destinations.reduce((sum, peer) => sum + peer.backlog, 0);

export const statusBar = (
  showKeys,
) => html`<span class=${isReachable() ? 'good' : 'poor'}>${icon(isReachable() ? 'circle-check' : 'wifi-off')}${t(isReachable() ? 'status.up' : 'status.down')}</span>
  ${
    status
      ? html`<span>${icon(backlog() > 0 ? 'cloud-upload' : 'cloud')}${backlog() > 0 ? t('status.waiting', { count: backlog() }) : t('status.told')}</span>
    <span>${t('status.catalogue', { version: status.catalogueVersion })}</span>`
      : ''
  }
  <button type="button" class="help" aria-keyshortcuts="F1" @click=${showKeys}>${icon('keyboard')}${t('keys.title')} <kbd>F1</kbd></button>`;
