// What the stores have of a product, and asking the warehouse for more.

import { get, newKey, post } from './shared/api.js';
import { attempt, openDialog, refresh, toast } from './shared/frame.js';
import { html } from './shared/lit.js';
import { session } from './shared/session.js';
import { button, stockLevel, table, textField, waiting } from './shared/ui.js';
import { number, t } from './shared/words.js';
import { storeCodes, storeNames } from './till.js';

/** @param product {productId, sku, name} */
export const showOtherStores = async (product) => {
  let found;
  attempt(async () => {
    const answer = await get('/stock', { query: product.sku, store: storeCodes() });
    found = answer.items.find((one) => one.productId === product.productId)?.stores ?? [];
    refresh();
  });
  return openDialog(
    () =>
      found === undefined
        ? waiting()
        : table(
            t('stock.others'),
            [
              {
                title: t('store'),
                cell: (one) =>
                  `${storeNames()[one.store] ?? one.store}${one.store === session().store ? ` · ${t('stock.here')}` : ''}`,
              },
              { title: t('stock.quantity'), kind: 'number', cell: (one) => number(one.quantity) },
              { title: t('stock.level'), cell: (one) => stockLevel(one.level) },
            ],
            found,
            { key: (one) => one.store },
          ),
    { title: product.name },
  );
};

/** @param product {productId, name} */
export const askForRestock = (product) => {
  let quantity = '10';
  let busy = false;
  const key = newKey();
  const submit = (event, close) => {
    event.preventDefault();
    if (!/^[1-9]\d{0,3}$/.test(quantity)) return;
    busy = true;
    attempt(async () => {
      await post('/restock-orders', { productId: product.productId, quantity: Number(quantity) }, { key });
      toast(t('restock.done', { name: product.name }));
      close(true);
    }).then(() => {
      busy = false;
      refresh();
    });
    refresh();
  };
  return openDialog(
    (close) => html`<form class="stack" @submit=${(event) => submit(event, close)}>
    <p>${t('restock.text', { name: product.name })}</p>
    ${textField('restock-quantity', t('restock.quantity'), {
      value: quantity,
      inputmode: 'numeric',
      focus: true,
      error: /^[1-9]\d{0,3}$/.test(quantity) ? undefined : t('restock.quantity.wrong'),
      onInput: (text) => {
        quantity = text;
        refresh();
      },
    })}
    ${button(t('restock.send'), { tone: 'primary', size: 'large full', type: 'submit', icon: 'truck', busy })}</form>`,
    { title: t('restock.ask') },
  );
};
