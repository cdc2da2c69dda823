// Receiving goods at the warehouse.

import { openOrders } from './open-orders.js';
import { newKey, post } from './shared/api.js';
import { openDialog } from './shared/dialogs.js';
import { refresh } from './shared/drawing.js';
import { textField } from './shared/fields.js';
import { html } from './shared/lit.js';
import { failureText, toast } from './shared/toasts.js';
import { button, notice } from './shared/ui.js';
import { number, t } from './shared/words.js';

const MOST = 10_000;

/** @typedef {Schema<'StockedProduct'>} StockedProduct */

/** The units of a typed text, or undefined when it is not a valid number of them. @param {string} text */
const unitsOf = (text) => {
  const plain = text.replace(/[\s\u00a0\u202f]/g, '');
  const count = /^\d{1,5}$/.test(plain) ? Number(plain) : 0;
  return count >= 1 && count <= MOST ? count : undefined;
};

/**
 * Opens the dialog for goods that arrived.
 * @param {{ id: number, name: string, centralStock: number }} product
 * @returns {Promise<StockedProduct | undefined>} the product afterwards, or undefined when nothing was received
 */
export const receiveGoods = (product) => {
  const form = {
    quantity: '',
    note: '',
    /** @type {string | undefined} */
    error: undefined,
    /** @type {string | undefined} */
    refusal: undefined,
    busy: false,
    key: newKey(),
    /** The body of the attempt before. */
    sent: '',
  };

  const send = async (/** @type {BodyOf<'post', `/stock/${number}/receipts`>} */ body) => {
    const text = JSON.stringify(body);
    if (form.sent && form.sent !== text) form.key = newKey();
    form.sent = text;
    const received = await post(`/stock/${product.id}/receipts`, body, { key: form.key });
    toast(t('receipt.done', { count: body.quantity, product: received.name, stock: received.centralStock }));
    openOrders.refresh();
    return received;
  };

  const submit = async (/** @type {(result: StockedProduct) => void} */ close) => {
    if (form.busy) return;
    const quantity = unitsOf(form.quantity);
    form.error = quantity === undefined ? t('receipt.quantity.wrong', { most: MOST }) : undefined;
    form.refusal = undefined;
    refresh();
    if (quantity === undefined) return;
    form.busy = true;
    try {
      close(await send({ quantity, note: form.note.trim() || undefined }));
    } catch (failure) {
      form.refusal = failureText(failure);
    } finally {
      form.busy = false;
      refresh();
    }
  };

  const after = () => {
    const units = unitsOf(form.quantity);
    return units === undefined ? '—' : number(product.centralStock + units);
  };

  const fields = () => html`${textField('quantity', t('receipt.quantity'), {
    value: form.quantity,
    inputmode: 'numeric',
    required: true,
    maxlength: 7,
    error: form.error,
    focus: true,
    onInput: (value) => {
      form.quantity = value;
      form.error = undefined;
      refresh();
    },
  })}
    ${textField('note', t('receipt.note'), {
      value: form.note,
      maxlength: 200,
      hint: t('receipt.note.hint'),
      onInput: (value) => {
        form.note = value;
      },
    })}`;

  return openDialog(
    (/** @type {(result?: StockedProduct) => void} */ close) => html`<form class="stack" novalidate @submit=${(
      event,
    ) => {
      event.preventDefault();
      submit(close);
    }}>
      <p class="strong">${product.name}</p>
      ${fields()}
      <dl class="order-stock wide">
        <div><dt>${t('order.central-stock')}</dt><dd>${number(product.centralStock)}</dd></div>
        <span aria-hidden="true">→</span><div><dt>${t('receipt.after')}</dt><dd>${after()}</dd></div></dl>
      ${form.refusal ? notice('bad', form.refusal) : ''}
      <div class="actions">${button(t('cancel'), { onClick: () => close(undefined) })}
        ${button(t('receipt.submit'), {
          tone: 'primary',
          type: 'submit',
          icon: 'package-plus',
          busy: form.busy,
        })}</div></form>`,
    { title: () => t('receipt.title') },
  );
};
