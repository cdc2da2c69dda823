// What the store asked of the warehouse, and what came of it.

import { makeList } from './shared/lists.js';
import { html, nothing } from './shared/lit.js';
import { badge, empty, link, table, tabs, waiting } from './shared/ui.js';
import { dateTime, number, t } from './shared/words.js';
import { nameOf } from './till.js';

const STATES = ['', 'requested', 'received', 'refused'];
const TONES = { requested: 'info', received: 'ok', refused: 'bad' };

const list = makeList('/restock-orders', { filter: { state: '' } });

const columns = () => [
  { title: t('product'), cell: (order) => order.name },
  { title: t('restock.quantity'), kind: 'number', cell: (order) => number(order.quantity) },
  {
    title: t('sales.state'),
    cell: (order) =>
      html`${badge(t(`order.${order.state}`), TONES[order.state])}${order.reason ? html` <small>${order.reason}</small>` : nothing}`,
  },
  { title: t('restock.by'), cell: (order) => nameOf(order.requestedBy) },
  { title: t('restock.when'), cell: (order) => dateTime(order.requestedAt) },
  { title: t('restock.decided'), cell: (order) => (order.decidedAt ? dateTime(order.decidedAt) : nothing) },
];

/** The page. */
export const restockOrders = {
  enter: () => list.restart(),
  view: () => html`<div class="page-head"><h1>${t('restock.title')}</h1>${link(t('restock.new'), '#/stock', { icon: 'plus', tone: 'primary' })}</div>
    ${tabs(
      t('sales.state'),
      STATES.map((state) => ({ value: state, text: t(state === '' ? 'all' : `order.${state}`) })),
      {
        value: list.filter().state,
        onChoose: (state) => list.restart({ state }),
      },
    )}
    <div class="under-tabs">${
      list.items() === undefined
        ? waiting()
        : list.items().length === 0
          ? empty('truck', t('restock.none'), t('restock.none.text'))
          : html`${table(t('restock.title'), columns(), list.items())}${list.more()}`
    }</div>`,
};
