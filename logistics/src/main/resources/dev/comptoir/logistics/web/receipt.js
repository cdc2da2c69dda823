import { arrivals } from './arrivals.js';
import { newKey, post } from './shared/api.js';
import { openDialog, refresh, toast } from './shared/frame.js';
import { html } from './shared/lit.js';
import { button, notice, textField } from './shared/ui.js';
import { explain, number, t } from './shared/words.js';

const MOST = 10_000;

/** Units of what somebody typed, or undefined when it is no number of them. */
const units = (text) => {
  const plain = text.replace(/[\s\u00a0\u202f]/g, '');
  const count = /^\d{1,5}$/.test(plain) ? Number(plain) : 0;
  return count >= 1 && count <= MOST ? count : undefined;
};

/** Asks how much of a product arrived; the product as it is then, or undefined when it was left as it is. */
export const receive = (product) => {
  const form = { quantity: '', note: '' };
  let wrong;
  let refusal;
  let busy = false;
  let key = newKey();
  let sent;

  const submit = async (close) => {
    if (busy) return;
    const quantity = units(form.quantity);
    wrong = quantity === undefined ? t('receipt.quantity.wrong', { most: MOST }) : undefined;
    refusal = undefined;
    refresh();
    if (wrong) return;
    const body = { quantity, note: form.note.trim() || undefined };
    if (sent && sent !== JSON.stringify(body)) key = newKey();
    sent = JSON.stringify(body);
    busy = true;
    try {
      const received = await post(`/stock/${product.id}/receipts`, body, { key });
      toast(t('receipt.done', { count: quantity, product: received.name, stock: received.centralStock }));
      arrivals.refresh();
      close(received);
    } catch (failure) {
      refusal = failure.word ? explain(failure) : t('mistake');
    } finally {
      busy = false;
      refresh();
    }
  };

  const after = () => (units(form.quantity) === undefined ? '—' : number(product.centralStock + units(form.quantity)));

  return openDialog(
    (close) => html`<form class="stack" novalidate @submit=${(event) => {
      event.preventDefault();
      submit(close);
    }}>
    <p class="strong">${product.name}</p>
    ${textField('quantity', t('receipt.quantity'), {
      value: form.quantity,
      inputmode: 'numeric',
      required: true,
      maxlength: 7,
      error: wrong,
      focus: true,
      onInput: (value) => {
        form.quantity = value;
        wrong = undefined;
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
    })}
    <dl class="order-stock wide"><div><dt>${t('order.central-stock')}</dt><dd>${number(product.centralStock)}</dd></div>
      <span aria-hidden="true">→</span><div><dt>${t('receipt.after')}</dt><dd>${after()}</dd></div></dl>
    ${refusal ? notice('bad', refusal) : ''}
    <div class="actions">${button(t('cancel'), { onClick: () => close(undefined) })}
      ${button(t('receipt.submit'), { tone: 'primary', type: 'submit', icon: 'package-plus', busy })}</div></form>`,
    { title: () => t('receipt.title') },
  );
};
