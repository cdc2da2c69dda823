// Shelves that are out, low or over; somebody says that they take care.

import { countAlerts, onActivity, storeName, stores } from './live.js';
import { request } from './shared/api.js';
import { attempt } from './shared/frame.js';
import { makeList } from './shared/lists.js';
import { html, nothing } from './shared/lit.js';
import { button, empty, selectField, stockLevel, table, tabs, waiting } from './shared/ui.js';
import { ago, number, t } from './shared/words.js';

const list = makeList('/alerts', { filter: { state: 'open', store: '' } });
let release;

const acknowledge = (alert) =>
  attempt(async () => {
    list.replace(await request('POST', `/alerts/${alert.id}/acknowledge`), 'id');
    countAlerts();
  });

const columns = () => [
  {
    title: t('product'),
    cell: (alert) => html`<a class="row-link" href="#/products/${alert.productId}">${alert.name}</a>`,
  },
  { title: t('store'), cell: (alert) => storeName(alert.store) },
  { title: t('level'), cell: (alert) => stockLevel(alert.level) },
  { title: t('units'), kind: 'number', cell: (alert) => number(alert.quantity) },
  {
    title: t('alerts.since'),
    cell: (alert) => (alert.closedAt ? t('alerts.closed', { when: ago(alert.closedAt) }) : ago(alert.openedAt)),
  },
  {
    title: t('alerts.care'),
    kind: 'action',
    cell: (alert) =>
      alert.acknowledgedBy
        ? html`<span class="muted">${t('alerts.taken', { name: alert.acknowledgedBy, when: ago(alert.acknowledgedAt) })}</span>`
        : alert.closedAt
          ? nothing
          : button(t('alerts.acknowledge'), { icon: 'check', onClick: () => acknowledge(alert) }),
  },
];

/** The page. */
export const alerts = {
  enter: () => {
    list.restart();
    release = onActivity(list.load);
  },
  leave: () => release(),
  view: () => html`<div class="page-head"><h1>${t('alerts.title')}</h1></div>
    <div class="tools">${tabs(
      t('state'),
      ['open', 'unacknowledged', 'all'].map((state) => ({ value: state, text: t(`alerts.${state}`) })),
      {
        value: list.filter().state,
        onChoose: (state) => list.restart({ state }),
      },
    )}
      ${selectField('store', t('store'), {
        value: list.filter().store,
        onChange: (store) => list.restart({ store }),
        options: [
          { value: '', text: t('report.all') },
          ...stores().map((one) => ({ value: one.code, text: one.name })),
        ],
      })}</div>
    ${
      list.items() === undefined
        ? waiting()
        : list.items().length === 0
          ? empty('bell', t('alerts.none'), t('alerts.none.text'))
          : html`${table(t('alerts.title'), columns(), list.items())}${list.more()}`
    }`,
};
