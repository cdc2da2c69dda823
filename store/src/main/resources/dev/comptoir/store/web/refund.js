// Goods that come back: line by line, never more than was sold.

import { amountRows, roundingRow, row } from './amounts.js';
import { reasonOf, withApproval } from './approval.js';
import { startExchange } from './exchange.js';
import { bind, isTyping } from './keys.js';
import { profile as ownProfile } from './profile.js';
import { printReceipt, refundSlip } from './receipt.js';
import { release, reserve } from './reservations.js';
import { unlessScanned } from './scanner.js';
import { get, newKey, Problem, post } from './shared/api.js';
import { refresh } from './shared/drawing.js';
import { checkbox, selectField, textField } from './shared/fields.js';
import { html, nothing } from './shared/lit.js';
import { go } from './shared/router.js';
import { session } from './shared/session.js';
import { attempt, failureText } from './shared/toasts.js';
import { button, link, notice, table, waiting } from './shared/ui.js';
import { money, number, t } from './shared/words.js';

const REASONS = ['damaged', 'wrong', 'unwanted', 'expired'];

/**
 * @typedef {ResponseOf<'get', `/sales/${string}`>} SaleWithReturns
 * @typedef {SaleWithReturns['sale']['lines'][number] & SaleWithReturns['returns'][number]} SoldLine
 * @typedef {SoldLine & { back: number, backToShelf: boolean }} RefundLine back: units that come back now
 * @typedef {Pick<SaleWithReturns['sale'], 'number' | 'store'> & { lines: SoldLine[] }} RefundedSale
 * @typedef {object} Form
 * @property {RefundedSale} sale
 * @property {string} [storeName] of another deployment, whose sale it is
 * @property {SaleWithReturns['profile'] | undefined} profile of this store
 * @property {RefundLine[]} lines
 * @property {string} reason
 * @property {'cash' | 'card' | undefined} tender undefined for the tenders of the sale, in their order
 * @property {string} key of the intended refund
 * @property {ResponseOf<'post', `/sales/${string}/refund-previews`>} [preview] of the chosen lines, once it is loaded
 * @property {number} previews that were requested
 * @property {number} previewed the last one that arrived
 * @property {string} [refusal]
 * @property {boolean} busy
 * @property {boolean} [exchanged] whether the lines pay for other goods
 * @property {Schema<'Refund'>} [done] the refund that was made
 */

const state = {
  /** @type {Form | undefined} undefined until the sale is loaded */
  form: undefined,
  /** @type {string | undefined} of the sale of another deployment */
  reservation: undefined,
  /** @type {string | undefined} why another store's sale cannot be refunded here */
  refusal: undefined,
  /** @type {(() => void) | undefined} */
  unbind: undefined,
};

/**
 * @param {RefundedSale} sale
 * @param {Pick<Form, 'profile' | 'storeName'>} origin
 */
const open = (sale, origin) => {
  state.form = {
    ...origin,
    sale,
    lines: sale.lines.map((line) => ({ ...line, back: 0, backToShelf: true })),
    reason: '',
    tender: undefined,
    key: newKey(),
    previews: 0,
    previewed: 0,
    busy: false,
  };
};

const REFUSALS = ['expired', 'nothing-returnable', 'sale-reserved', 'store-unreachable', 'unanswered', 'unknown-sale'];

/** Another page may have been opened while the store of the sale answers. @param {string} wanted */
const openReserved = async (wanted) => {
  const { unbind } = state;
  const isLeft = () => unbind !== state.unbind;
  const {
    sale,
    state: outcome,
    reason,
  } = await reserve(wanted, (id) => {
    if (isLeft()) release(id).catch(() => {});
    else state.reservation = id;
    refresh();
  });
  if (isLeft()) return;
  if (sale === null || outcome !== 'granted') {
    const words = REFUSALS.find((known) => known === reason) ?? 'other';
    state.refusal = t(`refund.refused.${words}`);
    return;
  }
  const lines = sale.lines.map(({ sold, returned }, place) => {
    const returnable = sold.quantity - returned;
    return { ...sold, line: place + 1, returned, returnable };
  });
  open({ number: sale.number, store: sale.store, lines }, { profile: ownProfile(), storeName: sale.storeName });
};

const openOwn = async (/** @type {string} */ wanted) => {
  const { sale, returns, profile } = await get(`/sales/${wanted}`);
  const lines = sale.lines.map((line) => {
    const none = { line: line.line, returned: 0, returnable: 0 };
    return { ...line, ...(returns.find((one) => one.line === line.line) ?? none) };
  });
  open({ ...sale, lines }, { profile: sale.store === session().store ? profile : ownProfile() });
};

/** A sale of another deployment is reserved at its store first. @param {string} wanted */
const load = (wanted) =>
  attempt(async () => {
    try {
      await openOwn(wanted);
    } catch (failure) {
      if (!(failure instanceof Problem && failure.type === 'other-store')) throw failure;
      await openReserved(wanted);
    }
    refresh();
  });

/** A sale that is not refunded here is free again for its store; one that is exchanged stays reserved. */
const leave = () => {
  state.unbind?.();
  state.unbind = undefined;
  const { form, reservation } = state;
  if (reservation && !form?.done && !form?.exchanged) release(reservation).catch(() => {});
};

const chosen = (/** @type {Form} */ form) => form.lines.filter((line) => line.back > 0);

const chosenLines = (/** @type {Form} */ form) =>
  chosen(form).map(({ line, back, backToShelf }) => ({ line, quantity: back, backToShelf }));

/** Shows what the chosen lines hand back; a response that is outdated when it arrives is dropped. @param {Form} form */
const preview = async (form) => {
  form.previews += 1;
  const { previews } = form;
  const lines = chosenLines(form);
  const found =
    lines.length === 0
      ? undefined
      : await post(`/sales/${form.sale.number}/refund-previews`, { lines, tender: form.tender });
  if (previews === form.previews) {
    Object.assign(form, { preview: found, previewed: previews });
    refresh();
  }
};

/** Another refund is intended after each change. @param {Form} form */
const changed = (form) => {
  form.key = newKey();
  refresh();
  return attempt(() => preview(form));
};

const refundAll = (/** @type {Form} */ form) => {
  for (const line of form.lines) line.back = line.returnable;
  changed(form);
  document.getElementById('refund-reason')?.focus();
};

/** Whether something comes back, for a reason; shows what is missing. @param {Form} form */
const isComplete = (form) => {
  form.refusal = undefined;
  if (chosen(form).length === 0) form.refusal = t('refund.nothing');
  else if (form.reason.trim() === '') form.refusal = t('refund.no-reason');
  refresh();
  return form.refusal === undefined;
};

const refundOf = (/** @type {Form} */ form) => ({
  lines: chosenLines(form),
  reason: form.reason.trim(),
  tender: form.tender,
});

const send = (/** @type {Form} */ form) => {
  const refund = refundOf(form);
  return withApproval((approval) =>
    post(`/sales/${form.sale.number}/refunds`, { ...refund, approval }, { key: form.key }),
  );
};

const submit = async (/** @type {Form} */ form) => {
  if (!isComplete(form)) return;
  form.busy = true;
  refresh();
  try {
    form.done = await send(form);
  } catch (failure) {
    form.refusal = failureText(failure);
  }
  form.busy = false;
  refresh();
};

/** Takes the chosen lines to the sale page, where they pay for other goods. @param {Form} form */
const exchangeLines = (form) => {
  if (form.preview === undefined || !isComplete(form)) return;
  const { sale, profile } = form;
  form.exchanged = true;
  startExchange({ sale, profile, refund: refundOf(form), total: form.preview.total });
  go('/');
};

/**
 * @param {Form} form
 * @param {RefundLine} line
 * @param {number} wanted
 */
const setBack = (form, line, wanted) => {
  if (Number.isInteger(wanted)) line.back = Math.max(0, Math.min(line.returnable, wanted));
  changed(form);
};

const stepper = (/** @type {Form} */ form, /** @type {RefundLine} */ line) => {
  const { name, back, returnable } = line;
  const label = t('refund.back-of', { name });
  return html`<div class="stepper" role="group" aria-label=${label}>
    ${button('', {
      icon: 'minus',
      tone: 'quiet',
      label: t('sale.less', { name }),
      disabled: back === 0,
      onClick: () => setBack(form, line, back - 1),
    })}
    <input type="text" inputmode="numeric" aria-label=${label} .value=${String(back)} ?disabled=${returnable === 0}
      @focus=${(event) => event.target.select()}
      @change=${(event) => {
        setBack(form, line, Number(event.target.value));
        event.target.value = String(line.back);
      }}>
    ${button('', {
      icon: 'plus',
      tone: 'quiet',
      label: t('sale.more', { name }),
      disabled: back >= returnable,
      onClick: () => setBack(form, line, back + 1),
    })}</div>`;
};

const shelfCheckbox = (/** @type {Form} */ form, /** @type {RefundLine} */ line) =>
  checkbox(`shelf-${line.line}`, t('refund.to-shelf'), {
    checked: line.backToShelf,
    disabled: line.back === 0,
    onChange: (backToShelf) => {
      line.backToShelf = backToShelf;
      changed(form);
    },
  });

/**
 * @param {Form} form
 * @returns {Column<RefundLine>[]}
 */
const columns = (form) => [
  { title: t('product'), cell: (line) => line.name },
  { title: t('price'), kind: 'number', cell: (line) => money(line.unitPrice) },
  { title: t('refund.sold'), kind: 'number', cell: (line) => number(line.quantity) },
  { title: t('refund.returned'), kind: 'number', cell: (line) => number(line.returned) },
  { title: t('refund.returnable'), kind: 'number', cell: (line) => number(line.returnable) },
  { title: t('refund.back'), cell: (line) => stepper(form, line) },
  { title: t('refund.shelf'), cell: (line) => shelfCheckbox(form, line) },
];

/**
 * @param {Schema<'Refund'>} refund
 * @param {Form} form
 */
const finished = (refund, { sale, profile }) => html`<div class="page-head no-print">
    <h1>${t('refund.done', { total: money(refund.total + refund.rounding) })}</h1>
    <div class="row">${link(t('sales.all'), '#/sales', { icon: 'arrow-left' })}
      ${button(t('receipt.print'), { icon: 'printer', onClick: printReceipt })}
      ${link(t('refund.next-sale'), '#/', { tone: 'primary', icon: 'shopping-cart' })}</div></div>
  ${refundSlip(refund, sale, profile)}`;

const reasonButtons = (/** @type {Form} */ form) => {
  const reasonButton = (/** @type {string} */ text) =>
    button(text, {
      pressed: form.reason === text,
      onClick: () => {
        form.reason = text;
        changed(form);
      },
    });
  return html`<div class="row" role="group" aria-label=${t('reason')}>
    ${REASONS.map((reason) => reasonButton(t(`refund.reason.${reason}`)))}</div>`;
};

const reasonField = (/** @type {Form} */ form) =>
  textField('refund-reason', t('reason'), {
    value: form.reason,
    maxlength: 200,
    onInput: (text) => {
      form.reason = text;
      form.key = newKey();
    },
  });

const tenderField = (/** @type {Form} */ form) =>
  selectField('refund-tender', t('refund.tender'), {
    value: form.tender ?? '',
    options: [
      { value: '', text: t('refund.as-paid') },
      { value: 'cash', text: t('tender.cash') },
      { value: 'card', text: t('tender.card') },
    ],
    onChange: (tender) => {
      form.tender = tender === 'cash' || tender === 'card' ? tender : undefined;
      changed(form);
    },
  });

/** What goes back over which tender. @param {Form} form */
const amounts = ({ preview: found }) => {
  const due = found === undefined ? 0 : found.total + found.rounding;
  return html`<div class="due"><span>${t('refund.total')}</span><output>${money(due)}</output></div>
    ${
      found === undefined
        ? nothing
        : html`<dl class="sums">${amountRows(found)}${roundingRow(found.rounding)}
      ${found.payments.map(({ tender, amount }) => row(t(`tender.${tender}`), money(amount)))}</dl>
      ${found.approval ? notice('low', reasonOf(found.approval)) : nothing}`
    }`;
};

const summary = (/** @type {Form} */ form) => html`<div class="stack">
  ${amounts(form)}
  ${form.refusal ? notice('bad', form.refusal) : nothing}
  ${button(t('refund.give'), {
    tone: 'primary',
    size: 'large full',
    type: 'submit',
    icon: 'undo-2',
    busy: form.busy,
  })}
  ${button(t('exchange.start'), {
    size: 'large full',
    icon: 'shopping-cart',
    disabled: form.busy || form.preview === undefined || form.previewed !== form.previews,
    onClick: () => exchangeLines(form),
  })}</div>`;

const backLink = (/** @type {Form} */ { sale, storeName }) =>
  storeName
    ? link(t('sales.all'), '#/sales', { icon: 'arrow-left' })
    : link(t('sales.back-to-sale'), `#/sales/${sale.number}`, { icon: 'arrow-left' });

const editing = (/** @type {Form} */ form) => html`<div class="page-head">
    <div><h1>${t('refund.of', { number: form.sale.number })}</h1>
      ${form.storeName ? html`<p>${t('refund.of-store', { store: form.storeName })}</p>` : nothing}</div>
    <div class="row">${backLink(form)}
      ${button(t('refund.all'), { icon: 'undo-2', keys: 'A', onClick: () => refundAll(form) })}</div></div>
  ${table(t('refund.lines'), columns(form), form.lines, { key: (line) => line.line })}
  <form class="card refund-form" @submit=${(event) => {
    event.preventDefault();
    if (!form.busy) submit(form);
  }}>
    <div class="stack">${reasonButtons(form)}${reasonField(form)}${tenderField(form)}</div>
    ${summary(form)}</form>`;

const onAll = (/** @type {KeyboardEvent} */ event) => {
  const { form } = state;
  if (form && !isTyping(event.target)) unlessScanned(event, () => refundAll(form));
};

const refused = (/** @type {string} */ text) => html`<div class="page-head"><h1>${t('refund.title')}</h1>
    ${link(t('sales.all'), '#/sales', { icon: 'arrow-left' })}</div>
  ${notice('bad', text)}`;

/** @type {Page} */
export const refund = {
  enter: ({ number: wanted }) => {
    Object.assign(state, { form: undefined, reservation: undefined, refusal: undefined });
    state.unbind = bind({ a: onAll });
    load(wanted);
  },
  leave,
  view: () => {
    const { form, refusal, reservation } = state;
    if (refusal) return refused(refusal);
    if (form === undefined) return reservation ? html`<p>${t('refund.reserving')}</p>${waiting()}` : waiting();
    return form.done ? finished(form.done, form) : editing(form);
  },
};
