// Stock alerts: shelves that are out, low or over. A manager assigns an alert to himself.

import { storeField } from './filters.js';
import { countAlerts, onActivity, storeName } from './live.js';
import { post } from './shared/api.js';
import { makeList } from './shared/lists.js';
import { html, nothing } from './shared/lit.js';
import { attempt } from './shared/toasts.js';
import { button, empty, stockLevel, table, tabs } from './shared/ui.js';
import { ago, number, t } from './shared/words.js';

const STATES = ['open', 'unacknowledged', 'all'];

/** @typedef {Schema<'Alert'>} Alert */

const list = makeList('/alerts', { filter: { state: 'open', store: '' } });

const state = {
  /** Ends the updates. */
  unsubscribe: () => {},
};

const acknowledge = (/** @type {Alert} */ alert) =>
  attempt(async () => {
    list.replace(await post(`/alerts/${alert.id}/acknowledge`), 'id');
    countAlerts();
  });

const since = (/** @type {Alert} */ { openedAt, closedAt }) =>
  closedAt ? t('alerts.closed', { when: ago(closedAt) }) : ago(openedAt);

const assignment = (/** @type {Alert} */ alert) => {
  const { acknowledgedBy, acknowledgedAt, closedAt } = alert;
  if (acknowledgedBy && acknowledgedAt) {
    const text = t('alerts.assigned-to', { name: acknowledgedBy, when: ago(acknowledgedAt) });
    return html`<span class="muted">${text}</span>`;
  }
  if (closedAt) return nothing;
  return button(t('alerts.assign'), { icon: 'check', onClick: () => acknowledge(alert) });
};

const productLink = (/** @type {Alert} */ { productId, name }) =>
  html`<a class="row-link" href="#/products/${productId}">${name}</a>`;

/** @returns {Column<Alert>[]} */
const columns = () => [
  { title: t('product'), cell: productLink },
  { title: t('store'), cell: (alert) => storeName(alert.store) },
  { title: t('level'), cell: (alert) => stockLevel(alert.level) },
  { title: t('units'), kind: 'number', cell: (alert) => number(alert.quantity) },
  { title: t('alerts.since'), cell: since },
  { title: t('alerts.assigned'), kind: 'action', cell: assignment },
];

const stateTabs = () =>
  tabs(
    t('state'),
    STATES.map((value) => ({ value, text: t(`alerts.${value}`) })),
    { value: list.filter().state, onChoose: (value) => list.restart({ state: value }) },
  );

/** @type {Page} */
export const alerts = {
  enter: () => {
    list.restart();
    state.unsubscribe = onActivity(list.load);
  },
  leave: () => state.unsubscribe(),
  view: () => html`<div class="page-head"><h1>${t('alerts.title')}</h1></div>
    <div class="tools">${stateTabs()}${storeField(list.filter().store, (store) => list.restart({ store }))}</div>
    ${list.view(
      (items) => table(t('alerts.title'), columns(), items),
      () => empty('bell', t('alerts.none'), t('alerts.none.text')),
    )}`,
};
