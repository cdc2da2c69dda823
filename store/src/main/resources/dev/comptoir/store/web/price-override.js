// Another price for a line of the cart.

import { withApproval } from './approval.js';
import { cart, overridePrice } from './cart.js';
import { openDialog } from './shared/dialogs.js';
import { refresh } from './shared/drawing.js';
import { moneyField, textField } from './shared/fields.js';
import { html, nothing } from './shared/lit.js';
import { failureText } from './shared/toasts.js';
import { button, notice } from './shared/ui.js';
import { money, t } from './shared/words.js';

/**
 * Opens the dialog for the price of a line.
 * @param {import('./cart.js').CartLine} line
 */
export const editPrice = (line) => {
  const cartVersion = cart()?.version;
  const form = {
    /** @type {number | undefined} */
    price: line.unitPrice,
    reason: '',
    /** @type {string | undefined} */
    refusal: undefined,
  };

  const submit = async (/** @type {PageEvent} */ event, /** @type {() => void} */ close) => {
    event.preventDefault();
    const { price, reason } = form;
    if (price === undefined || price < 0 || reason.trim() === '') {
      form.refusal = t('price.incomplete');
      refresh();
      return;
    }
    try {
      await withApproval((approval) => overridePrice(line.productId, { price, reason, approval, cartVersion }));
      close();
    } catch (failure) {
      form.refusal = failureText(failure);
      refresh();
    }
  };

  return openDialog(
    (close) => html`<form class="stack" @submit=${(event) => submit(event, close)}>
      <p class="muted">${t('price.now', { price: money(line.listPrice ?? line.unitPrice) })}</p>
      <p class="muted">${t('price.covers', { count: line.quantity })}</p>
      ${moneyField('price', t('price.new'), {
        value: form.price,
        focus: true,
        onInput: (cents) => {
          form.price = cents;
        },
      })}
      ${textField('reason', t('reason'), {
        value: form.reason,
        maxlength: 200,
        onInput: (text) => {
          form.reason = text;
        },
      })}
      ${form.refusal ? notice('bad', form.refusal) : nothing}
      ${button(t('price.set'), { tone: 'primary', size: 'large full', type: 'submit' })}</form>`,
    { title: t('price.title', { name: line.name }) },
  );
};
