// Empty containers that a customer brings back: they reduce what is due, or are paid in cash.

import { row } from './amounts.js';
import { cart, setEmpties } from './cart.js';
import { cashIncrement, roundCash } from './cash.js';
import { get } from './shared/api.js';
import { openDialog } from './shared/dialogs.js';
import { refresh } from './shared/drawing.js';
import { textField } from './shared/fields.js';
import { html, nothing } from './shared/lit.js';
import { attempt, failureText } from './shared/toasts.js';
import { button, notice } from './shared/ui.js';
import { money, t } from './shared/words.js';

/** The most containers that come back together. */
const MOST = 1000;

/** @typedef {import('./amounts.js').Empties} Empties */

/** A count as it was typed; undefined when it is none. @param {string} text */
const countOf = (text) => {
  const count = Number(text.trim());
  return Number.isInteger(count) && count >= 0 ? count : undefined;
};

/** What is due with these empties: rounded cash when it is handed back. @param {Empties} empties */
const result = (empties) => {
  const amount = empties.reduce((sum, { containers, each }) => sum + containers * each, 0);
  const due = (cart()?.total ?? 0) - amount;
  return html`<dl class="sums">${row(t('empties.total'), money(amount))}
    ${
      due < 0
        ? row(t('sum.hand-back'), money(-roundCash(due, cashIncrement())), 'total')
        : row(t('sum.due'), money(due), 'total')
    }</dl>`;
};

/**
 * The dialog with a count for each deposit.
 * @param {number[]} deposits
 */
const open = (deposits) => {
  const inCart = (/** @type {number} */ each) => cart()?.empties.find((one) => one.each === each)?.containers ?? '';
  const texts = new Map(deposits.map((each) => /** @type {const} */ ([each, String(inCart(each))])));
  const form = {
    /** @type {string | undefined} */
    refusal: undefined,
  };

  /** @returns {Empties | undefined} undefined when a count is wrong */
  const counted = () => {
    const empties = deposits.map((each) => ({ each, containers: countOf(texts.get(each) ?? '') ?? -1 }));
    const sum = empties.reduce((all, { containers }) => all + containers, 0);
    if (empties.some(({ containers }) => containers < 0) || sum > MOST) return undefined;
    return empties.filter(({ containers }) => containers > 0);
  };

  const submit = async (/** @type {PageEvent} */ event, /** @type {() => void} */ close) => {
    event.preventDefault();
    const empties = counted();
    form.refusal = empties === undefined ? t('empties.wrong') : undefined;
    try {
      if (empties !== undefined) {
        await setEmpties(empties);
        close();
      }
    } catch (failure) {
      form.refusal = failureText(failure);
    }
    refresh();
  };

  const countField = (/** @type {number} */ each, /** @type {number} */ place) =>
    textField(`empties-${each}`, t('empties.each', { deposit: money(each) }), {
      value: texts.get(each),
      inputmode: 'numeric',
      maxlength: 4,
      focus: place === 0,
      onInput: (text) => {
        texts.set(each, text);
        refresh();
      },
    });

  return openDialog(
    (close) => html`<form class="stack" @submit=${(event) => submit(event, close)}>
      ${deposits.length === 0 ? notice('low', t('empties.none')) : deposits.map(countField)}
      ${result(counted() ?? [])}
      ${form.refusal ? notice('bad', form.refusal) : nothing}
      ${button(t('empties.take'), {
        tone: 'primary',
        size: 'large full',
        type: 'submit',
        icon: 'recycle',
        disabled: deposits.length === 0,
      })}</form>`,
    { title: t('empties.title') },
  );
};

/** Opens the dialog for the empties of the cart. */
export const takeEmpties = () =>
  attempt(async () => {
    const { items } = await get('/deposits');
    open(items);
  });
