// Dialogs above the page.

import { refresh } from './drawing.js';
import { html, nothing, ref, repeat } from './lit.js';
import { isExpired } from './session.js';
import { button } from './ui.js';
import { t } from './words.js';

/**
 * @typedef {{ title: string | (() => string), wide?: boolean, closable?: () => boolean }} DialogOptions
 *   closable: whether the user may dismiss it now
 * @typedef {(result?: any) => void} Close
 * @typedef {DialogOptions & { id: number, view: (close: Close) => Content, close: Close }} Dialog
 */

/** @type {{ open: Dialog[], lastId: number }} */
const state = { open: [], lastId: 0 };

/**
 * Opens a dialog above the page.
 * @template [Result=undefined]
 * @param {(close: (result?: Result) => void) => Content} view makes the content; called at every drawing
 * @param {DialogOptions} options
 * @returns {Promise<Result | undefined>} undefined when the dialog was dismissed
 */
export const openDialog = (view, options) =>
  new Promise((resolve) => {
    state.lastId += 1;
    const id = state.lastId;
    const close = (/** @type {Result | undefined} */ result) => {
      if (!state.open.some((dialog) => dialog.id === id)) return;
      state.open = state.open.filter((dialog) => dialog.id !== id);
      resolve(result);
      refresh();
    };
    state.open = [...state.open, { ...options, id, view, close }];
    refresh();
  });

export const closeDialogs = () => {
  for (const dialog of state.open) dialog.close(undefined);
};

export const isDialogOpen = () => state.open.length > 0 || isExpired();

/**
 * Has the user confirm something that cannot be undone.
 * @param {{ title: string, text: Content, yes: string, tone?: Tone }} options yes: the text of the button that confirms
 * @returns {Promise<boolean | undefined>}
 */
export const confirm = ({ title, text, yes, tone = 'primary' }) =>
  openDialog(
    (close) => html`<p>${text}</p>
      <div class="actions">
        ${button(t('cancel'), { onClick: () => close(false) })}${button(yes, { tone, onClick: () => close(true) })}
      </div>`,
    { title },
  );

/* An element that a template makes is in the document only after the drawing. */
const show = (/** @type {Element | undefined} */ element) =>
  queueMicrotask(() => {
    if (element instanceof HTMLDialogElement && element.isConnected && !element.open) element.showModal();
  });

/**
 * Browsers close a dialog at the second Escape whatever its page says: one that must stay is shown again.
 * @param {string} kind
 * @param {string} label
 * @param {Content} content
 * @param {() => void} [dismiss]
 */
export const modal = (kind, label, content, dismiss = () => {}) => html`<dialog
  class=${kind}
  aria-label=${label}
  ${ref(show)}
  @keydown=${(event) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    dismiss();
  }}
  @cancel=${(event) => {
    event.preventDefault();
    dismiss();
  }}
  @close=${(event) => show(event.target)}
>${content}</dialog>`;

const dialogView = (/** @type {Dialog} */ { view, title, wide = false, closable = () => true, close }) => {
  const name = typeof title === 'function' ? title() : title;
  const dismiss = () => {
    if (closable()) close(undefined);
  };
  const closing = closable() ? button('', { icon: 'x', tone: 'quiet', label: t('close'), onClick: dismiss }) : nothing;
  return modal(
    wide ? 'wide' : '',
    name,
    html`<header><h2>${name}</h2>${closing}</header>
      <div class="dialog-body">${view(close)}</div>`,
    dismiss,
  );
};

/** All open dialogs. */
export const dialogs = () => html`${repeat(state.open, (dialog) => dialog.id, dialogView)}`;
