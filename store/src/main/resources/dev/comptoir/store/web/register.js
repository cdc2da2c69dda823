// The register's day: float, cash in and out, X report, and the closing with its count.

import { withApproval } from './approval.js';
import { bind } from './keys.js';
import { reportView } from './report.js';
import { unlessScanned } from './scanner.js';
import { get, newKey, post } from './shared/api.js';
import { attempt, complain, go, openDialog, refresh, toast } from './shared/frame.js';
import { html, nothing } from './shared/lit.js';
import { button, figure, link, moneyField, notice, textField, waiting } from './shared/ui.js';
import { dateTime, explain, money, t } from './shared/words.js';
import { loadRegister, nameOf, registerState } from './till.js';

const DENOMINATIONS = [10_000, 5000, 2000, 1000, 500, 200, 100, 25, 10, 5, 1];

let report;
let floatCents = 0;
let counting;
let busy = false;
let openKey = newKey();
let release;

const load = () =>
  attempt(async () => {
    await loadRegister();
    report = registerState()?.open ? await get('/register/x-report') : undefined;
    refresh();
  });

const open = () =>
  attempt(async () => {
    if (floatCents === undefined || floatCents < 0) {
      toast(t('register.float.wrong'), 'bad');
      return;
    }
    busy = true;
    refresh();
    try {
      await post('/register/open', { openingFloat: floatCents }, { key: openKey });
      openKey = newKey();
      await load();
      toast(t('register.opened'));
      go('/');
    } finally {
      busy = false;
    }
  });

const opening =
  () => html`<section class="card narrow"><h2>${t('register.closed')}</h2><p class="muted">${t('register.float.text')}</p>
  <form class="stack" @submit=${(event) => {
    event.preventDefault();
    if (!busy) open();
  }}>
    ${moneyField('float', t('register.float'), {
      value: floatCents,
      focus: true,
      onInput: (cents) => {
        floatCents = cents;
      },
    })}
    ${button(t('register.open-it'), { tone: 'primary', size: 'large full', type: 'submit', icon: 'lock-open', busy })}</form></section>`;

const move = (direction) => {
  let amount;
  let reason = '';
  let refusal;
  const key = newKey();
  const submit = async (event, close) => {
    event.preventDefault();
    if (!amount || amount < 0 || reason.trim() === '') {
      refusal = t('register.move.incomplete');
      refresh();
      return;
    }
    try {
      await withApproval((approval) =>
        post('/register/cash-movements', { direction, amount, reason: reason.trim(), approval }, { key }),
      );
      toast(t(`register.${direction}.done`, { amount: money(amount) }));
      close();
      load();
    } catch (problem) {
      refusal = explain(problem);
      refresh();
    }
  };
  return openDialog(
    (close) => html`<form class="stack" @submit=${(event) => submit(event, close)}>
    ${moneyField('movement', t('tender.amount'), {
      value: amount,
      focus: true,
      onInput: (cents) => {
        amount = cents;
      },
    })}
    ${textField('movement-reason', t('reason'), {
      value: reason,
      maxlength: 200,
      onInput: (text) => {
        reason = text;
      },
    })}
    ${refusal ? notice('bad', refusal) : nothing}
    ${button(t(`register.${direction}`), { tone: 'primary', size: 'large full', type: 'submit' })}</form>`,
    { title: t(`register.${direction}`) },
  );
};

const total = () => DENOMINATIONS.reduce((sum, value) => sum + value * (counting.counts[value] ?? 0), 0);

const startCounting = () => {
  counting = { counts: {}, key: newKey(), busy: false, refusal: undefined };
  refresh();
  setTimeout(() => document.getElementById(`count-${DENOMINATIONS[0]}`)?.focus(), 50);
};

const close = async () => {
  counting.busy = true;
  counting.refusal = undefined;
  refresh();
  try {
    const counted = DENOMINATIONS.map((value) => ({ value, count: counting.counts[value] ?? 0 })).filter(
      (one) => one.count > 0,
    );
    const { report: closed } = await post('/register/close', { counted }, { key: counting.key });
    counting = undefined;
    loadRegister();
    go(`/z-reports/${closed.number}`);
  } catch (problem) {
    if (!problem.word) complain(problem);
    counting.refusal = explain(problem);
    counting.busy = false;
  }
  refresh();
};

const step = (event, place) => {
  const to = { Enter: 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  const field = document.getElementById(`count-${DENOMINATIONS[place + to]}`);
  (field ?? document.getElementById('close-day')).focus();
};

const denomination = (
  value,
  place,
) => html`<li><label for="count-${value}">${money(value).replace(/[.,]00(?=\D|$)/, '')}</label>
  <input id="count-${value}" type="text" inputmode="numeric" autocomplete="off" .value=${counting.counts[value] ? String(counting.counts[value]) : ''} placeholder="0"
    @focus=${(event) => event.target.select()} @keydown=${(event) => step(event, place)} @input=${(event) => {
      const count = Number(event.target.value);
      counting.counts = {
        ...counting.counts,
        [value]: Number.isInteger(count) && count >= 0 && count <= 100_000 ? count : 0,
      };
      counting.key = newKey();
      refresh();
    }}><output for="count-${value}">${money(value * (counting.counts[value] ?? 0))}</output></li>`;

const difference = () => total() - report.drawer.expected;

const closing = () => html`<div class="page-head"><h1>${t('register.count')}</h1>${button(t('cancel'), {
  onClick: () => {
    counting = undefined;
    refresh();
  },
})}</div>
  ${registerState().parkedCarts > 0 ? notice('low', t('register.parked', { count: registerState().parkedCarts }), link(t('parked.see'), '#/parked')) : nothing}
  <form class="halves closing" @submit=${(event) => {
    event.preventDefault();
    if (!counting.busy) close();
  }}>
    <section class="card"><h2>${t('register.drawer')}</h2><ul class="denominations">${DENOMINATIONS.map(denomination)}</ul></section>
    <section class="card stack"><dl class="sums"><div><dt>${t('register.counted')}</dt><dd>${money(total())}</dd></div>
      <div><dt>${t('register.expected')}</dt><dd>${money(report.drawer.expected)}</dd></div>
      <div class="total ${difference() === 0 ? 'ok' : 'bad'}"><dt>${t('register.difference')}</dt><dd>${money(difference())}</dd></div></dl>
      <p class="muted">${t('register.close.text')}</p>${counting.refusal ? notice('bad', counting.refusal) : nothing}
      <button id="close-day" type="submit" class="button primary large full" aria-disabled=${String(counting.busy)}>${t('register.close')}</button></section></form>`;

const day =
  () => html`<div class="page-head"><div><h1>${t('register.title')}</h1><p>${t('register.since', { name: nameOf(report.openedBy), when: dateTime(report.openedAt) })}</p></div>
  <div class="row">${button(t('register.in'), { icon: 'arrow-down-to-line', onClick: () => move('in') })}${button(t('register.out'), { icon: 'arrow-up-from-line', onClick: () => move('out') })}
    ${button(t('register.x'), { icon: 'printer', onClick: () => print() })}${button(t('register.close'), { tone: 'primary', icon: 'lock', onClick: startCounting })}</div></div>
  <dl class="figures no-print">${figure(t('register.expected'), money(report.drawer.expected))}${figure(t('report.sales'), money(report.sales.total), t('report.count', { count: report.sales.count }))}
    ${figure(t('report.refunds'), money(report.refunds.total), t('report.count', { count: report.refunds.count }))}</dl>
  ${reportView(report)}`;

const letter = (work) => (event) => {
  if (report && !counting) unlessScanned(event, work);
};

/** The page. */
export const register = {
  enter: () => {
    report = undefined;
    counting = undefined;
    release = bind({ i: letter(() => move('in')), o: letter(() => move('out')), z: letter(startCounting) });
    load();
  },
  leave: () => release?.(),
  view: () => {
    if (registerState() === undefined) return waiting();
    if (!registerState().open)
      return html`<div class="page-head"><h1>${t('register.title')}</h1>${link(t('z.title'), '#/z-reports', { icon: 'file-check' })}</div>${opening()}`;
    if (report === undefined) return waiting();
    return counting ? closing() : day();
  },
};
