// Taking the money: one intended sale has one key until it is known to be done, whatever happens to the connection.

import { cart, loadCart, setQuantity } from './cart.js';
import { printReceipt, receiptView } from './receipt.js';
import { unlessScanned } from './scanner.js';
import { isReachable, newKey, post } from './shared/api.js';
import { openDialog, refresh } from './shared/frame.js';
import { html, live, nothing, ref } from './shared/lit.js';
import { session } from './shared/session.js';
import { button, icon, notice } from './shared/ui.js';
import { explain, money, moneyText, parseMoney, t } from './shared/words.js';
import { loadRegister } from './till.js';

const NOTES = [500, 1000, 2000, 5000, 10_000];

let open;

const sum = (payments) => payments.reduce((total, payment) => total + payment.amount, 0);
const due = () => Math.max(0, open.total - sum(open.payments));

const fresh = () => ({
  key: newKey(),
  total: cart().total,
  payments: [],
  text: undefined,
  refusal: undefined,
  problem: undefined,
  busy: false,
  isUnknown: false,
  sale: undefined,
});

/* What was sent and has no answer yet outlives the page: with the same key, it is sold once. */
const SENT = 'comptoir.tender';
const place = () => `${session().store}/${session().register}`;
const keepSent = ({ key, total, payments }) =>
  sessionStorage.setItem(SENT, JSON.stringify({ key, total, payments, place: place() }));
const forgetSent = () => sessionStorage.removeItem(SENT);

/** Whether an answer says that nothing was done; anything else leaves open whether there is a sale. */
const isRefusal = ({ status }) => status >= 400 && status < 500 && status !== 401 && status !== 429;

/** A refusal changed nothing: the next try is another sale, of what the cart is then. */
const startOver = async (problem) => {
  forgetSent();
  await loadCart();
  open = { ...fresh(), problem, refusal: explain(problem), close: open.close };
};

const complete = async () => {
  const mine = open;
  mine.busy = true;
  mine.refusal = undefined;
  keepSent(mine);
  refresh();
  try {
    mine.sale = await post('/sales', { payments: mine.payments }, { key: mine.key });
    forgetSent();
    loadCart();
    loadRegister();
  } catch (problem) {
    if (isRefusal(problem)) await startOver(problem);
    else Object.assign(mine, { isUnknown: true, refusal: problem.word ? explain(problem) : t('mistake') });
  }
  mine.busy = false;
  open.focused = false;
  refresh();
};

const give = (tender, cents) => {
  if (open.busy) return;
  if (cents === undefined || cents < 0 || (cents === 0 && due() > 0)) {
    open.refusal = t('tender.wrong');
    refresh();
    return;
  }
  if (tender === 'card' && cents > due()) {
    open.refusal = t('tender.card-too-much');
    refresh();
    return;
  }
  if (cents > 0) open.payments = [...open.payments, { tender, amount: cents }];
  open.text = undefined;
  open.refusal = undefined;
  open.focused = false;
  if (due() === 0) complete();
  refresh();
};

const typed = () => (open.text === undefined ? due() : parseMoney(open.text));

const payByCard = () => give('card', Math.min(typed() ?? due(), due()));

const notes = () => {
  const left = due();
  const above = NOTES.filter((note) => note > left);
  const rounded = Math.ceil(left / 10_000) * 10_000;
  return [...new Set([...above.slice(0, 4), ...(above.length === 0 ? [rounded] : [])])].filter((note) => note > left);
};

const focusAmount = (field) => {
  if (!field || open?.focused) return;
  open.focused = true;
  queueMicrotask(() => {
    field.focus();
    field.select();
  });
};

const onKey = (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === 'Enter') {
    event.preventDefault();
    give('cash', typed());
  } else if (event.key.toLowerCase() === 'c') unlessScanned(event, payByCard);
};

const cure = () => {
  const { word, members } = open.problem ?? {};
  if (word !== 'shelf-too-short') return nothing;
  return button(members.left > 0 ? t('tender.take-left', { count: members.left }) : t('sale.remove'), {
    onClick: async () => {
      await setQuantity(members.productId, members.left);
      if (cart().lines.length === 0) open.close();
      else open = { ...fresh(), close: open.close };
      refresh();
    },
  });
};

const given = () =>
  html`<ul class="given">${open.payments.map(
    (payment, at) => html`<li>${icon(payment.tender === 'card' ? 'credit-card' : 'banknote')}
  <span>${t(`tender.${payment.tender}`)}</span><b>${money(payment.amount)}</b>
  ${button('', {
    icon: 'x',
    tone: 'quiet',
    label: t('tender.take-back'),
    disabled: open.busy || open.isUnknown,
    onClick: () => {
      open.payments = open.payments.filter((_, other) => other !== at);
      open.key = newKey();
      refresh();
    },
  })}</li>`,
  )}</ul>`;

const saving = () => html`<div class="saving" role="status"><span class="spinner"></span>
  <p>${t(isReachable() ? 'tender.saving' : 'tender.saving-offline')}</p></div>`;

const paying =
  () => html`<div class="tender"><div class="due"><span>${t('tender.due')}</span><output>${money(due())}</output></div>
  ${given()}
  ${open.refusal ? notice('bad', open.refusal, cure()) : nothing}
  ${
    open.busy
      ? saving()
      : due() === 0 && open.payments.length + open.total > 0 && open.payments.length > 0
        ? button(t('try-again'), { tone: 'primary', size: 'large full', icon: 'rotate-cw', onClick: complete })
        : html`<div class="field"><label for="tendered">${t('tender.amount')}</label><div class="money-input"><input id="tendered" type="text" inputmode="decimal"
      autocomplete="off" .value=${live(open.text ?? moneyText(due()))} ${ref(focusAmount)} @focus=${(event) => event.target.select()}
      @input=${(event) => {
        open.text = event.target.value;
        refresh();
      }} @keydown=${onKey}><span aria-hidden="true">$</span></div></div>
    <div class="notes" role="group" aria-label=${t('tender.notes')}>${button(t('tender.exact'), { onClick: () => give('cash', due()) })}
      ${notes().map((note) => button(money(note).replace(/[.,]00/, ''), { onClick: () => give('cash', note) }))}</div>
    <div class="tenders">${button(t('tender.cash'), { tone: 'primary', size: 'large', icon: 'banknote', keys: '↵', onClick: () => give('cash', typed()) })}
      ${button(t('tender.card'), { tone: 'plain', size: 'large', icon: 'credit-card', keys: 'C', onClick: payByCard })}</div>`
  }</div>`;

const focusDone = (element) => {
  if (!element || open?.focusedDone) return;
  open.focusedDone = true;
  queueMicrotask(() => element.querySelector('.next').focus());
};

const onDoneKey = (event) => {
  if (event.key.toLowerCase() === 'p') unlessScanned(event, printReceipt);
};

const done = () => html`<div class="done" ${ref(focusDone)} @keydown=${onDoneKey}><div class="done-figures">
  <p role="status">${icon('circle-check')} ${t('tender.done', { number: open.sale.number })}</p>
  <span>${t('tender.change')}</span><output class="change">${money(open.sale.change)}</output>
  ${button(t('tender.next'), { tone: 'primary', size: 'large full next', icon: 'arrow-right', keys: '↵', onClick: nextSale })}
  ${button(t('receipt.print'), { size: 'large full', icon: 'printer', keys: 'P', onClick: printReceipt })}</div>
  ${receiptView(open.sale)}</div>`;

const show = (made) => {
  open = made;
  openDialog(
    (close) => {
      open.close = close;
      return open.sale ? done() : paying();
    },
    {
      title: () => t(open?.sale ? 'tender.paid' : 'tender.title'),
      wide: true,
      closable: () => !open.busy && !open.isUnknown,
    },
  ).then(() => {
    open = undefined;
  });
};

/** Opens the tender for the cart. */
export const pay = () => {
  if (open) return;
  show(fresh());
  if (open.total === 0) complete();
};

/** Goes on with what was sent before the page was loaded again. */
export const resumeTender = () => {
  const sent = JSON.parse(sessionStorage.getItem(SENT) ?? 'null');
  if (open || sent?.place !== place()) return;
  show({ ...sent, busy: false });
  complete();
};

/** Ends a finished sale; false when there is none to end. */
export const nextSale = () => {
  if (!open?.sale) return false;
  open.close();
  return true;
};
