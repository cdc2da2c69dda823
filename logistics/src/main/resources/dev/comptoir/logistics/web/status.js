// The state of the service, at the foot of every page.

import { openOrders } from './open-orders.js';
import { makePoll } from './polling.js';
import { get } from './shared/api.js';
import { html, nothing } from './shared/lit.js';
import { icon } from './shared/ui.js';
import { ago, t } from './shared/words.js';

const INTERVAL_MILLISECONDS = 10_000;

/** @typedef {ResponseOf<'get', '/status'>} Status */

const state = {
  /** @type {Status | undefined} undefined until it is loaded */
  status: undefined,
};

const poll = makePoll(INTERVAL_MILLISECONDS, async () => {
  state.status = await get('/status', undefined, { retry: false });
});

const part = (/** @type {string} */ picture, /** @type {string} */ text) => html`<span>${icon(picture)}${text}</span>`;

const service = (/** @type {Status} */ { database }) => {
  if (poll.succeeded() && !database) return part('circle-alert', t('status.no-database'));
  return openOrders.isLive() ? part('circle-check', t('status.online')) : part('circle-alert', t('status.offline'));
};

const backlog = (/** @type {Status} */ { backlog: count = 0, destinations }) => {
  const deadLetters = destinations.reduce((sum, destination) => sum + destination.deadLetters, 0);
  const [oldest] = destinations
    .flatMap(({ backlog: waiting, oldestAt }) => (waiting > 0 && oldestAt ? [oldestAt] : []))
    .sort();
  const text = count === 0 ? t('status.synced') : t('status.backlog', { count });
  const age = oldest ? ` · ${t('status.oldest', { ago: ago(oldest) })}` : '';
  return html`${part('send', `${text}${age}`)}
    ${deadLetters > 0 ? part('triangle-alert', t('status.dead-letters', { count: deadLetters })) : nothing}`;
};

export const status = {
  start: () => {
    state.status = undefined;
    poll.start();
  },
  stop: poll.stop,
  view: () => {
    const [tone, text] = openOrders.isLive() ? ['on', 'status.live'] : ['off', 'status.interrupted'];
    const { status: found } = state;
    return html`<span class="live-dot ${tone}">${t(text)}</span>
      ${found ? service(found) : nothing}${found?.database ? backlog(found) : nothing}`;
  },
};
