// Short messages that disappear by themselves.

import { Problem } from './api.js';
import { refresh } from './drawing.js';
import { html, nothing, repeat } from './lit.js';
import { button, icon } from './ui.js';
import { explain, t } from './words.js';

const SHOWN_MILLISECONDS = 4500;
const BAD_SHOWN_MILLISECONDS = 9000;
const MOST = 4;

const ICONS = { ok: 'circle-check', bad: 'circle-alert', info: 'info' };

/**
 * @typedef {keyof typeof ICONS} ToastTone
 * @typedef {{ text: string, onClick: () => unknown }} ToastAction
 * @typedef {{ id: number, text: Content, tone: ToastTone, action?: ToastAction }} Toast
 */

/** @type {{ shown: Toast[], lastId: number }} */
const state = { shown: [], lastId: 0 };

/**
 * Shows a short message; a bad one stays longer.
 * @param {Content} text
 * @param {ToastTone} [tone]
 * @param {ToastAction} [action]
 */
export const toast = (text, tone = 'ok', action) => {
  state.lastId += 1;
  const id = state.lastId;
  state.shown = [...state.shown.slice(1 - MOST), { id, text, tone, action }];
  setTimeout(() => remove(id), tone === 'bad' ? BAD_SHOWN_MILLISECONDS : SHOWN_MILLISECONDS);
  refresh();
};

const remove = (/** @type {number} */ id) => {
  state.shown = state.shown.filter((one) => one.id !== id);
  refresh();
};

/**
 * The text of a failure; anything but a refusal by the service is a defect and is logged to the console.
 * @param {unknown} failure
 */
export const failureText = (failure) => {
  if (failure instanceof Problem) return explain(failure);
  console.error(failure);
  return t('unexpected-error');
};

/** Shows a failure. @param {unknown} failure */
export const complain = (failure) => toast(failureText(failure), 'bad');

/**
 * Does some work and shows its failure.
 * @template Result
 * @param {() => Result | Promise<Result>} work
 * @returns {Promise<Result | undefined>} undefined when it failed
 */
export const attempt = async (work) => {
  try {
    return await work();
  } catch (failure) {
    complain(failure);
    return undefined;
  } finally {
    refresh();
  }
};

const actionButton = (/** @type {number} */ id, /** @type {ToastAction} */ action) =>
  button(action.text, {
    tone: 'quiet',
    onClick: () => {
      remove(id);
      action.onClick();
    },
  });

const toastView = (/** @type {Toast} */ { id, text, tone, action }) => html`<div
  class="toast ${tone}"
  role=${tone === 'bad' ? 'alert' : 'status'}
>
  ${icon(ICONS[tone])}<span>${text}</span>
  ${action ? actionButton(id, action) : nothing}
  ${button('', { icon: 'x', tone: 'quiet', label: t('close'), onClick: () => remove(id) })}
</div>`;

/** All messages that are shown. */
export const toasts = () => html`<div class="toasts">${repeat(state.shown, (one) => one.id, toastView)}</div>`;
