import { html } from './shared/lit.js';
import { get } from './shared/api.js';
import { attempt, refresh } from './shared/frame.js';
import { badge, empty, table, waiting } from './shared/ui.js';
import { ago, number, t } from './shared/words.js';

let found;

const load = () => attempt(async () => {
  found = await get('/restock-orders');
  refresh();
});

const columns = () => [
  { title: t('order.product'), cell: (order) => order.productName },
  { title: t('order.store'), cell: (order) => order.store },
  { title: t('order.quantity'), kind: 'number', cell: (order) => number(order.quantity) },
  { title: t('order.state'), cell: (order) => badge(t(`order.state.${order.state}`)) },
  { title: t('order.requested'), cell: (order) => ago(order.requestedAt) },
];

/** The stores' restock orders. */
export const orders = {
  enter: load,
  view: () => html`<div class="page-head"><h1>${t('orders.title')}</h1></div>
    ${found === undefined ? waiting() : found.items.length === 0 ? empty('inbox', t('orders.none'))
      : table(t('orders.title'), columns(), found.items)}`,
};
