import { html, nothing } from './shared/lit.js';
import { get } from './shared/api.js';
import { attempt, go, refresh } from './shared/frame.js';
import { empty, more, selectField, table, waiting } from './shared/ui.js';
import { ago, dateTime, number, t } from './shared/words.js';
import { arrivals, counted } from './arrivals.js';
import { loadStores, stores } from './stores.js';
import { DECIDED, stateBadge } from './states.js';

const PAGES = 5;

let filter = { state: '', store: '' };
let rows;
let next;
let busy = false;
let asked = 0;
let unsubscribe = () => {};

/* The service lists all orders by age; a page of open ones alone would look like the end. */
const read = async (start) => {
  let after = start;
  const found = [];
  for (let page = 0; page < PAGES; page += 1) {
    const answer = await get('/restock-orders', { ...filter, after });
    found.push(...answer.items.filter((order) => order.state !== 'requested'));
    after = answer.next;
    if (!after || found.length > 0) break;
  }
  return { found, after };
};

const load = (further = false) => attempt(async () => {
  const mine = (asked += 1);
  busy = true;
  refresh();
  try {
    const { found, after } = await read(further ? next : undefined);
    if (mine !== asked) return;
    rows = further ? [...rows, ...found] : found;
    next = after;
  } finally {
    if (mine === asked) busy = false;
  }
});

const change = (changes) => {
  filter = { ...filter, ...changes };
  rows = undefined;
  load();
};

const moment = (instant) => html`<time datetime=${instant} title=${dateTime(instant)}>${ago(instant)}</time>`;

const columns = () => [
  { title: t('order.product'), cell: (order) => html`<a class="row-link" href="#/orders/${order.id}">${order.productName}</a><small class="muted sku">${order.sku}</small>` },
  { title: t('order.store'), cell: (order) => order.storeName },
  { title: t('order.quantity'), kind: 'number', cell: (order) => number(order.quantity) },
  { title: t('order.state'), cell: (order) => html`<span class="state-cell">${stateBadge(order.state)}${order.reason ? html`<small class="muted">${order.reason}</small>` : nothing}</span>` },
  { title: t('order.decided-by'), cell: (order) => order.decidedBy ?? '—' },
  { title: t('order.decided'), cell: (order) => (order.decidedAt ? moment(order.decidedAt) : '—') },
];

const isFiltered = () => filter.state || filter.store;

/** The orders that were decided, newest first. */
export const history = {
  title: () => counted(t('history.title')),
  enter: () => {
    rows = undefined;
    load();
    loadStores();
    unsubscribe = arrivals.onChange(() => { if (rows && rows.length <= 50 && !busy) load(); });
  },
  leave: () => unsubscribe(),
  view: () => html`<div class="page-head"><div><h1>${t('history.title')}</h1><p>${t('history.text')}</p></div></div>
    <div class="tools">
      ${selectField('state', t('order.state'), { value: filter.state, onChange: (state) => change({ state }),
        options: [{ value: '', text: t('history.all-states') }, ...DECIDED.map((state) => ({ value: state, text: t(`order.state.${state}`) }))] })}
      ${selectField('store', t('order.store'), { value: filter.store, onChange: (store) => change({ store }),
        options: [{ value: '', text: t('orders.all-stores') }, ...stores().map((store) => ({ value: store.code, text: store.name }))] })}</div>
    ${rows === undefined ? waiting() : rows.length === 0
      ? html`<div class="card">${empty('history', t(isFiltered() ? 'history.none-like-this' : 'history.none'), isFiltered() ? t('history.none-like-this.text') : t('history.none.text'))}</div>`
      : table(t('history.title'), columns(), rows, { onRow: (order) => go(`/orders/${order.id}`) })}
    ${rows === undefined ? nothing : more(next, () => load(true), busy)}`,
};
