// The restock orders of the store, and their states.

import { makeList } from './shared/lists.js';
import { html, nothing } from './shared/lit.js';
import { badge, empty, link, table, tabs } from './shared/ui.js';
import { dateTime, number, t } from './shared/words.js';
import { nameOf } from './till.js';

const STATES = ['', 'requested', 'received', 'refused'];

/** @type {Record<string, MessageTone>} */
const TONES = { requested: 'info', received: 'ok', refused: 'bad' };

const list = makeList('/restock-orders', { filter: { state: '' } });

const stateOf = (/** @type {Schema<'RestockOrder'>} */ { state, reason }) =>
  html`${badge(t(`order.${state}`), TONES[state])}${reason ? html` <small>${reason}</small>` : nothing}`;

/** @returns {Column<Schema<'RestockOrder'>>[]} */
const columns = () => [
  { title: t('product'), cell: (order) => order.name },
  { title: t('restock.quantity'), kind: 'number', cell: (order) => number(order.quantity) },
  { title: t('sales.state'), cell: stateOf },
  { title: t('restock.by'), cell: (order) => nameOf(order.requestedBy) },
  { title: t('restock.when'), cell: (order) => dateTime(order.requestedAt) },
  { title: t('restock.decided'), cell: (order) => (order.decidedAt ? dateTime(order.decidedAt) : nothing) },
];

const stateTabs = () =>
  tabs(
    t('sales.state'),
    STATES.map((state) => ({ value: state, text: t(state === '' ? 'restock.all' : `order.${state}`) })),
    { value: list.filter().state, onChoose: (state) => list.restart({ state }) },
  );

/** @type {Page} */
export const restockOrders = {
  enter: () => list.restart(),
  view: () => html`<div class="page-head"><h1>${t('restock.title')}</h1>
      ${link(t('restock.new'), '#/stock', { icon: 'plus', tone: 'primary' })}</div>
    ${stateTabs()}
    <div class="under-tabs">${list.view(
      (orders) => table(t('restock.title'), columns(), orders),
      () => empty('truck', t('restock.none'), t('restock.none.text')),
    )}</div>`,
};
