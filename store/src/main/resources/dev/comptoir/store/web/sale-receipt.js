// The receipt of a sale as the service makes it: in the customer's language, on the page, on paper, as PDF, by e-mail.

import { get, post } from './shared/api.js';
import { openDialog } from './shared/dialogs.js';
import { refresh } from './shared/drawing.js';
import { textField } from './shared/fields.js';
import { download } from './shared/files.js';
import { html, nothing } from './shared/lit.js';
import { attempt, failureText, toast } from './shared/toasts.js';
import { button, link, notice, tabs, waiting } from './shared/ui.js';
import { t } from './shared/words.js';

/** @typedef {ResponseOf<'get', `/sales/${string}/receipt`>} ReceiptPage */

const state = {
  /** Of the sale whose receipt is shown. */
  number: '',
  /** Whether the original is wanted: after a sale, until it was printed. */
  original: false,
  /** @type {ReceiptPage | undefined} undefined until it is loaded */
  shown: undefined,
  /** @type {Element | null} the receipt in the document */
  paper: null,
};

const options = () => ({ language: state.shown?.language ?? '', original: String(state.original) });

const load = (/** @type {string | undefined} */ language) =>
  attempt(async () => {
    const { number, original } = state;
    const shown = await get(`/sales/${number}/receipt`, { ...options(), language: language ?? options().language });
    if (number !== state.number || original !== state.original) return;
    state.shown = shown;
    state.paper = new DOMParser().parseFromString(shown.html, 'text/html').body.firstElementChild;
    refresh();
  });

/**
 * Shows the receipt of a sale, in the store's language until the customer chooses another one.
 * @param {string} number
 * @param {{ original?: boolean }} [wanted] the original: right after the sale
 */
export const showReceipt = (number, { original = false } = {}) => {
  Object.assign(state, { number, original, shown: undefined, paper: null });
  return load(undefined);
};

/** The receipt; the texts in it were escaped by the service. */
export const receiptView = () => (state.paper === null ? waiting() : html`${state.paper}`);

/** Prints the receipt. The next one is a copy. */
export const printSaleReceipt = () => {
  if (state.shown === undefined) return;
  print();
  if (!state.original) return;
  state.original = false;
  load(undefined);
};

const savePdf = (/** @type {'80mm' | 'a4'} */ format) =>
  attempt(async () => {
    const { number } = state;
    download(`${number}.pdf`, await get(`/sales/${number}/receipt.pdf`, { ...options(), format }, { as: 'blob' }));
  });

const sendReceipt = () => {
  const { number, original, shown } = state;
  const form = {
    address: '',
    /** @type {string | undefined} */
    refusal: undefined,
    busy: false,
  };

  const send = async (/** @type {() => void} */ close) => {
    form.busy = true;
    form.refusal = undefined;
    refresh();
    try {
      const email = { address: form.address.trim(), language: shown?.language, original };
      await post(`/sales/${number}/receipt/emails`, email, { retry: false });
      close();
      toast(t('receipt.sent', { address: email.address }));
    } catch (failure) {
      form.refusal = failureText(failure);
      form.busy = false;
    }
    refresh();
  };

  const fields = (/** @type {() => void} */ close) => html`<form
    class="stack"
    @submit=${(event) => {
      event.preventDefault();
      if (!form.busy) send(close);
    }}
  >
    ${textField('receipt-address', t('receipt.address'), {
      kind: 'email',
      value: form.address,
      required: true,
      maxlength: 254,
      focus: true,
      hint: t('receipt.address.hint'),
      onInput: (address) => {
        form.address = address;
      },
    })}
    ${form.refusal ? notice('bad', form.refusal) : nothing}
    ${button(t('receipt.email'), {
      tone: 'primary',
      size: 'full',
      icon: 'mail',
      type: 'submit',
      busy: form.busy,
    })}</form>`;

  return openDialog(fields, { title: t('receipt.email') });
};

const languages = (/** @type {ReceiptPage} */ shown) => {
  if (shown.languages.length < 2) return nothing;
  const choices = shown.languages.map((value) => ({ value, text: t(`receipt.language.${value}`) }));
  return tabs(t('receipt.language'), choices, { value: shown.language, onChoose: load });
};

/** The customer's choices: language, PDF, e-mail. */
export const receiptTools = () => {
  const { shown } = state;
  if (shown === undefined) return nothing;
  return html`<div class="row no-print">${languages(shown)}
    ${button(t('receipt.pdf-a4'), { icon: 'download', onClick: () => savePdf('a4') })}
    ${button(t('receipt.pdf-80mm'), { icon: 'download', onClick: () => savePdf('80mm') })}
    ${shown.email ? button(t('receipt.email'), { icon: 'mail', onClick: sendReceipt }) : nothing}</div>`;
};

/** The receipt at its own address. @type {Page} */
export const receipt = {
  enter: ({ number }) => showReceipt(number),
  view: () => {
    const { number } = state;
    return html`<div class="page-head no-print"><h1>${t('receipt.title')} ${number}</h1>
      <div class="row">${link(t('sales.back-to-sale'), `#/sales/${number}`, { icon: 'arrow-left' })}
        ${button(t('receipt.print-copy'), { tone: 'primary', icon: 'printer', onClick: printSaleReceipt })}</div></div>
      <div class="stack">${receiptTools()}${receiptView()}</div>`;
  },
};
