// The register day: float, cash in and out, X report, and the closing with its count.

import { withApproval } from './approval.js';
import { cashIncrement } from './cash.js';
import { bind } from './keys.js';
import { netSales, reportView } from './report.js';
import { unlessScanned } from './scanner.js';
import { get, newKey, post } from './shared/api.js';
import { openDialog } from './shared/dialogs.js';
import { refresh } from './shared/drawing.js';
import { moneyField, textField } from './shared/fields.js';
import { html, nothing } from './shared/lit.js';
import { go } from './shared/router.js';
import { attempt, failureText, toast } from './shared/toasts.js';
import { button, figure, link, notice, waiting } from './shared/ui.js';
import { dateTime, money, t } from './shared/words.js';
import { loadRegister, nameOf, registerState } from './till.js';

const ALL_DENOMINATIONS = [10_000, 5000, 2000, 1000, 500, 200, 100, 25, 10, 5, 1];
const MOST_COUNTED = 100_000;

/** The bills and coins of the store: none is below the increment of its cash. */
const denominations = () => ALL_DENOMINATIONS.filter((value) => value >= cashIncrement());

/**
 * @typedef {Schema<'RegisterReport'>} RegisterReport
 * @typedef {Schema<'RegisterState'>} RegisterState
 * @typedef {'in' | 'out'} Direction of cash
 * @typedef {object} Count
 * @property {Record<number, number>} units of each denomination
 * @property {string} key of the intended closing
 * @property {boolean} busy
 * @property {string} [refusal]
 */

const state = {
  /** @type {RegisterReport | undefined} the X report; undefined until it is loaded */
  report: undefined,
  /** @type {{ cents: number | undefined, key: string, busy: boolean }} */
  float: { cents: 0, key: newKey(), busy: false },
  /** @type {Count | undefined} while the cash is counted */
  count: undefined,
  /** @type {(() => void) | undefined} */
  unbind: undefined,
};

const load = () =>
  attempt(async () => {
    await loadRegister();
    state.report = registerState()?.open ? await get('/register/x-report') : undefined;
    refresh();
  });

const open = () =>
  attempt(async () => {
    const { cents, key } = state.float;
    if (cents === undefined || cents < 0) {
      toast(t('register.float.wrong'), 'bad');
      return;
    }
    state.float.busy = true;
    refresh();
    try {
      await post('/register/open', { openingFloat: cents }, { key });
      state.float.key = newKey();
      await load();
      toast(t('register.opened'));
      go('/');
    } finally {
      state.float.busy = false;
    }
  });

const opening = () => html`<section class="card narrow">
  <h2>${t('register.closed')}</h2><p class="muted">${t('register.float.text')}</p>
  <form class="stack" @submit=${(event) => {
    event.preventDefault();
    if (!state.float.busy) open();
  }}>
    ${moneyField('float', t('register.float'), {
      value: state.float.cents,
      focus: true,
      onInput: (cents) => {
        state.float.cents = cents;
      },
    })}
    ${button(t('register.open-it'), {
      tone: 'primary',
      size: 'large full',
      type: 'submit',
      icon: 'lock-open',
      busy: state.float.busy,
    })}</form></section>`;

/** Opens the dialog for cash that is put into the drawer or taken out. @param {Direction} direction */
const moveCash = (direction) => {
  const form = {
    /** @type {number | undefined} */
    amount: undefined,
    reason: '',
    /** @type {string | undefined} */
    refusal: undefined,
    key: newKey(),
  };

  const submit = async (/** @type {PageEvent} */ event, /** @type {() => void} */ close) => {
    event.preventDefault();
    const { amount, key } = form;
    const reason = form.reason.trim();
    if (!amount || amount < 0 || reason === '') {
      form.refusal = t('register.move.incomplete');
      refresh();
      return;
    }
    try {
      await withApproval((approval) =>
        post('/register/cash-movements', { direction, amount, reason, approval }, { key }),
      );
      toast(t(`register.${direction}.done`, { amount: money(amount) }));
      close();
      load();
    } catch (failure) {
      form.refusal = failureText(failure);
      refresh();
    }
  };

  return openDialog(
    (close) => html`<form class="stack" @submit=${(event) => submit(event, close)}>
      ${moneyField('movement', t('tender.amount'), {
        value: form.amount,
        focus: true,
        onInput: (cents) => {
          form.amount = cents;
        },
      })}
      ${textField('movement-reason', t('reason'), {
        value: form.reason,
        maxlength: 200,
        onInput: (text) => {
          form.reason = text;
        },
      })}
      ${form.refusal ? notice('bad', form.refusal) : nothing}
      ${button(t(`register.${direction}`), { tone: 'primary', size: 'large full', type: 'submit' })}</form>`,
    { title: t(`register.${direction}`) },
  );
};

const startCounting = () => {
  state.count = { units: {}, key: newKey(), busy: false };
  refresh();
  setTimeout(() => document.getElementById(`count-${ALL_DENOMINATIONS[0]}`)?.focus(), 50);
};

const total = (/** @type {Count} */ count) =>
  ALL_DENOMINATIONS.reduce((sum, value) => sum + value * (count.units[value] ?? 0), 0);

const close = async (/** @type {Count} */ count) => {
  count.busy = true;
  count.refusal = undefined;
  refresh();
  try {
    const all = ALL_DENOMINATIONS.map((value) => ({ value, count: count.units[value] ?? 0 }));
    const counted = all.filter((one) => one.count > 0);
    const { report } = await post('/register/close', { counted }, { key: count.key });
    state.count = undefined;
    loadRegister();
    go(`/z-reports/${report.number}`);
  } catch (failure) {
    count.refusal = failureText(failure);
    count.busy = false;
  }
  refresh();
};

/** Enter and the arrows move between the fields; after the last one comes the button. */
const moveFocus = (/** @type {KeyboardEvent} */ event, /** @type {number} */ place) => {
  const step = { Enter: 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  event.preventDefault();
  const field = document.getElementById(`count-${denominations()[place + step]}`);
  (field ?? document.getElementById('close-day'))?.focus();
};

const setUnits = (/** @type {Count} */ count, /** @type {number} */ value, /** @type {number} */ units) => {
  const valid = Number.isInteger(units) && units >= 0 && units <= MOST_COUNTED;
  count.units = { ...count.units, [value]: valid ? units : 0 };
  count.key = newKey();
  refresh();
};

const denomination = (/** @type {Count} */ count, /** @type {number} */ value, /** @type {number} */ place) => {
  const units = count.units[value] ?? 0;
  return html`<li><label for="count-${value}">${money(value).replace(/[.,]00(?=\D|$)/, '')}</label>
    <input id="count-${value}" type="text" inputmode="numeric" autocomplete="off" placeholder="0"
      .value=${units ? String(units) : ''}
      @focus=${(event) => event.target.select()}
      @keydown=${(event) => moveFocus(event, place)}
      @input=${(event) => setUnits(count, value, Number(event.target.value))}>
    <output for="count-${value}">${money(value * units)}</output></li>`;
};

const parkedNotice = (/** @type {number} */ count) =>
  count > 0 ? notice('low', t('register.parked', { count }), link(t('parked.see'), '#/parked')) : nothing;

const countSummary = (/** @type {Count} */ count, /** @type {RegisterReport} */ report) => {
  const counted = total(count);
  const { expected } = report.drawer;
  const difference = counted - expected;
  return html`<section class="card stack">
    <dl class="sums"><div><dt>${t('register.counted')}</dt><dd>${money(counted)}</dd></div>
      <div><dt>${t('register.expected')}</dt><dd>${money(expected)}</dd></div>
      <div class="total ${difference === 0 ? 'ok' : 'bad'}">
        <dt>${t('register.difference')}</dt><dd>${money(difference)}</dd></div></dl>
    <p class="muted">${t('register.close.text')}</p>${count.refusal ? notice('bad', count.refusal) : nothing}
    <button id="close-day" type="submit" class="button primary large full" aria-disabled=${String(count.busy)}>
      ${t('register.close')}</button></section>`;
};

const cancelCounting = () => {
  state.count = undefined;
  refresh();
};

/**
 * @param {Count} count
 * @param {RegisterReport} report
 * @param {number} parkedCarts
 */
const closing = (count, report, parkedCarts) => html`<div class="page-head"><h1>${t('register.count')}</h1>
    ${button(t('cancel'), { onClick: cancelCounting })}</div>
  ${parkedNotice(parkedCarts)}
  <form class="halves closing" @submit=${(event) => {
    event.preventDefault();
    if (!count.busy) close(count);
  }}>
    <section class="card"><h2>${t('register.drawer')}</h2>
      <ul class="denominations">
        ${denominations().map((value, place) => denomination(count, value, place))}</ul></section>
    ${countSummary(count, report)}</form>`;

const figures = (/** @type {RegisterReport} */ report) => {
  const { drawer, sales, refunds } = report;
  return html`<dl class="figures no-print">
    ${figure(t('register.expected'), money(drawer.expected))}
    ${figure(t('report.net-sales'), money(netSales(report) ?? 0), t('report.count', { count: sales.count }))}
    ${figure(t('report.refunds'), money(refunds.total), t('report.count', { count: refunds.count }))}</dl>`;
};

const day = (/** @type {RegisterReport} */ report) => html`<div class="page-head"><div>
      <h1>${t('register.title')}</h1>
      <p>${t('register.since', { name: nameOf(report.openedBy), when: dateTime(report.openedAt) })}</p></div>
    <div class="row">
      ${button(t('register.in'), { icon: 'arrow-down-to-line', onClick: () => moveCash('in') })}
      ${button(t('register.out'), { icon: 'arrow-up-from-line', onClick: () => moveCash('out') })}
      ${button(t('register.x'), { icon: 'printer', onClick: () => print() })}
      ${button(t('register.close'), { tone: 'primary', icon: 'lock', onClick: startCounting })}</div></div>
  ${figures(report)}${reportView(report)}`;

/**
 * The handler of a letter's key, while the day is shown.
 * @param {() => unknown} work
 */
const letter = (work) => (/** @type {KeyboardEvent} */ event) => {
  if (state.report && !state.count) unlessScanned(event, work);
};

const closedRegister = () => html`<div class="page-head"><h1>${t('register.title')}</h1>
  ${link(t('z.title'), '#/z-reports', { icon: 'file-check' })}</div>${opening()}`;

/** @type {Page} */
export const register = {
  enter: () => {
    state.report = undefined;
    state.count = undefined;
    state.unbind = bind({
      i: letter(() => moveCash('in')),
      o: letter(() => moveCash('out')),
      z: letter(startCounting),
    });
    load();
  },
  leave: () => state.unbind?.(),
  view: () => {
    const current = registerState();
    if (current === undefined) return waiting();
    if (!current.open) return closedRegister();
    if (state.report === undefined) return waiting();
    return state.count ? closing(state.count, state.report, current.parkedCarts) : day(state.report);
  },
};
