// Accepting and refusing a restock order. An attempt without a response keeps its key, so that another one ships
// nothing twice.

import { openOrders } from './open-orders.js';
import { newKey, Problem, post } from './shared/api.js';
import { openDialog } from './shared/dialogs.js';
import { refresh } from './shared/drawing.js';
import { textField } from './shared/fields.js';
import { html } from './shared/lit.js';
import { complain, failureText, toast } from './shared/toasts.js';
import { button, notice } from './shared/ui.js';
import { t } from './shared/words.js';

const REASONS = ['out', 'enough', 'next-truck', 'too-many', 'discontinued'];

/**
 * @typedef {import('./open-orders.js').RestockOrder} RestockOrder
 * @typedef {import('./open-orders.js').ShownOrder} ShownOrder
 */

const state = {
  /** @type {Map<string, string>} idempotency keys by intended decision */
  keys: new Map(),
  /** @type {Set<string>} ids of orders that are being decided */
  running: new Set(),
};

/** Whether an order is being decided. @param {{ id: string }} order */
export const isBusy = (order) => state.running.has(order.id);

/**
 * @param {string} intent names the decision
 * @param {(options: { key: string }) => Promise<RestockOrder>} work
 */
const withKey = async (intent, work) => {
  const key = state.keys.get(intent) ?? newKey();
  state.keys.set(intent, key);
  try {
    const decided = await work({ key });
    state.keys.delete(intent);
    return decided;
  } catch (failure) {
    if (failure instanceof Problem && failure.status >= 400 && failure.status < 500) state.keys.delete(intent);
    throw failure;
  }
};

const sendAccept = (/** @type {string} */ id) =>
  withKey(`accept ${id}`, (options) => post(`/restock-orders/${id}/accept`, undefined, options));

const sendRefuse = (/** @type {string} */ id, /** @type {string} */ reason) =>
  withKey(`refuse ${id} ${reason}`, (options) => post(`/restock-orders/${id}/refuse`, { reason }, options));

/**
 * Does some work unless the order is being decided already.
 * @template Result
 * @param {ShownOrder} order
 * @param {() => Promise<Result>} work
 */
const once = async (order, work) => {
  if (isBusy(order)) return undefined;
  state.running.add(order.id);
  refresh();
  try {
    return await work();
  } finally {
    state.running.delete(order.id);
    openOrders.refresh();
    refresh();
  }
};

/** Whether a colleague decided the order first. @param {unknown} failure @returns {failure is Problem} */
const isDecidedAlready = (failure) => failure instanceof Problem && failure.type === 'already-decided';

const settleOther = (/** @type {ShownOrder} */ order, /** @type {unknown} */ failure) => {
  if (!isDecidedAlready(failure)) return;
  openOrders.settle({ ...order, state: failure.members.state ?? 'elsewhere', byColleague: true });
};

/**
 * Ships the goods.
 * @param {ShownOrder} order
 * @returns {Promise<RestockOrder | undefined>} the order afterwards, or undefined when that failed
 */
export const accept = (order) =>
  once(order, async () => {
    const { id, quantity, productName: product, storeName: store } = order;
    try {
      const decided = await sendAccept(id);
      openOrders.settle(decided);
      toast(t('order.accepted', { quantity, product, store }));
      return decided;
    } catch (failure) {
      settleOther(order, failure);
      complain(failure);
      return undefined;
    }
  });

/**
 * Opens the dialog that refuses an order.
 * @param {ShownOrder} order
 * @returns {Promise<RestockOrder | undefined>} the order afterwards, or undefined when it was not refused
 */
export const refuse = (order) => {
  const { id, quantity, productName: product, storeName: store } = order;
  const form = {
    reason: order.centralStock < quantity ? t('refusal.reason.out') : '',
    /** @type {string | undefined} */
    error: undefined,
    /** @type {string | undefined} */
    refusal: undefined,
  };

  /** @typedef {(result?: RestockOrder) => void} Close */

  const send = async (/** @type {Close} */ close) => {
    try {
      const decided = await sendRefuse(id, form.reason.trim());
      openOrders.settle(decided);
      toast(t('order.was-refused', { product, store }));
      close(decided);
    } catch (failure) {
      settleOther(order, failure);
      if (isDecidedAlready(failure)) {
        complain(failure);
        close(undefined);
      } else form.refusal = failureText(failure);
    }
  };

  const submit = async (/** @type {Close} */ close) => {
    if (isBusy(order)) return;
    form.error = form.reason.trim() ? undefined : t('refusal.reason.missing');
    form.refusal = undefined;
    refresh();
    if (!form.error) await once(order, () => send(close));
  };

  const choose = (/** @type {string} */ reason) => {
    form.reason = reason;
    form.error = undefined;
    refresh();
  };

  const reasonButton = (/** @type {string} */ text) =>
    button(text, {
      pressed: form.reason === text,
      icon: form.reason === text ? 'check' : undefined,
      onClick: () => choose(text),
    });

  return openDialog(
    (/** @type {Close} */ close) => html`<form class="stack" novalidate @submit=${(event) => {
      event.preventDefault();
      submit(close);
    }}>
      <p><strong>${t('refusal.what', { quantity, product })}</strong><br>
        <span class="muted">${t('refusal.text', { store })}</span></p>
      <fieldset class="choices"><legend class="legend-text">${t('refusal.usual')}</legend>
        ${REASONS.map((reason) => reasonButton(t(`refusal.reason.${reason}`)))}</fieldset>
      ${textField('reason', t('refusal.reason'), {
        value: form.reason,
        maxlength: 200,
        required: true,
        error: form.error,
        hint: t('refusal.hint'),
        onInput: choose,
      })}
      ${form.refusal ? notice('bad', form.refusal) : ''}
      <div class="actions">${button(t('cancel'), { onClick: () => close(undefined) })}
        ${button(t('refusal.submit'), {
          tone: 'danger',
          type: 'submit',
          icon: 'circle-x',
          busy: isBusy(order),
        })}</div></form>`,
    { title: () => t('refusal.title') },
  );
};
