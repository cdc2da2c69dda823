import { arrivals, counted, wanted } from './arrivals.js';
import { detail } from './reading.js';
import { receive } from './receipt.js';
import { get } from './shared/api.js';
import { go } from './shared/frame.js';
import { html, nothing } from './shared/lit.js';
import { button, empty, figure, link, table } from './shared/ui.js';
import { ago, dateTime, number, t } from './shared/words.js';
import { stateBadge } from './states.js';
import { standing } from './stock.js';

const RECENT = 20;

const shown = detail(async (id) => {
  const [about, orders, stores] = await Promise.all([
    get(`/products/${encodeURIComponent(id)}`),
    get('/restock-orders', { product: id, limit: RECENT }),
    get(`/products/${encodeURIComponent(id)}/stores`),
  ]);
  return { ...about, orders: orders.items, stores: stores.items };
});
let forget = () => {};

const receiveInto = async (found) => {
  if (await receive(found)) await shown.load();
};

const columns = () => [
  {
    title: t('order.store'),
    cell: (order) => html`<a class="row-link" href="#/orders/${order.id}">${order.storeName}</a>`,
  },
  { title: t('order.quantity'), kind: 'number', cell: (order) => number(order.quantity) },
  {
    title: t('order.state'),
    cell: (order) =>
      html`<span class="state-cell">${stateBadge(order.state)}${order.reason ? html`<small class="muted">${order.reason}</small>` : nothing}</span>`,
  },
  { title: t('order.asked-by'), cell: (order) => order.requestedBy },
  {
    title: t('order.asked-at'),
    cell: (order) =>
      html`<time datetime=${order.requestedAt} title=${dateTime(order.requestedAt)}>${ago(order.requestedAt)}</time>`,
  },
];

const storeColumns = () => [
  { title: t('order.store'), cell: (one) => one.name },
  {
    title: t('demand.has'),
    kind: 'number',
    cell: (one) =>
      one.quantity === null
        ? html`<span class="muted">${t('demand.unknown')}</span>`
        : html`<strong>${number(one.quantity)}</strong>`,
  },
  { title: t('demand.sold'), kind: 'number', cell: (one) => number(one.soldIn14Days) },
  {
    title: t('demand.asks'),
    kind: 'number',
    cell: (one) =>
      one.ordered === 0
        ? html`<span class="muted">—</span>`
        : html`<span class="state-cell">${stateBadge(one.orderState)}${number(one.ordered)}</span>`,
  },
  {
    title: t('demand.as-of'),
    cell: (one) =>
      one.asOf ? html`<time datetime=${one.asOf} title=${dateTime(one.asOf)}>${ago(one.asOf)}</time>` : nothing,
  },
];

const content = (found) => {
  const open = wanted(found.id);
  const left = found.centralStock - open;
  return html`<div class="page-head"><div><h1>${found.name}</h1><p><span class="sku">${found.sku}</span> · ${found.category}${found.barcode ? html` · <span class="sku">${found.barcode}</span>` : nothing}</p></div>
    ${button(t('receipt.open'), { icon: 'package-plus', tone: 'primary', onClick: () => receiveInto(found) })}</div>
  <dl class="figures">${figure(t('order.central-stock'), number(found.centralStock), standing(found), found.centralStock === 0 ? 'bad' : '')}
    ${figure(t('stock.wanted'), number(open), t('stock.wanted.detail'))}
    ${figure(t('stock.left'), left < 0 ? t('order.short', { count: -left }) : number(left), t('stock.left.detail'), left < 0 ? 'bad' : '')}</dl>
  <div class="product-orders"><h2>${t('demand.stores')}</h2>${table(t('demand.stores'), storeColumns(), found.stores, { key: (one) => one.store })}</div>
  <div class="product-orders"><h2>${t('stock.orders')}</h2>
    ${
      found.orders.length
        ? table(t('stock.orders'), columns(), found.orders, { onRow: (order) => go(`/orders/${order.id}`) })
        : html`<div class="card">${empty('inbox', t('stock.orders.none'), t('stock.orders.none.text'))}</div>`
    }</div>`;
};

/** One product: what the warehouse has of it, and what the stores asked for. */
export const product = {
  title: () => counted(shown.found()?.name ?? t('stock.title')),
  enter: (values) => {
    shown.open(values.id);
    forget = arrivals.onChange(shown.load);
  },
  leave: () => forget(),
  view: () => html`<nav class="crumbs" aria-label=${t('crumbs')}>${link(t('stock.title'), '#/stock', { icon: 'arrow-left', tone: 'quiet' })}</nav>
    ${shown.found() ? nothing : html`<h1 class="hidden">${t('stock.title')}</h1>`}
    ${shown.view(content, () => html`<div class="card">${empty('search-x', t('stock.missing'), t('stock.not-found'), link(t('stock.title'), '#/stock', { icon: 'warehouse' }))}</div>`)}`,
};
