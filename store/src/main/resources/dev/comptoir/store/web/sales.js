// The sales of the store, and one of them.

import { bind } from './keys.js';
import { receiptView, refundSlip } from './receipt.js';
import { unlessScanned } from './scanner.js';
import { get } from './shared/api.js';
import { attempt, go, refresh } from './shared/frame.js';
import { makeList } from './shared/lists.js';
import { html, nothing } from './shared/lit.js';
import { badge, button, dayField, empty, link, searchField, selectField, table, waiting } from './shared/ui.js';
import { dateTime, money, number, t } from './shared/words.js';
import { nameOf, people } from './till.js';

const list = makeList('/sales', { filter: { query: '', from: '', to: '', cashier: '' } });

const returned = (sale) =>
  sale.returnedUnits === 0
    ? nothing
    : badge(t(sale.returnedUnits === sale.units ? 'sales.returned-all' : 'sales.returned-some'), 'low', 'undo-2');

const columns = () => [
  {
    title: t('sales.number'),
    cell: (sale) => html`<a class="row-link" href="#/sales/${sale.number}">${sale.number}</a>`,
  },
  { title: t('sales.when'), cell: (sale) => dateTime(sale.soldAt) },
  { title: t('register'), kind: 'number', cell: (sale) => sale.register },
  { title: t('sales.cashier'), cell: (sale) => nameOf(sale.cashier) },
  { title: t('sales.units'), kind: 'number', cell: (sale) => number(sale.units) },
  { title: t('sum.total'), kind: 'number', cell: (sale) => html`<b>${money(sale.total)}</b>` },
  { title: t('sales.state'), cell: returned },
];

/** Enter opens the first sale that the search finds, even while it is still on its way. */
const openFirst = async () => {
  await list.load();
  const [first] = list.items() ?? [];
  if (first) go(`/sales/${first.number}`);
};

const day = (id, label, name) =>
  dayField(id, label, { value: list.filter()[name], onChange: (value) => list.set({ [name]: value }) });

/** The list. */
export const sales = {
  enter: () => list.restart(),
  view: () => html`<div class="page-head"><h1>${t('sales.title')}</h1></div>
    <div class="tools">${searchField('sales-search', t('sales.search'), {
      value: list.filter().query,
      focus: true,
      onSearch: (query) => list.set({ query: query.trim() }),
      onEnter: openFirst,
    })}
      ${day('sales-from', t('from'), 'from')}${day('sales-to', t('to'), 'to')}
      ${selectField('sales-cashier', t('sales.cashier'), {
        value: list.filter().cashier,
        onChange: (cashier) => list.set({ cashier }),
        options: [
          { value: '', text: t('all') },
          ...people().map((person) => ({ value: person.username, text: person.displayName })),
        ],
      })}</div>
    ${
      list.items() === undefined
        ? waiting()
        : list.items().length === 0
          ? empty('receipt-text', t('sales.none'), t('sales.none.text'))
          : html`${table(t('sales.title'), columns(), list.items(), { key: (sale) => sale.number, onRow: (sale) => go(`/sales/${sale.number}`) })}${list.more()}`
    }`,
};

let shown;
let release;

const isReturnable = () => shown.returns.some((line) => line.returnable > 0);

/** One sale. */
export const saleDetail = {
  title: () => shown?.sale.number ?? t('sales.one'),
  enter: ({ number: wanted }) =>
    attempt(async () => {
      shown = undefined;
      release = bind({
        r: (event) =>
          unlessScanned(event, () => {
            if (shown && isReturnable()) go(`/sales/${wanted}/refund`);
          }),
      });
      shown = await get(`/sales/${wanted}`);
      refresh();
    }),
  leave: () => release?.(),
  view: () =>
    shown === undefined
      ? waiting()
      : html`<div class="page-head"><h1>${shown.sale.number}</h1><div class="row">
    ${link(t('sales.all'), '#/sales', { icon: 'arrow-left' })}${link(t('receipt.reprint'), `#/sales/${shown.sale.number}/receipt`, { icon: 'printer' })}
    ${
      isReturnable()
        ? link(t('refund.start'), `#/sales/${shown.sale.number}/refund`, { icon: 'undo-2', tone: 'primary' })
        : button(t('sales.returned-all'), { disabled: true, icon: 'undo-2' })
    }</div></div>
    <div class="slips">${receiptView(shown.sale, { copy: true })}${shown.refunds.map((refund) => refundSlip(refund, shown.sale))}</div>`,
};
