// What a clerk decides on an order. A try that got no answer keeps its key, so that trying again ships nothing twice.

import { arrivals } from './arrivals.js';
import { newKey, post } from './shared/api.js';
import { complain, openDialog, refresh, toast } from './shared/frame.js';
import { html } from './shared/lit.js';
import { button, notice, textField } from './shared/ui.js';
import { explain, t } from './shared/words.js';

const REASONS = ['out', 'enough', 'next-truck', 'too-many', 'discontinued'];

const keys = new Map();
const running = new Set();

export const isBusy = (order) => running.has(order.id);

const send = async (name, order, body) => {
  const intent = JSON.stringify([name, order.id, body]);
  if (!keys.has(intent)) keys.set(intent, newKey());
  try {
    const decided = await post(`/restock-orders/${order.id}/${name}`, body, { key: keys.get(intent) });
    keys.delete(intent);
    return decided;
  } catch (failure) {
    if (failure.status >= 400 && failure.status < 500) keys.delete(intent);
    throw failure;
  }
};

const once = async (order, work) => {
  if (running.has(order.id)) return undefined;
  running.add(order.id);
  refresh();
  try {
    return await work();
  } finally {
    running.delete(order.id);
    arrivals.refresh();
    refresh();
  }
};

/* A colleague may have been quicker; the row then says what became of the order. */
const settleOther = (order, failure) => {
  if (failure.word === 'already-decided')
    arrivals.settle({ ...order, state: failure.members.state ?? 'elsewhere', byColleague: true });
};

/** Ships the goods; the order as it is then, or undefined when it was refused. */
export const accept = (order) =>
  once(order, async () => {
    try {
      const decided = await send('accept', order);
      arrivals.settle(decided);
      toast(t('order.accepted', { quantity: order.quantity, product: order.productName, store: order.storeName }));
      return decided;
    } catch (failure) {
      settleOther(order, failure);
      complain(failure);
      return undefined;
    }
  });

/** Asks for a reason, and refuses; the order as it is then, or undefined when it was left as it is. */
export const refuse = (order) => {
  let reason = order.centralStock < order.quantity ? t('refusal.reason.out') : '';
  let wrong;
  let refusal;
  const submit = async (close) => {
    if (isBusy(order)) return;
    wrong = reason.trim() ? undefined : t('refusal.reason.missing');
    refusal = undefined;
    refresh();
    if (wrong) return;
    await once(order, async () => {
      try {
        const decided = await send('refuse', order, { reason: reason.trim() });
        arrivals.settle(decided);
        toast(t('order.was-refused', { product: order.productName, store: order.storeName }));
        close(decided);
      } catch (failure) {
        settleOther(order, failure);
        if (failure.word === 'already-decided') {
          complain(failure);
          close(undefined);
        } else refusal = failure.word ? explain(failure) : t('mistake');
      }
    });
  };
  const choose = (text) => {
    reason = text;
    wrong = undefined;
    refresh();
  };
  return openDialog(
    (close) => html`<form class="stack" novalidate @submit=${(event) => {
      event.preventDefault();
      submit(close);
    }}>
    <p><strong>${t('refusal.what', { quantity: order.quantity, product: order.productName })}</strong><br>
      <span class="muted">${t('refusal.text', { store: order.storeName })}</span></p>
    <fieldset class="choices"><legend class="legend-text">${t('refusal.usual')}</legend>${REASONS.map((name) => {
      const text = t(`refusal.reason.${name}`);
      return button(text, {
        pressed: reason === text,
        icon: reason === text ? 'check' : undefined,
        onClick: () => choose(text),
      });
    })}</fieldset>
    ${textField('reason', t('refusal.reason'), {
      value: reason,
      maxlength: 200,
      required: true,
      error: wrong,
      hint: t('refusal.hint'),
      onInput: (value) => {
        reason = value;
        wrong = undefined;
        refresh();
      },
    })}
    ${refusal ? notice('bad', refusal) : ''}
    <div class="actions">${button(t('cancel'), { onClick: () => close(undefined) })}
      ${button(t('refusal.submit'), { tone: 'danger', type: 'submit', icon: 'circle-x', busy: isBusy(order) })}</div></form>`,
    { title: () => t('refusal.title') },
  );
};
