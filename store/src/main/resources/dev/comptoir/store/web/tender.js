// Taking payment. One intended sale has one key until its result is known, whatever happens to the connection.

import { row } from './amounts.js';
import { cart, loadCart, setQuantity } from './cart.js';
import { cashIncrement, roundCash } from './cash.js';
import { endExchange, exchange, sellInExchange } from './exchange.js';
import { loadProfile } from './profile.js';
import { refundSlip } from './receipt.js';
import { printSaleReceipt, receiptTools, receiptView, showReceipt } from './sale-receipt.js';
import { unlessScanned } from './scanner.js';
import { isReachable, newKey, Problem, post } from './shared/api.js';
import { openDialog } from './shared/dialogs.js';
import { refresh } from './shared/drawing.js';
import { html, live, nothing, ref } from './shared/lit.js';
import { session } from './shared/session.js';
import { failureText } from './shared/toasts.js';
import { button, icon, notice } from './shared/ui.js';
import { explain, money, moneyText, parseMoney, signedMoney, t } from './shared/words.js';
import { loadRegister } from './till.js';

const BILLS = [500, 1000, 2000, 5000, 10_000];
const LARGEST_BILL = 10_000;

/** More change than this is a typing error. */
const MOST_CHANGE = 100_000;

/** Where the tab stores a payment that was sent and has no response yet. */
const SENT = 'comptoir.tender';

/**
 * @typedef {{ tender: 'cash' | 'card', amount: number }} Payment
 * @typedef {object} Tender
 * @property {string} key of the intended sale
 * @property {number} total that the customer was shown
 * @property {number} due the total less the empties and what goods pay; below zero when money is handed back
 * @property {import('./exchange.js').Exchange} [exchange] goods that pay first
 * @property {number} increment of cash
 * @property {Payment[]} payments
 * @property {string} [text] the typed amount; undefined for the amount due
 * @property {string} [refusal]
 * @property {Problem} [problem] why the last attempt was refused
 * @property {boolean} busy
 * @property {boolean} isUnknown whether the result of the last attempt is unknown
 * @property {Schema<'Sale'>} [sale] once it is made
 * @property {Schema<'Refund'>} [refund] made with the sale
 * @property {boolean} focused whether the amount received the focus
 * @property {boolean} focusedDone whether the next-sale button received the focus
 * @property {() => void} close
 */

const state = {
  /** @type {Tender | undefined} the payment that the dialog shows */
  tender: undefined,
};

const sum = (/** @type {{ amount: number }[]} */ payments) =>
  payments.reduce((total, payment) => total + payment.amount, 0);

const paidBy = (/** @type {Tender} */ { payments }, /** @type {Payment['tender']} */ means) =>
  sum(payments.filter((payment) => payment.tender === means));

/** What is due by card: all that is left, to the cent. @param {Tender} tender */
const cardDue = ({ due, payments }) => Math.max(0, due - sum(payments));

/** What is due in cash: the part that no card paid is rounded. @param {Tender} tender */
const cashDue = (tender) => {
  const rounded = roundCash(tender.due - paidBy(tender, 'card'), tender.increment);
  return Math.max(0, rounded - paidBy(tender, 'cash'));
};

/** Nothing is rounded while only cards pay. @param {Tender} tender */
const isPaid = (tender) => {
  const onlyCards = tender.payments.length > 0 && tender.payments.every((payment) => payment.tender === 'card');
  return (onlyCards ? cardDue(tender) : cashDue(tender)) === 0;
};

/** Whether payments cover the total: one that is rounded to 0 may still be paid by card. @param {Tender} tender */
const isSettled = (tender) => tender.payments.length > 0 && isPaid(tender);

/** @returns {Tender} */
const newTender = () => ({
  key: newKey(),
  total: cart()?.total ?? 0,
  due: (cart()?.due ?? 0) - (exchange()?.total ?? 0),
  exchange: exchange(),
  increment: cashIncrement(),
  payments: [],
  busy: false,
  isUnknown: false,
  focused: false,
  focusedDone: false,
  close: () => {},
});

const place = () => `${session().store}/${session().register}`;

/* With the same key, a sale that was sent before a reload is made once. */
const saveSent = (/** @type {Tender} */ { key, total, due, exchange: goods, increment, payments }) =>
  sessionStorage.setItem(
    SENT,
    JSON.stringify({ key, total, due, exchange: goods, increment, payments, place: place() }),
  );

const forgetSent = () => sessionStorage.removeItem(SENT);

/** Whether nothing was done; any other failure leaves open whether there is a sale. @param {unknown} failure */
const isRefusal = (failure) =>
  failure instanceof Problem &&
  failure.status >= 400 &&
  failure.status < 500 &&
  failure.status !== 401 &&
  failure.status !== 429;

const refusalText = (/** @type {Problem} */ problem) => {
  if (problem.type !== 'total-changed') return explain(problem);
  const { expectedTotal, total } = problem.members;
  return t('problem.total-changed', { expectedTotal: money(expectedTotal), total: money(total) });
};

/**
 * After a refusal, the next attempt is another sale, of the cart as it is then.
 * @param {Tender} tender
 * @param {Problem} problem
 */
const startOver = async (tender, problem) => {
  forgetSent();
  await Promise.all([loadCart(), problem.type === 'total-changed' ? loadProfile() : undefined]);
  state.tender = { ...newTender(), problem, refusal: refusalText(problem), close: tender.close };
};

/**
 * Sells the cart. Version 0.2, an instance of which may respond during an upgrade, has no expected total; to be removed
 * in 0.4.
 * @param {Tender} tender
 */
const sell = async ({ payments, total, key }) => {
  try {
    return await post('/sales', { payments, expectedTotal: total }, { key });
  } catch (failure) {
    if (!(failure instanceof Problem) || failure.status !== 400) throw failure;
    return post('/sales', { payments }, { key });
  }
};

/** Sells the cart, for goods that come back where there are some. @param {Tender} tender */
const settle = async (tender) => {
  if (tender.exchange === undefined) return { sale: await sell(tender) };
  const { payments, total, key } = tender;
  const made = await sellInExchange(tender.exchange, { payments, expectedTotal: total }, key);
  endExchange();
  return made;
};

const complete = async (/** @type {Tender} */ tender) => {
  tender.busy = true;
  tender.refusal = undefined;
  saveSent(tender);
  refresh();
  try {
    const made = await settle(tender);
    Object.assign(tender, made);
    forgetSent();
    showReceipt(made.sale.number, { original: true });
    loadCart();
    loadRegister();
  } catch (failure) {
    if (isRefusal(failure)) await startOver(tender, /** @type {Problem} */ (failure));
    else Object.assign(tender, { isUnknown: true, refusal: failureText(failure) });
  }
  tender.busy = false;
  if (state.tender) state.tender.focused = false;
  refresh();
};

/**
 * Why an amount cannot be charged to a card.
 * @param {Tender} tender
 * @param {number} cents
 */
const cardRefusal = (tender, cents) => {
  if (cents === 0 && cardDue(tender) > 0) return t('tender.wrong');
  return cents > cardDue(tender) ? t('tender.card-too-much') : undefined;
};

/**
 * Why an amount cannot be taken in cash.
 * @param {Tender} tender
 * @param {number} cents
 */
const cashRefusal = (tender, cents) => {
  const due = cashDue(tender);
  if (due === 0 && tender.payments.length > 0) return t('tender.too-small');
  if (cents === 0 && due > 0) return t('tender.wrong');
  if (cents % tender.increment !== 0) return t('problem.cash-not-payable', { increment: tender.increment });
  return cents > due + MOST_CHANGE ? t('problem.paid-too-much') : undefined;
};

/**
 * Why an amount cannot be taken.
 * @param {Tender} tender
 * @param {Payment['tender']} means
 * @param {number | undefined} cents
 */
const refusalOf = (tender, means, cents) => {
  if (cents === undefined || cents < 0) return t('tender.wrong');
  return means === 'card' ? cardRefusal(tender, cents) : cashRefusal(tender, cents);
};

/**
 * @param {Tender} tender
 * @param {Payment['tender']} means
 * @param {number | undefined} cents undefined for a text that is not an amount
 */
const addPayment = (tender, means, cents) => {
  if (tender.busy) return;
  tender.refusal = refusalOf(tender, means, cents);
  if (cents !== undefined && tender.refusal === undefined) {
    if (cents > 0) tender.payments = [...tender.payments, { tender: means, amount: cents }];
    tender.text = undefined;
    tender.focused = false;
    if (isPaid(tender)) complete(tender);
  }
  refresh();
};

/** What the field contains: the cash that is due, until another amount is typed. @param {Tender} tender */
const cashAmount = (tender) => (tender.text === undefined ? cashDue(tender) : parseMoney(tender.text));

/** A card is charged what is typed, at most what is due. @param {Tender} tender */
const cardAmount = (tender) => {
  const typed = tender.text === undefined ? undefined : parseMoney(tender.text);
  return Math.min(typed ?? cardDue(tender), cardDue(tender));
};

const payInCash = (/** @type {Tender} */ tender) => addPayment(tender, 'cash', cashAmount(tender));

const payByCard = (/** @type {Tender} */ tender) => addPayment(tender, 'card', cardAmount(tender));

/** The bills with which the customer may pay. @param {Tender} tender */
const billsFor = (tender) => {
  const left = cashDue(tender);
  const larger = BILLS.filter((bill) => bill > left && bill % tender.increment === 0).slice(0, 4);
  if (larger.length > 0) return larger;
  const rounded = Math.ceil(left / LARGEST_BILL) * LARGEST_BILL;
  return rounded > left ? [rounded] : [];
};

const removePayment = (/** @type {Tender} */ tender, /** @type {number} */ place) => {
  tender.payments = tender.payments.filter((_payment, other) => other !== place);
  tender.key = newKey();
  refresh();
};

const onKey = (/** @type {Tender} */ tender, /** @type {PageEvent} */ event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === 'Enter') {
    event.preventDefault();
    payInCash(tender);
  } else if (event.key.toLowerCase() === 'c') unlessScanned(event, () => payByCard(tender));
};

/** Offers to sell what is left when the shelf is too short. @param {Tender} tender */
const remedy = (tender) => {
  if (tender.problem?.type !== 'shelf-too-short') return nothing;
  const { left, productId } = tender.problem.members;
  return button(left > 0 ? t('tender.take-left', { count: left }) : t('sale.remove'), {
    onClick: async () => {
      await setQuantity(productId, left);
      if (cart()?.lines.length) state.tender = { ...newTender(), close: tender.close };
      else tender.close();
      refresh();
    },
  });
};

const paymentLine = (
  /** @type {Tender} */ tender,
  /** @type {Payment} */ payment,
  /** @type {number} */ place,
) => html`<li>
  ${icon(payment.tender === 'card' ? 'credit-card' : 'banknote')}
  <span>${t(`tender.${payment.tender}`)}</span><b>${money(payment.amount)}</b>
  ${button('', {
    icon: 'x',
    tone: 'quiet',
    label: t('tender.remove'),
    disabled: tender.busy || tender.isUnknown,
    onClick: () => removePayment(tender, place),
  })}</li>`;

const saving = () => html`<div class="saving" role="status"><span class="spinner"></span>
  <p>${t(isReachable() ? 'tender.saving' : 'tender.saving-offline')}</p></div>`;

const tryAgain = (/** @type {Tender} */ tender) =>
  button(t('try-again'), {
    tone: 'primary',
    size: 'large full',
    icon: 'rotate-cw',
    onClick: () => complete(tender),
  });

const focusAmount = (/** @type {Tender} */ tender) => (/** @type {Element | undefined} */ field) => {
  if (!(field instanceof HTMLInputElement) || tender.focused) return;
  tender.focused = true;
  queueMicrotask(() => {
    field.focus();
    field.select();
  });
};

const amountField = (/** @type {Tender} */ tender) => html`<div class="field">
  <label for="tendered">${t('tender.amount')}</label>
  <div class="money-input"><input id="tendered" type="text" inputmode="decimal" autocomplete="off"
    .value=${live(tender.text ?? moneyText(cashDue(tender)))}
    ${ref(focusAmount(tender))}
    @focus=${(event) => event.target.select()}
    @input=${(event) => {
      tender.text = event.target.value;
      refresh();
    }}
    @keydown=${(event) => onKey(tender, event)}><span aria-hidden="true">$</span></div></div>`;

const billButton = (/** @type {Tender} */ tender, /** @type {number} */ bill) =>
  button(money(bill).replace(/[.,]00/, ''), { onClick: () => addPayment(tender, 'cash', bill) });

/**
 * A tender with the amount that it would pay.
 * @param {'cash' | 'card'} means
 * @param {number | undefined} cents undefined for a text that is not an amount
 */
const tenderText = (means, cents) =>
  html`${t(`tender.${means}`)}${cents === undefined ? nothing : html` <small>${money(cents)}</small>`}`;

const choices = (/** @type {Tender} */ tender) => html`${amountField(tender)}
  <div class="notes" role="group" aria-label=${t('tender.bills')}>
    ${button(t('tender.exact'), { onClick: () => addPayment(tender, 'cash', cashDue(tender)) })}
    ${billsFor(tender).map((bill) => billButton(tender, bill))}</div>
  <div class="tenders">${button(tenderText('cash', cashAmount(tender)), {
    tone: 'primary',
    size: 'large',
    icon: 'banknote',
    keys: '↵',
    onClick: () => payInCash(tender),
  })}
    ${button(tenderText('card', cardAmount(tender)), {
      size: 'large',
      icon: 'credit-card',
      keys: 'C',
      onClick: () => payByCard(tender),
    })}</div>`;

/** The customer pays nothing, because the goods are worth as much or more. @param {Tender} tender */
const exchangeButton = (tender) =>
  button(t('exchange.complete'), {
    tone: 'primary',
    size: 'large full',
    icon: 'undo-2',
    onClick: () => complete(tender),
  });

const nextStep = (/** @type {Tender} */ tender) => {
  if (tender.busy) return saving();
  if (tender.exchange && tender.due <= 0 && !tender.isUnknown) return exchangeButton(tender);
  return tender.isUnknown || isSettled(tender) ? tryAgain(tender) : choices(tender);
};

/** What is due; where cash is rounded, for each tender and with the reason. @param {Tender} tender */
const dueView = (tender) => {
  if (tender.due < 0) {
    return html`<div class="due"><span>${t('exchange.hand-back')}</span>
      <output>${money(-tender.due)}</output></div>`;
  }
  const cash = cashDue(tender);
  const exact = isSettled(tender) ? cash : cardDue(tender);
  const title = html`<span>${t('tender.due')}</span>`;
  if (cash === exact) return html`<div class="due">${title}<output>${money(exact)}</output></div>`;
  return html`<div class="due by-tender">${title}
    <dl>${row(
      t('tender.cash'),
      html`<output>${money(cash)}</output>
      <small>${t('tender.rounded', { rounding: signedMoney(cash - exact) })}</small>`,
    )}
      ${row(t('tender.card'), html`<output>${money(exact)}</output>`)}</dl></div>`;
};

const paying = (/** @type {Tender} */ tender) => html`<div class="tender">
  ${dueView(tender)}
  <ul class="given">${tender.payments.map((payment, place) => paymentLine(tender, payment, place))}</ul>
  ${tender.refusal ? notice('bad', tender.refusal, remedy(tender)) : nothing}
  ${nextStep(tender)}</div>`;

const focusDone = (/** @type {Tender} */ tender) => (/** @type {Element | undefined} */ element) => {
  if (!element || tender.focusedDone) return;
  tender.focusedDone = true;
  queueMicrotask(() => /** @type {HTMLElement | null} */ (element.querySelector('.next'))?.focus());
};

const onDoneKey = (/** @type {PageEvent} */ event) => {
  if (event.key.toLowerCase() === 'p') unlessScanned(event, printSaleReceipt);
};

/** What an exchange hands back. @param {Schema<'Refund'>} [refund] */
const handedBack = (refund) => sum((refund?.payments ?? []).filter((payment) => payment.tender !== 'exchange'));

/**
 * @param {Tender} tender
 * @param {Schema<'Sale'>} sale
 */
const doneView = (tender, sale) => {
  const { refund, exchange: goods } = tender;
  return html`<div class="done" ${ref(focusDone(tender))} @keydown=${onDoneKey}>
  <div class="done-figures"><p role="status">${icon('circle-check')} ${t('tender.done', { number: sale.number })}</p>
    <span>${t(refund ? 'exchange.hand-back' : 'tender.change')}</span>
    <output class="change">${money(sale.change + handedBack(refund))}</output>
    ${button(t('tender.next'), {
      tone: 'primary',
      size: 'large full next',
      icon: 'arrow-right',
      keys: '↵',
      onClick: nextSale,
    })}
    ${button(t('receipt.print'), { size: 'large full', icon: 'printer', keys: 'P', onClick: printSaleReceipt })}
    ${receiptTools()}</div>
  <div class="slips">${receiptView()}
    ${refund && goods ? refundSlip(refund, goods.sale, goods.profile) : nothing}</div></div>`;
};

const show = async (/** @type {Tender} */ tender) => {
  state.tender = tender;
  const content = (/** @type {() => void} */ close) => {
    const shown = state.tender;
    if (shown === undefined) return nothing;
    shown.close = close;
    return shown.sale ? doneView(shown, shown.sale) : paying(shown);
  };
  await openDialog(content, {
    title: () => t(state.tender?.sale ? 'tender.paid' : 'tender.title'),
    wide: true,
    closable: () => !state.tender?.busy && !state.tender?.isUnknown,
  });
  state.tender = undefined;
};

/** Opens the payment of the cart. */
export const pay = () => {
  if (state.tender) return;
  const tender = newTender();
  show(tender);
  if (tender.due <= 0 && tender.exchange === undefined) complete(tender);
};

/** Continues a payment that was sent before the page was loaded again. */
export const resumeTender = () => {
  const sent = JSON.parse(sessionStorage.getItem(SENT) ?? 'null');
  if (state.tender || sent?.place !== place()) return;
  const tender = { ...newTender(), ...sent };
  show(tender);
  complete(tender);
};

/** Closes a completed sale; false when there is none. */
export const nextSale = () => {
  if (!state.tender?.sale) return false;
  state.tender.close();
  return true;
};
