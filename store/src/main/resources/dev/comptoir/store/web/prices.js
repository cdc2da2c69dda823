// Another price for a line of the cart.

import { withApproval } from './approval.js';
import { forcePrice } from './cart.js';
import { openDialog, refresh } from './shared/frame.js';
import { html, nothing } from './shared/lit.js';
import { button, moneyField, notice, textField } from './shared/ui.js';
import { explain, money, t } from './shared/words.js';

export const overridePrice = (line) => {
  let price = line.unitPrice;
  let reason = '';
  let refusal;
  const submit = async (event, close) => {
    event.preventDefault();
    if (price === undefined || price < 0 || reason.trim() === '') {
      refusal = t('price.incomplete');
      refresh();
      return;
    }
    try {
      await withApproval((approval) => forcePrice(line.productId, { price, reason, approval }));
      close();
    } catch (problem) {
      refusal = explain(problem);
      refresh();
    }
  };
  return openDialog(
    (close) => html`<form class="stack" @submit=${(event) => submit(event, close)}>
    <p class="muted">${t('price.now', { price: money(line.listPrice ?? line.unitPrice) })}</p>
    ${moneyField('price', t('price.new'), {
      value: price,
      focus: true,
      onInput: (cents) => {
        price = cents;
      },
    })}
    ${textField('reason', t('reason'), {
      value: reason,
      maxlength: 200,
      onInput: (text) => {
        reason = text;
      },
    })}
    ${refusal ? notice('bad', refusal) : nothing}
    ${button(t('price.set'), { tone: 'primary', size: 'large full', type: 'submit' })}</form>`,
    { title: t('price.title', { name: line.name }) },
  );
};
