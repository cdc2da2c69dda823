// The products of the chain; a change here reaches every store.

import { save } from './files.js';
import { get } from './shared/api.js';
import { searchField } from './shared/fields.js';
import { makeList } from './shared/lists.js';
import { html } from './shared/lit.js';
import { go } from './shared/router.js';
import { attempt } from './shared/toasts.js';
import { button, empty, link, table } from './shared/ui.js';
import { money, number, t } from './shared/words.js';
import { loadTaxClasses, taxClassName } from './tax-classes.js';

/** @typedef {Schema<'Product'>} Product */

const list = makeList('/products', { filter: { query: '' }, limit: 60 });

const exportFile = () =>
  attempt(async () => save('comptoir-products.csv', await get('/products.csv', undefined, { as: 'text' })));

const nameLink = (/** @type {Product} */ { id, name }) => html`<a class="row-link" href="#/products/${id}">${name}</a>`;

/** @returns {Column<Product>[]} */
const columns = () => [
  { title: t('product'), cell: nameLink },
  { title: t('product.sku'), cell: (product) => product.sku },
  { title: t('product.barcode'), cell: (product) => product.barcode ?? '' },
  { title: t('product.category'), cell: (product) => product.category },
  { title: t('product.price'), kind: 'number', cell: (product) => html`<b>${money(product.price)}</b>` },
  { title: t('product.taxClass'), cell: (product) => taxClassName(product.taxClass) },
  {
    title: t('product.thresholds'),
    kind: 'number',
    cell: ({ thresholds: { low, high } }) => `${number(low)} – ${number(high)}`,
  },
];

/** @type {Page} */
export const products = {
  enter: () => {
    list.load();
    loadTaxClasses();
  },
  view: () => html`<div class="page-head"><h1>${t('products.title')}</h1><div class="row">
      ${button(t('products.export'), { icon: 'download', onClick: exportFile })}
      ${link(t('tax-classes.title'), '#/tax-classes', { icon: 'percent' })}
      ${link(t('products.import'), '#/products/import', { icon: 'upload' })}
      ${link(t('product.new'), '#/products/new', { icon: 'plus', tone: 'primary' })}</div></div>
    <div class="tools">${searchField('product-search', t('products.search'), {
      value: list.filter().query,
      onSearch: (query) => list.set({ query }),
    })}</div>
    ${list.view(
      (items) => table(t('products.title'), columns(), items, { onRow: (product) => go(`/products/${product.id}`) }),
      () => empty('search-x', t('products.none'), t('products.none.text')),
    )}`,
};
