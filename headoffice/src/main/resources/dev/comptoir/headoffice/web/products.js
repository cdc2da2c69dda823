// The products of the chain: found as one types, kept for every store at once.

import { save } from './files.js';
import { request } from './shared/api.js';
import { attempt, go } from './shared/frame.js';
import { makeList } from './shared/lists.js';
import { html } from './shared/lit.js';
import { button, empty, link, searchField, table, waiting } from './shared/ui.js';
import { money, number, t } from './shared/words.js';

const list = makeList('/products', { filter: { query: '' }, limit: 60 });

const exportFile = () =>
  attempt(async () => save('comptoir-products.csv', await request('GET', '/products.csv', { as: 'text' })));

const columns = () => [
  { title: t('product'), cell: (one) => html`<a class="row-link" href="#/products/${one.id}">${one.name}</a>` },
  { title: t('product.sku'), cell: (one) => one.sku },
  { title: t('product.barcode'), cell: (one) => one.barcode ?? '' },
  { title: t('product.category'), cell: (one) => one.category },
  { title: t('product.price'), kind: 'number', cell: (one) => html`<b>${money(one.price)}</b>` },
  {
    title: t('product.thresholds'),
    kind: 'number',
    cell: (one) => `${number(one.thresholds.low)} – ${number(one.thresholds.high)}`,
  },
];

/** The page. */
export const products = {
  enter: () => list.load(),
  view: () => html`<div class="page-head"><h1>${t('products.title')}</h1><div class="row">${button(t('products.export'), { icon: 'download', onClick: exportFile })}
    ${link(t('products.import'), '#/products/import', { icon: 'upload' })}${link(t('product.new'), '#/products/new', { icon: 'plus', tone: 'primary' })}</div></div>
    <div class="tools">${searchField('product-search', t('products.search'), { value: list.filter().query, onSearch: (query) => list.set({ query }) })}</div>
    ${
      list.items() === undefined
        ? waiting()
        : list.items().length === 0
          ? empty('search-x', t('products.none'), t('products.none.text'))
          : html`${table(t('products.title'), columns(), list.items(), { onRow: (one) => go(`/products/${one.id}`) })}${list.more()}`
    }`,
};
