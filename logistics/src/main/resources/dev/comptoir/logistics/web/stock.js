import { arrivals, counted, wanted } from './arrivals.js';
import { listing } from './reading.js';
import { receive } from './receipt.js';
import { get } from './shared/api.js';
import { refresh } from './shared/frame.js';
import { html, nothing } from './shared/lit.js';
import { badge, button, debounced, empty, icon, stockLevel, table } from './shared/ui.js';
import { number, t } from './shared/words.js';

const PAUSE = 15;

let query = '';
let forget = () => {};

const products = listing((after) => get('/stock', { query: query.trim(), after }));

const search = debounced(PAUSE, products.load);

const receiveInto = async (product) => {
  const received = await receive(product);
  if (received) products.replace(received);
  refresh();
};

/** How the warehouse stands for a product: empty, less than what is asked for, or neither. */
export const standing = ({ id, centralStock }) => {
  if (centralStock === 0) return stockLevel('out');
  return wanted(id) > centralStock ? badge(t('stock.not-enough'), 'low', 'triangle-alert') : nothing;
};

const columns = () => [
  {
    title: t('order.product'),
    cell: (product) =>
      html`<a class="row-link" href="#/stock/${product.id}">${product.name}</a><small class="muted sku">${product.sku}</small>`,
  },
  { title: t('stock.category'), cell: (product) => product.category },
  {
    title: t('stock.wanted'),
    kind: 'number',
    cell: (product) => (wanted(product.id) ? number(wanted(product.id)) : html`<span class="muted">—</span>`),
  },
  {
    title: t('order.central-stock'),
    kind: 'number',
    cell: (product) =>
      html`<span class="level-cell">${standing(product)}<strong>${number(product.centralStock)}</strong></span>`,
  },
  {
    title: t('receipt.column'),
    kind: 'action',
    cell: (product) =>
      button(t('receipt.open'), {
        icon: 'package-plus',
        label: t('receipt.of', { product: product.name }),
        onClick: () => receiveInto(product),
      }),
  },
];

/** What the warehouse holds. */
export const stock = {
  title: () => counted(t('stock.title')),
  enter: () => {
    products.load();
    forget = arrivals.onChange(products.again);
  },
  leave: () => forget(),
  view: () => html`<div class="page-head"><div><h1>${t('stock.title')}</h1><p>${t('stock.text')}</p></div></div>
    <div class="tools"><div class="search">${icon('search')}<input type="search" aria-label=${t('stock.search')} placeholder=${t('stock.search')}
      autocomplete="off" maxlength="100" .value=${query} @input=${(event) => {
        query = event.target.value;
        search();
      }}></div></div>
    <p class="hidden" role="status">${products.isBusy() || !products.rows() ? '' : t('stock.found', { count: products.rows().length })}</p>
    ${products.view(
      (rows) => table(t('stock.title'), columns(), rows),
      () =>
        html`<div class="card">${
          query.trim()
            ? empty('package-search', t('stock.none-like-this'), t('stock.none-like-this.text'))
            : empty('package-search', t('stock.none'), t('stock.none.text'))
        }</div>`,
    )}`,
};
