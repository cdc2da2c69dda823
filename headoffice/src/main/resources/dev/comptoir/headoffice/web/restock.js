// What the stores ask of the warehouse, and what came of it.

import { onActivity, storeName } from './live.js';
import { makeList } from './shared/lists.js';
import { html, nothing } from './shared/lit.js';
import { badge, empty, table, tabs, waiting } from './shared/ui.js';
import { dateTime, number, t } from './shared/words.js';

const TONES = { requested: 'info', shipped: 'low', received: 'ok', refused: 'bad' };
const list = makeList('/restock-orders', { filter: { state: '' } });
let release;

const columns = () => [
  { title: t('product'), cell: (order) => order.name },
  { title: t('store'), cell: (order) => storeName(order.store) },
  { title: t('units'), kind: 'number', cell: (order) => (order.quantity === null ? nothing : number(order.quantity)) },
  {
    title: t('state'),
    cell: (order) =>
      html`${badge(t(`order.${order.state}`), TONES[order.state])}${order.reason ? html` <small>${order.reason}</small>` : nothing}`,
  },
  { title: t('order.by'), cell: (order) => order.requestedBy ?? '' },
  { title: t('order.when'), cell: (order) => (order.requestedAt ? dateTime(order.requestedAt) : '') },
  {
    title: t('order.decided'),
    cell: (order) =>
      order.decidedAt ? html`${dateTime(order.decidedAt)} <small class="muted">${order.decidedBy}</small>` : '',
  },
];

/** The page. */
export const restockOrders = {
  enter: () => {
    list.restart();
    release = onActivity(list.load);
  },
  leave: () => release(),
  view: () => html`<div class="page-head"><h1>${t('restock.title')}</h1></div>
    <div class="tools">${tabs(
      t('state'),
      ['', 'requested', 'shipped', 'received', 'refused'].map((state) => ({
        value: state,
        text: t(state === '' ? 'all' : `order.${state}`),
      })),
      {
        value: list.filter().state,
        onChoose: (state) => list.restart({ state }),
      },
    )}</div>
    ${
      list.items() === undefined
        ? waiting()
        : list.items().length === 0
          ? empty('truck', t('restock.none'))
          : html`${table(t('restock.title'), columns(), list.items())}${list.more()}`
    }`,
};
