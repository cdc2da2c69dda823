import { html, nothing } from './shared/lit.js';
import { get } from './shared/api.js';
import { go, refresh } from './shared/frame.js';
import { button, empty, figure, link, table, waiting } from './shared/ui.js';
import { ago, dateTime, explain, number, t } from './shared/words.js';
import { arrivals, counted, wanted } from './arrivals.js';
import { receive } from './receipt.js';
import { standing } from './stock.js';
import { stateBadge } from './states.js';

const RECENT = 20;

let id;
let found;
let asked;
let refusal;
let unsubscribe = () => {};

const load = async () => {
  const mine = id;
  try {
    const [product, orders] = await Promise.all([get(`/products/${encodeURIComponent(mine)}`),
      get('/restock-orders', { product: mine, limit: RECENT })]);
    if (mine !== id) return;
    found = product;
    asked = orders.items;
  } catch (failure) {
    if (mine === id) refusal = failure.word ? failure : undefined;
    if (!failure.word) throw failure;
  } finally {
    refresh();
  }
};

const columns = () => [
  { title: t('order.store'), cell: (order) => html`<a class="row-link" href="#/orders/${order.id}">${order.storeName}</a>` },
  { title: t('order.quantity'), kind: 'number', cell: (order) => number(order.quantity) },
  { title: t('order.state'), cell: (order) => html`<span class="state-cell">${stateBadge(order.state)}${order.reason ? html`<small class="muted">${order.reason}</small>` : nothing}</span>` },
  { title: t('order.asked-by'), cell: (order) => order.requestedBy },
  { title: t('order.asked-at'), cell: (order) => html`<time datetime=${order.requestedAt} title=${dateTime(order.requestedAt)}>${ago(order.requestedAt)}</time>` },
];

const content = () => {
  const open = wanted(found.id);
  const left = found.centralStock - open;
  return html`<div class="page-head"><div><h1>${found.name}</h1><p><span class="sku">${found.sku}</span> · ${found.category}${found.barcode ? html` · <span class="sku">${found.barcode}</span>` : nothing}</p></div>
    ${button(t('receipt.open'), { icon: 'package-plus', tone: 'primary', onClick: async () => { found = (await receive(found)) ?? found; refresh(); } })}</div>
  <dl class="figures">${figure(t('order.central-stock'), number(found.centralStock), standing(found), found.centralStock === 0 ? 'bad' : '')}
    ${figure(t('stock.wanted'), number(open), t('stock.wanted.detail'))}
    ${figure(t('stock.left'), left < 0 ? t('order.short', { count: -left }) : number(left), t('stock.left.detail'), left < 0 ? 'bad' : '')}</dl>
  <div class="product-orders"><h2>${t('stock.orders')}</h2>
    ${asked.length ? table(t('stock.orders'), columns(), asked, { onRow: (order) => go(`/orders/${order.id}`) })
      : html`<div class="card">${empty('inbox', t('stock.orders.none'), t('stock.orders.none.text'))}</div>`}</div>`;
};

/** One product: what the warehouse has of it, and what the stores asked for. */
export const product = {
  title: () => counted(found?.name ?? t('stock.title')),
  enter: (values) => {
    id = values.id;
    found = undefined;
    refusal = undefined;
    load();
    unsubscribe = arrivals.onChange(load);
  },
  leave: () => unsubscribe(),
  view: () => html`<nav class="crumbs" aria-label=${t('crumbs')}>${link(t('stock.title'), '#/stock', { icon: 'arrow-left', tone: 'quiet' })}</nav>
    ${found ? content() : refusal ? html`<div class="card"><h1 class="hidden">${t('stock.title')}</h1>${empty('search-x', explain(refusal), t('stock.not-found'))}</div>`
      : html`<h1 class="hidden">${t('stock.title')}</h1>${waiting()}`}`,
};
