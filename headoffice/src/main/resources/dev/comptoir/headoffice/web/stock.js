// The stock of every store side by side.

import { onActivity, stores } from './live.js';
import { makeList } from './shared/lists.js';
import { html } from './shared/lit.js';
import { badge, checkbox, empty, searchField, table, waiting } from './shared/ui.js';
import { number, t } from './shared/words.js';

const TONES = { out: 'bad', low: 'low', normal: 'ok', over: 'info' };
const list = makeList('/stock', { filter: { query: '', only: '' } });
let release;

const inStore = (product, code) => {
  const shelf = product.stores.find((one) => one.store === code);
  return shelf
    ? badge(
        html`${number(shelf.quantity)}<span class="hidden"> ${t(`level.${shelf.level}`)}</span>`,
        TONES[shelf.level],
      )
    : '';
};

const columns = () => [
  {
    title: t('product'),
    cell: (product) =>
      html`<a class="row-link" href="#/products/${product.productId}">${product.name}</a> <small class="muted">${product.sku}</small>`,
  },
  ...stores().map((store) => ({ title: store.name, kind: 'number', cell: (product) => inStore(product, store.code) })),
  {
    title: t('stock.all'),
    kind: 'number',
    cell: (product) => html`<b>${number(product.stores.reduce((sum, one) => sum + one.quantity, 0))}</b>`,
  },
];

/** The page. */
export const stock = {
  enter: () => {
    list.load();
    release = onActivity(() => {
      if (list.items()?.length <= 50) list.load();
    });
  },
  leave: () => release(),
  view: () => html`<div class="page-head"><h1>${t('stock.title')}</h1><p class="row">${Object.keys(TONES).map((level) => badge(t(`level.${level}`), TONES[level]))}</p></div>
    <div class="tools">${searchField('stock-search', t('products.search'), { value: list.filter().query, onSearch: (query) => list.set({ query }) })}
      ${checkbox('only-short', t('stock.short'), { checked: list.filter().only === 'short', onChange: (checked) => list.restart({ only: checked ? 'short' : '' }) })}</div>
    ${
      list.items() === undefined
        ? waiting()
        : list.items().length === 0
          ? empty('boxes', t('products.none'), t('products.none.text'))
          : html`${table(t('stock.title'), columns(), list.items(), { key: (product) => product.productId })}${list.more()}`
    }`,
};
