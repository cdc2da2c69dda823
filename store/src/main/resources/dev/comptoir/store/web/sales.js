// The history: the sales of the store, and one of them.

import { bind } from './keys.js';
import { refundSlip } from './receipt.js';
import { isSaleNumber } from './sale-number.js';
import { receiptTools, receiptView, showReceipt } from './sale-receipt.js';
import { unlessScanned } from './scanner.js';
import { get, Problem } from './shared/api.js';
import { refresh } from './shared/drawing.js';
import { dayField, searchField, selectField } from './shared/fields.js';
import { makeList } from './shared/lists.js';
import { html, nothing } from './shared/lit.js';
import { go } from './shared/router.js';
import { attempt } from './shared/toasts.js';
import { badge, button, empty, link, table, waiting } from './shared/ui.js';
import { dateTime, money, number, t } from './shared/words.js';
import { nameOf, people } from './till.js';

/**
 * @typedef {ItemOf<'/sales'>} ListedSale
 * @typedef {ResponseOf<'get', `/sales/${string}`>} SaleWithReturns
 */

const list = makeList('/sales', { filter: { query: '', from: '', to: '', cashier: '' } });

const state = {
  /** @type {SaleWithReturns | undefined} undefined until it is loaded */
  shown: undefined,
  /** @type {(() => void) | undefined} */
  unbind: undefined,
};

const returned = (/** @type {ListedSale} */ { returnedUnits, units }) => {
  if (returnedUnits === 0) return nothing;
  return badge(t(returnedUnits === units ? 'sales.returned-all' : 'sales.returned-some'), 'low', 'undo-2');
};

/** @returns {Column<ListedSale>[]} */
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

/** The number in the search, when it can be one of a sale of another store. */
const searchedNumber = () => {
  const text = list.filter().query.toUpperCase();
  return isSaleNumber(text) ? text : undefined;
};

/** Enter opens the first sale that the search finds, even while it is running, or a sale of another store. */
const openFirst = async () => {
  await list.load();
  const number = list.items()?.[0]?.number ?? searchedNumber();
  if (number) go(`/sales/${number}`);
};

const none = () => {
  const number = searchedNumber();
  return number === undefined
    ? empty('receipt-text', t('sales.none'), t('sales.none.text'))
    : html`${empty('receipt-text', t('sales.none'), t('sales.none.other-store'))}
        ${link(t('sales.other-store'), `#/sales/${number}/refund`, { icon: 'store', tone: 'primary' })}`;
};

const filterField = (/** @type {'from' | 'to'} */ name) =>
  dayField(`sales-${name}`, t(name), {
    value: list.filter()[name],
    onChange: (value) => list.set({ [name]: value }),
  });

const cashierField = () =>
  selectField('sales-cashier', t('sales.cashier'), {
    value: list.filter().cashier,
    options: [
      { value: '', text: t('all') },
      ...people().map((person) => ({ value: person.username, text: person.displayName })),
    ],
    onChange: (cashier) => list.set({ cashier }),
  });

/** @type {Page} */
export const sales = {
  enter: () => list.restart(),
  view: () => html`<div class="page-head"><h1>${t('sales.title')}</h1></div>
    <div class="tools">${searchField('sales-search', t('sales.search'), {
      value: list.filter().query,
      focus: true,
      onSearch: (query) => list.set({ query: query.trim() }),
      onEnter: openFirst,
    })}
      ${filterField('from')}${filterField('to')}${cashierField()}</div>
    ${list.view(
      (found) =>
        table(t('sales.title'), columns(), found, {
          key: (sale) => sale.number,
          onRow: (sale) => go(`/sales/${sale.number}`),
        }),
      none,
    )}`,
};

const isReturnable = (/** @type {SaleWithReturns} */ { returns }) => returns.some((line) => line.returnable > 0);

const startRefund = () => {
  if (state.shown && isReturnable(state.shown)) go(`/sales/${state.shown.sale.number}/refund`);
};

/** Empties alone are not refunded. @param {SaleWithReturns} shown */
const refundAction = (shown) => {
  if (shown.returns.length === 0) return nothing;
  return isReturnable(shown)
    ? link(t('refund.start'), `#/sales/${shown.sale.number}/refund`, { icon: 'undo-2', tone: 'primary' })
    : button(t('sales.returned-all'), { disabled: true, icon: 'undo-2' });
};

const actions = (/** @type {SaleWithReturns} */ shown) => {
  const { number: shownNumber } = shown.sale;
  return html`<div class="row">${link(t('sales.all'), '#/sales', { icon: 'arrow-left' })}
    ${link(t('receipt.reprint'), `#/sales/${shownNumber}/receipt`, { icon: 'printer' })}
    ${refundAction(shown)}</div>`;
};

/** A sale of another deployment is shown by its refund only. */
const load = async (/** @type {string} */ wanted) => {
  try {
    state.shown = await get(`/sales/${wanted}`);
    showReceipt(wanted);
    refresh();
  } catch (failure) {
    if (!(failure instanceof Problem && failure.type === 'other-store')) throw failure;
    go(`/sales/${wanted}/refund`);
  }
};

/** One sale. @type {Page} */
export const saleDetail = {
  title: () => state.shown?.sale.number ?? t('sales.one'),
  enter: ({ number: wanted }) =>
    attempt(() => {
      state.shown = undefined;
      state.unbind = bind({ r: (event) => unlessScanned(event, startRefund) });
      return load(wanted);
    }),
  leave: () => state.unbind?.(),
  view: () => {
    const { shown } = state;
    if (shown === undefined) return waiting();
    return html`<div class="page-head"><h1>${shown.sale.number}</h1>${actions(shown)}</div>
      ${receiptTools()}
      <div class="slips">${receiptView()}
        ${shown.refunds.map((refund) => refundSlip(refund, shown.sale, shown.profile))}</div>`;
  },
};
