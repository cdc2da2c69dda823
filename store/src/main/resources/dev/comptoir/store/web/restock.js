// What the store asked of the warehouse, and what came of it.
import { html, nothing } from './shared/lit.js';
import { get } from './shared/api.js';
import { attempt, refresh } from './shared/frame.js';
import { badge, button, empty, link, more, table, waiting } from './shared/ui.js';
import { dateTime, number, t } from './shared/words.js';
import { nameOf } from './till.js';

const STATES = ['', 'requested', 'received', 'refused'];
const TONES = { requested: 'info', received: 'ok', refused: 'bad' };

let state = '';
let items;
let next;
let busy = false;

const load = (after) => attempt(async () => {
  busy = true;
  const found = await get('/restock-orders', { state, limit: 50, after }).finally(() => { busy = false; });
  items = after ? [...items, ...found.items] : found.items;
  next = found.next;
});

const choose = (wanted) => {
  state = wanted;
  items = undefined;
  load();
  refresh();
};

const columns = () => [
  { title: t('product'), cell: (order) => order.name },
  { title: t('restock.quantity'), kind: 'number', cell: (order) => number(order.quantity) },
  { title: t('sales.state'), cell: (order) => html`${badge(t(`order.${order.state}`), TONES[order.state])}${order.reason ? html` <small>${order.reason}</small>` : nothing}` },
  { title: t('restock.by'), cell: (order) => nameOf(order.requestedBy) },
  { title: t('restock.when'), cell: (order) => dateTime(order.requestedAt) },
  { title: t('restock.decided'), cell: (order) => (order.decidedAt ? dateTime(order.decidedAt) : nothing) },
];

/** The page. */
export const restockOrders = {
  enter: () => { items = undefined; load(); },
  view: () => html`<div class="page-head"><h1>${t('restock.title')}</h1>${link(t('restock.new'), '#/stock', { icon: 'plus', tone: 'primary' })}</div>
    <div class="tabs" role="group" aria-label=${t('sales.state')}>${STATES.map((one) => button(t(one === '' ? 'all' : `order.${one}`), { pressed: state === one, onClick: () => choose(one) }))}</div>
    <div class="under-tabs">${items === undefined ? waiting() : items.length === 0 ? empty('truck', t('restock.none'), t('restock.none.text'))
      : html`${table(t('restock.title'), columns(), items)}${more(next, () => load(next), busy)}`}</div>`,
};
