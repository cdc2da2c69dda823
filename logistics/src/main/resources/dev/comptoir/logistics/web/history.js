import { arrivals, counted } from './arrivals.js';
import { listing } from './reading.js';
import { get } from './shared/api.js';
import { go } from './shared/frame.js';
import { html, nothing } from './shared/lit.js';
import { empty, selectField, table } from './shared/ui.js';
import { ago, dateTime, number, t } from './shared/words.js';
import { DECIDED, stateBadge } from './states.js';
import { loadStores, stores } from './stores.js';

const PAGES = 5;
const ON_THE_WAY = 5_000;

let filter = { state: '', store: '' };
let leave = () => {};

/* The service lists all orders by age; a page of open ones alone would look like the end. */
const decided = listing(async (start) => {
  let next = start;
  for (let page = 1; ; page += 1) {
    const answer = await get('/restock-orders', { ...filter, after: next });
    const items = answer.items.filter((order) => order.state !== 'requested');
    next = answer.next;
    if (!next || items.length > 0 || page === PAGES) return { items, next };
  }
});

const change = (changes) => {
  filter = { ...filter, ...changes };
  decided.clear();
  decided.load();
};

const moment = (instant) => html`<time datetime=${instant} title=${dateTime(instant)}>${ago(instant)}</time>`;

const columns = () => [
  {
    title: t('order.product'),
    cell: (order) =>
      html`<a class="row-link" href="#/orders/${order.id}">${order.productName}</a><small class="muted sku">${order.sku}</small>`,
  },
  { title: t('order.store'), cell: (order) => order.storeName },
  { title: t('order.quantity'), kind: 'number', cell: (order) => number(order.quantity) },
  {
    title: t('order.state'),
    cell: (order) =>
      html`<span class="state-cell">${stateBadge(order.state)}${order.reason ? html`<small class="muted">${order.reason}</small>` : nothing}</span>`,
  },
  { title: t('order.decided-by'), cell: (order) => order.decidedBy ?? '—' },
  { title: t('order.decided'), cell: (order) => (order.decidedAt ? moment(order.decidedAt) : '—') },
];

const isFiltered = () => filter.state || filter.store;

/** The orders that were decided, newest first. */
export const history = {
  title: () => counted(t('history.title')),
  enter: () => {
    decided.clear();
    decided.load();
    loadStores();
    const forget = arrivals.onChange(decided.again);
    const timer = setInterval(() => {
      if (decided.rows()?.some((order) => order.state === 'shipped')) decided.again();
    }, ON_THE_WAY);
    leave = () => {
      forget();
      clearInterval(timer);
    };
  },
  leave: () => leave(),
  view: () => html`<div class="page-head"><div><h1>${t('history.title')}</h1><p>${t('history.text')}</p></div></div>
    <div class="tools">
      ${selectField('state', t('order.state'), {
        value: filter.state,
        onChange: (state) => change({ state }),
        options: [
          { value: '', text: t('history.all-states') },
          ...DECIDED.map((state) => ({ value: state, text: t(`order.state.${state}`) })),
        ],
      })}
      ${selectField('store', t('order.store'), {
        value: filter.store,
        onChange: (store) => change({ store }),
        options: [
          { value: '', text: t('orders.all-stores') },
          ...stores().map((store) => ({ value: store.code, text: store.name })),
        ],
      })}</div>
    ${decided.view(
      (rows) => table(t('history.title'), columns(), rows, { onRow: (order) => go(`/orders/${order.id}`) }),
      () =>
        html`<div class="card">${
          isFiltered()
            ? empty('history', t('history.none-like-this'), t('history.none-like-this.text'))
            : empty('history', t('history.none'), t('history.none.text'))
        }</div>`,
    )}`,
};
