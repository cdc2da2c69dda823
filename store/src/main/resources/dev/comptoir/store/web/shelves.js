// The stock of a product in all stores, and requesting more from the warehouse.

import { get, newKey, post } from './shared/api.js';
import { openDialog } from './shared/dialogs.js';
import { refresh } from './shared/drawing.js';
import { textField } from './shared/fields.js';
import { html } from './shared/lit.js';
import { session } from './shared/session.js';
import { attempt, toast } from './shared/toasts.js';
import { button, stockLevel, table, waiting } from './shared/ui.js';
import { number, t } from './shared/words.js';
import { storeCodes, storeNames } from './till.js';

const QUANTITY = /^[1-9]\d{0,3}$/;

/** @typedef {ItemOf<'/stock'>['stores'][number]} Shelf */

/** The name of a store; the register's own one is marked. @param {string} code */
export const storeTitle = (code) => {
  const name = storeNames()[code] ?? code;
  return code === session().store ? `${name} · ${t('stock.here')}` : name;
};

/** @returns {Column<Shelf>[]} */
const columns = () => [
  { title: t('store'), cell: (shelf) => storeTitle(shelf.store) },
  { title: t('stock.quantity'), kind: 'number', cell: (shelf) => number(shelf.quantity) },
  { title: t('stock.level'), cell: (shelf) => stockLevel(shelf.level) },
];

/** Shows the stock of a product in all stores. @param {{ productId: number, sku: string, name: string }} product */
export const showOtherStores = (product) => {
  /** @type {Shelf[] | undefined} */
  let shelves;
  attempt(async () => {
    const { items } = await get('/stock', { query: product.sku, store: storeCodes() });
    shelves = items.find((one) => one.productId === product.productId)?.stores ?? [];
    refresh();
  });
  const content = () => {
    if (shelves === undefined) return waiting();
    return table(t('stock.others'), columns(), shelves, { key: (shelf) => shelf.store });
  };
  return openDialog(content, { title: product.name });
};

/** Opens the dialog for a restock order. @param {{ productId: number, name: string }} product */
export const requestRestock = (product) => {
  const form = { quantity: '10', busy: false, key: newKey() };

  const submit = async (/** @type {PageEvent} */ event, /** @type {() => void} */ close) => {
    event.preventDefault();
    if (!QUANTITY.test(form.quantity)) return;
    form.busy = true;
    refresh();
    await attempt(async () => {
      const order = { productId: product.productId, quantity: Number(form.quantity) };
      await post('/restock-orders', order, { key: form.key });
      toast(t('restock.done', { name: product.name }));
      close();
    });
    form.busy = false;
    refresh();
  };

  return openDialog(
    (close) => html`<form class="stack" @submit=${(event) => submit(event, close)}>
      <p>${t('restock.text', { name: product.name })}</p>
      ${textField('restock-quantity', t('restock.quantity'), {
        value: form.quantity,
        inputmode: 'numeric',
        focus: true,
        error: QUANTITY.test(form.quantity) ? undefined : t('restock.quantity.wrong'),
        onInput: (text) => {
          form.quantity = text;
          refresh();
        },
      })}
      ${button(t('restock.send'), {
        tone: 'primary',
        size: 'large full',
        type: 'submit',
        icon: 'truck',
        busy: form.busy,
      })}</form>`,
    { title: t('restock.request') },
  );
};
