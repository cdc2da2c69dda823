// Goods that come back: line by line, never more than was sold.

import { withApproval } from './approval.js';
import { bind, isTyping } from './keys.js';
import { printReceipt, refundSlip } from './receipt.js';
import { unlessScanned } from './scanner.js';
import { get, newKey, post } from './shared/api.js';
import { attempt, refresh } from './shared/frame.js';
import { html, nothing } from './shared/lit.js';
import { button, checkbox, link, notice, selectField, table, textField, waiting } from './shared/ui.js';
import { explain, money, number, t } from './shared/words.js';

const REASONS = ['damaged', 'wrong', 'unwanted', 'expired'];

let sold;
let form;
let release;

const load = (wanted) =>
  attempt(async () => {
    sold = await get(`/sales/${wanted}`);
    form = {
      key: newKey(),
      reason: '',
      tender: sold.sale.payments[0]?.tender ?? 'cash',
      refusal: undefined,
      busy: false,
      done: undefined,
      lines: sold.sale.lines.map((line) => ({
        ...line,
        ...sold.returns.find((one) => one.line === line.line),
        back: 0,
        backToShelf: true,
      })),
    };
    refresh();
  });

const set = (line, changes) => {
  Object.assign(line, changes);
  form.key = newKey();
  refresh();
};

const all = () => {
  form.lines.forEach((line) => {
    line.back = line.returnable;
  });
  form.key = newKey();
  refresh();
  document.getElementById('refund-reason')?.focus();
};

const chosen = () => form.lines.filter((line) => line.back > 0);

/** What it will come to; the service computes it to the cent and has the last word. */
const estimate = () => {
  const subtotal = chosen().reduce((sum, line) => sum + line.unitPrice * line.back, 0);
  const whole = sold.sale.subtotal || 1;
  return sold.sale.taxes.reduce((sum, tax) => sum + Math.round((tax.amount * subtotal) / whole), subtotal);
};

const submit = async () => {
  if (chosen().length === 0 || form.reason.trim() === '') {
    form.refusal = t(chosen().length === 0 ? 'refund.nothing' : 'refund.no-reason');
    refresh();
    return;
  }
  form.busy = true;
  form.refusal = undefined;
  refresh();
  try {
    form.done = await withApproval((approval) =>
      post(
        `/sales/${sold.sale.number}/refunds`,
        {
          lines: chosen().map((line) => ({ line: line.line, quantity: line.back, backToShelf: line.backToShelf })),
          reason: form.reason.trim(),
          tender: form.tender,
          approval,
        },
        { key: form.key },
      ),
    );
  } catch (problem) {
    form.refusal = problem.word ? explain(problem) : t('mistake');
  }
  form.busy = false;
  refresh();
};

const stepper = (line) => html`<div class="stepper" role="group" aria-label=${t('refund.back-of', { name: line.name })}>
  ${button('', { icon: 'minus', tone: 'quiet', label: t('sale.less', { name: line.name }), disabled: line.back === 0, onClick: () => set(line, { back: line.back - 1 }) })}
  <input type="text" inputmode="numeric" aria-label=${t('refund.back-of', { name: line.name })} .value=${String(line.back)} ?disabled=${line.returnable === 0}
    @focus=${(event) => event.target.select()} @change=${(event) => {
      const wanted = Number(event.target.value);
      set(line, { back: Number.isInteger(wanted) ? Math.max(0, Math.min(line.returnable, wanted)) : line.back });
      event.target.value = String(line.back);
    }}>
  ${button('', { icon: 'plus', tone: 'quiet', label: t('sale.more', { name: line.name }), disabled: line.back >= line.returnable, onClick: () => set(line, { back: line.back + 1 }) })}</div>`;

const columns = () => [
  { title: t('product'), cell: (line) => line.name },
  { title: t('price'), kind: 'number', cell: (line) => money(line.unitPrice) },
  { title: t('refund.sold'), kind: 'number', cell: (line) => number(line.quantity) },
  { title: t('refund.returned'), kind: 'number', cell: (line) => number(line.returned) },
  { title: t('refund.returnable'), kind: 'number', cell: (line) => number(line.returnable) },
  { title: t('refund.back'), cell: stepper },
  {
    title: t('refund.shelf'),
    cell: (line) =>
      checkbox(`shelf-${line.line}`, t('refund.to-shelf'), {
        checked: line.backToShelf,
        disabled: line.back === 0,
        onChange: (backToShelf) => set(line, { backToShelf }),
      }),
  },
];

const finished =
  () => html`<div class="page-head no-print"><h1>${t('refund.done', { total: money(form.done.total) })}</h1>
  <div class="row">${link(t('sales.all'), '#/sales', { icon: 'arrow-left' })}
    ${button(t('receipt.print'), { icon: 'printer', onClick: printReceipt })}${link(t('sale.title'), '#/', { tone: 'primary', icon: 'shopping-cart' })}</div></div>
  ${refundSlip(form.done, sold.sale)}`;

const asking = () => html`<div class="page-head"><h1>${t('refund.of', { number: sold.sale.number })}</h1>
  <div class="row">${link(t('sales.back-to-sale'), `#/sales/${sold.sale.number}`, { icon: 'arrow-left' })}${button(t('refund.all'), { icon: 'undo-2', keys: 'A', onClick: all })}</div></div>
  ${table(t('refund.lines'), columns(), form.lines, { key: (line) => line.line })}
  <form class="card refund-form" @submit=${(event) => {
    event.preventDefault();
    if (!form.busy) submit();
  }}>
    <div class="stack"><div class="row" role="group" aria-label=${t('reason')}>${REASONS.map((word) =>
      button(t(`refund.reason.${word}`), {
        pressed: form.reason === t(`refund.reason.${word}`),
        onClick: () => {
          form.reason = t(`refund.reason.${word}`);
          form.key = newKey();
          refresh();
        },
      }),
    )}</div>
    ${textField('refund-reason', t('reason'), {
      value: form.reason,
      maxlength: 200,
      onInput: (text) => {
        form.reason = text;
        form.key = newKey();
      },
    })}
    ${selectField('refund-tender', t('refund.tender'), {
      value: form.tender,
      onChange: (tender) => {
        form.tender = tender;
        form.key = newKey();
      },
      options: ['cash', 'card'].map((tender) => ({ value: tender, text: t(`tender.${tender}`) })),
    })}</div>
    <div class="stack"><div class="due"><span>${t('refund.total')}</span><output>${money(estimate())}</output></div>
    ${form.refusal ? notice('bad', form.refusal) : nothing}
    ${button(t('refund.give'), { tone: 'primary', size: 'large full', type: 'submit', icon: 'undo-2', busy: form.busy })}</div></form>`;

/** The page. */
export const refund = {
  enter: ({ number: wanted }) => {
    sold = undefined;
    release = bind({
      a: (event) => {
        if (sold && !isTyping(event.target)) unlessScanned(event, all);
      },
    });
    load(wanted);
  },
  leave: () => release?.(),
  view: () => (sold === undefined ? waiting() : form.done ? finished() : asking()),
};
