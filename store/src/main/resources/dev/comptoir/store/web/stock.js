// The stock of all stores side by side; counting it, and requesting more.

import { newKey, post } from './shared/api.js';
import { openDialog } from './shared/dialogs.js';
import { refresh } from './shared/drawing.js';
import { searchField, textField } from './shared/fields.js';
import { makeList } from './shared/lists.js';
import { html, nothing } from './shared/lit.js';
import { session } from './shared/session.js';
import { attempt, toast } from './shared/toasts.js';
import { badge, button, empty, table } from './shared/ui.js';
import { number, t } from './shared/words.js';
import { requestRestock, storeTitle } from './shelves.js';
import { storeCodes } from './till.js';

const UNITS = /^\d{1,6}$/;

/** @type {Record<string, MessageTone>} */
const TONES = { out: 'bad', low: 'low', normal: 'ok', over: 'info' };

/** @typedef {ItemOf<'/stock'>} Product */

const list = makeList('/stock', { filter: { query: '' } });

/** Opens the dialog for a stock count. @param {Product} product */
const count = (product) => {
  const form = { counted: '', wrong: false, key: newKey() };

  const submit = (/** @type {PageEvent} */ event, /** @type {() => void} */ close) => {
    event.preventDefault();
    form.wrong = !UNITS.test(form.counted);
    refresh();
    if (form.wrong) return;
    attempt(async () => {
      const lines = [{ productId: product.productId, counted: Number(form.counted) }];
      const result = await post('/stock/counts', { lines }, { key: form.key });
      toast(t('stock.counted', { count: result.lines[0].correction, name: product.name }));
      close();
      list.load();
    });
  };

  return openDialog(
    (close) => html`<form class="stack" @submit=${(event) => submit(event, close)}>
      ${textField('counted', t('stock.count.units'), {
        value: form.counted,
        inputmode: 'numeric',
        focus: true,
        error: form.wrong ? t('stock.count.wrong') : undefined,
        onInput: (text) => {
          form.counted = text;
        },
      })}
      ${button(t('stock.count.save'), { tone: 'primary', size: 'large full', type: 'submit' })}</form>`,
    { title: t('stock.count.title', { name: product.name }) },
  );
};

const inStore = (/** @type {Product} */ product, /** @type {string} */ code) => {
  const shelf = product.stores.find((one) => one.store === code);
  if (!shelf) return nothing;
  const level = html`<span class="hidden"> ${t(`level.${shelf.level}`)}</span>`;
  return badge(html`${number(shelf.quantity)}${level}`, TONES[shelf.level]);
};

/** All stores, the register's own one first. */
const orderedCodes = () => [session().store, ...storeCodes().filter((code) => code !== session().store)];

const actions = (/** @type {Product} */ product) => {
  const counting = button(t('stock.count'), { icon: 'clipboard-check', tone: 'quiet', onClick: () => count(product) });
  return html`${session().role === 'manager' ? counting : nothing}
    ${button(t('restock.request-short'), { icon: 'truck', tone: 'quiet', onClick: () => requestRestock(product) })}`;
};

/**
 * @param {string} code
 * @returns {Column<Product>}
 */
const storeColumn = (code) => ({
  title: storeTitle(code),
  kind: 'number',
  cell: (product) => inStore(product, code),
});

/** @returns {Column<Product>[]} */
const columns = () => [
  { title: t('product'), cell: (product) => html`${product.name} <small class="muted">${product.sku}</small>` },
  ...orderedCodes().map(storeColumn),
  { title: t('actions'), kind: 'action', cell: actions },
];

const legend = () => {
  const badges = Object.entries(TONES).map(([level, tone]) => badge(t(`level.${level}`), tone));
  return html`<p class="row level-legend">${badges}</p>`;
};

/** @type {Page} */
export const stock = {
  enter: () => list.restart({ store: storeCodes() }),
  view: () => html`<div class="page-head"><h1>${t('stock.title')}</h1>${legend()}</div>
    <div class="tools">${searchField('stock-search', t('stock.search'), {
      value: list.filter().query,
      onSearch: (query) => list.set({ query }),
    })}</div>
    ${list.view(
      (products) => table(t('stock.title'), columns(), products, { key: (product) => product.productId }),
      () => empty('boxes', t('stock.none'), t('sale.nothing.text')),
    )}`,
};
