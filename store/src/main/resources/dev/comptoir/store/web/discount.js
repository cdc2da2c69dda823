// A discount on a line of the cart, or on all of it.

import { withApproval } from './approval.js';
import { cart, discountCart, discountLine } from './cart.js';
import { openDialog } from './shared/dialogs.js';
import { refresh } from './shared/drawing.js';
import { checkbox, moneyField, selectField, textField } from './shared/fields.js';
import { html, nothing } from './shared/lit.js';
import { failureText } from './shared/toasts.js';
import { button, notice } from './shared/ui.js';
import { t } from './shared/words.js';

/** @typedef {{ percent?: number, amount?: number }} Size */

/**
 * Opens the dialog for a discount.
 * @param {import('./cart.js').CartLine} line
 */
export const giveDiscount = (line) => {
  const cartVersion = cart()?.version;
  const form = {
    kind: 'percent',
    percent: '',
    /** @type {number | undefined} */
    amount: undefined,
    whole: false,
    reason: '',
    /** @type {string | undefined} */
    refusal: undefined,
  };

  /** @returns {Size | undefined} undefined while the form is incomplete */
  const size = () => {
    if (form.kind === 'amount') return form.amount ? { amount: form.amount } : undefined;
    const percent = Number(form.percent);
    return Number.isInteger(percent) && percent >= 1 && percent <= 100 ? { percent } : undefined;
  };

  const refuse = (/** @type {string} */ text) => {
    form.refusal = text;
    refresh();
  };

  const submit = async (/** @type {PageEvent} */ event, /** @type {() => void} */ close) => {
    event.preventDefault();
    const wanted = size();
    if (wanted === undefined || form.reason.trim() === '') {
      refuse(t('discount.incomplete'));
      return;
    }
    try {
      await withApproval((approval) => {
        const discount = { ...wanted, reason: form.reason, approval, cartVersion };
        return form.whole ? discountCart(discount) : discountLine(line.productId, discount);
      });
      close();
    } catch (failure) {
      refuse(failureText(failure));
    }
  };

  const sizeField = () =>
    form.kind === 'amount'
      ? moneyField('discount-amount', t('discount.amount'), {
          value: form.amount,
          focus: true,
          onInput: (cents) => {
            form.amount = cents;
          },
        })
      : textField('discount-percent', t('discount.percent'), {
          value: form.percent,
          maxlength: 3,
          focus: true,
          onInput: (text) => {
            form.percent = text;
          },
        });

  return openDialog(
    (close) => html`<form class="stack" @submit=${(event) => submit(event, close)}>
      ${selectField('discount-kind', t('discount.kind'), {
        value: form.kind,
        options: [
          { value: 'percent', text: t('discount.percent') },
          { value: 'amount', text: t('discount.amount') },
        ],
        onChange: (kind) => {
          form.kind = kind;
          refresh();
        },
      })}
      ${sizeField()}
      ${checkbox('discount-whole', t('discount.whole'), {
        checked: form.whole,
        onChange: (whole) => {
          form.whole = whole;
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
      ${button(t('discount.give'), { tone: 'primary', size: 'large full', type: 'submit' })}</form>`,
    { title: t('discount.title', { name: line.name }) },
  );
};
