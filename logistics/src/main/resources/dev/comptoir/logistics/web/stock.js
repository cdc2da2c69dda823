import { html, nothing } from './shared/lit.js';
import { get } from './shared/api.js';
import { attempt, refresh } from './shared/frame.js';
import { badge, button, debounced, empty, icon, more, stockLevel, table, waiting } from './shared/ui.js';
import { number, t } from './shared/words.js';
import { arrivals, counted, wanted } from './arrivals.js';
import { receive } from './receipt.js';

let query = '';
let rows;
let next;
let busy = false;
let asked = 0;

const load = (further = false) => attempt(async () => {
  const mine = (asked += 1);
  busy = true;
  refresh();
  try {
    const found = await get('/stock', { query: query.trim(), after: further ? next : undefined });
    if (mine !== asked) return;
    rows = further ? [...rows, ...found.items] : found.items;
    next = found.next;
  } finally {
    if (mine === asked) busy = false;
  }
});

const search = debounced(180, () => load());

const receiveInto = async (product) => {
  const received = await receive(product);
  if (received) rows = rows?.map((one) => (one.id === received.id ? received : one));
  refresh();
};

/** How the warehouse stands for a product: empty, less than what is asked for, or neither. */
export const standing = ({ id, centralStock }) => {
  if (centralStock === 0) return stockLevel('out');
  return wanted(id) > centralStock ? badge(t('stock.not-enough'), 'low', 'triangle-alert') : nothing;
};

const columns = () => [
  { title: t('order.product'), cell: (product) => html`<a class="row-link" href="#/stock/${product.id}">${product.name}</a><small class="muted sku">${product.sku}</small>` },
  { title: t('stock.category'), cell: (product) => product.category },
  { title: t('stock.wanted'), kind: 'number', cell: (product) => (wanted(product.id) ? number(wanted(product.id)) : html`<span class="muted">—</span>`) },
  { title: t('order.central-stock'), kind: 'number', cell: (product) => html`<span class="level-cell">${standing(product)}<strong>${number(product.centralStock)}</strong></span>` },
  { title: t('receipt.column'), kind: 'action', cell: (product) => button(t('receipt.open'), { icon: 'package-plus', label: t('receipt.of', { product: product.name }), onClick: () => receiveInto(product) }) },
];

let unsubscribe = () => {};

/** What the warehouse holds. */
export const stock = {
  title: () => counted(t('stock.title')),
  enter: () => {
    load();
    unsubscribe = arrivals.onChange(() => { if (rows && rows.length <= 50 && !busy) load(); });
  },
  leave: () => unsubscribe(),
  view: () => html`<div class="page-head"><div><h1>${t('stock.title')}</h1><p>${t('stock.text')}</p></div></div>
    <div class="tools"><div class="search">${icon('search')}<input type="search" aria-label=${t('stock.search')} placeholder=${t('stock.search')}
      autocomplete="off" maxlength="100" .value=${query} @input=${(event) => { query = event.target.value; search(); }}></div></div>
    <p class="hidden" role="status">${rows === undefined || busy ? '' : t('stock.found', { count: rows.length })}</p>
    ${rows === undefined ? waiting() : rows.length === 0
      ? html`<div class="card">${empty('package-search', t(query.trim() ? 'stock.none-like-this' : 'stock.none'), t(query.trim() ? 'stock.none-like-this.text' : 'stock.none.text'))}</div>`
      : table(t('stock.title'), columns(), rows)}
    ${rows === undefined ? nothing : more(next, () => load(true), busy)}`,
};
