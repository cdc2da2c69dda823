// The sales of the store, and one of them.
import { html, nothing } from './shared/lit.js';
import { get } from './shared/api.js';
import { attempt, go, refresh } from './shared/frame.js';
import { badge, button, debounced, empty, icon, link, more, selectField, table, waiting } from './shared/ui.js';
import { dateTime, money, number, t } from './shared/words.js';
import { receiptView, refundSlip } from './receipt.js';
import { nameOf, people } from './till.js';

let filter = { query: '', from: '', to: '', cashier: '' };
let items;
let next;
let busy = false;

const load = (after) => attempt(async () => {
  busy = true;
  refresh();
  const found = await get('/sales', { ...filter, limit: 50, after }).finally(() => { busy = false; });
  items = after ? [...items, ...found.items] : found.items;
  next = found.next;
});

const soon = debounced(60, () => load());

const set = (changes) => {
  filter = { ...filter, ...changes };
  soon();
  refresh();
};

const returned = (sale) => (sale.returnedUnits === 0 ? nothing
  : badge(t(sale.returnedUnits === sale.units ? 'sales.returned-all' : 'sales.returned-some'), 'low', 'undo-2'));

const columns = () => [
  { title: t('sales.number'), cell: (sale) => html`<a class="row-link" href="#/sales/${sale.number}">${sale.number}</a>` },
  { title: t('sales.when'), cell: (sale) => dateTime(sale.soldAt) },
  { title: t('register'), kind: 'number', cell: (sale) => sale.register },
  { title: t('sales.cashier'), cell: (sale) => nameOf(sale.cashier) },
  { title: t('sales.units'), kind: 'number', cell: (sale) => number(sale.units) },
  { title: t('sum.total'), kind: 'number', cell: (sale) => html`<b>${money(sale.total)}</b>` },
  { title: t('sales.state'), cell: returned },
];

const day = (id, label, name) => html`<div class="field"><label for=${id}>${label}</label><input id=${id} type="date" .value=${filter[name]}
  @change=${(event) => set({ [name]: event.target.value })}></div>`;

/** The list. */
export const sales = {
  enter: () => { items = undefined; load(); },
  view: () => html`<div class="page-head"><h1>${t('sales.title')}</h1></div>
    <div class="tools"><div class="search"><label class="hidden" for="sales-search">${t('sales.search')}</label>${icon('search')}<input id="sales-search"
      type="search" autocomplete="off" placeholder=${t('sales.search')} .value=${filter.query} @input=${(event) => set({ query: event.target.value.trim() })}></div>
      ${day('sales-from', t('from'), 'from')}${day('sales-to', t('to'), 'to')}
      ${selectField('sales-cashier', t('sales.cashier'), { value: filter.cashier, onChange: (cashier) => set({ cashier }),
        options: [{ value: '', text: t('all') }, ...people().map((person) => ({ value: person.username, text: person.displayName }))] })}</div>
    ${items === undefined ? waiting() : items.length === 0 ? empty('receipt-text', t('sales.none'), t('sales.none.text'))
      : html`${table(t('sales.title'), columns(), items, { key: (sale) => sale.number, onRow: (sale) => go(`/sales/${sale.number}`) })}${more(next, () => load(next), busy)}`}`,
};

let shown;

const isReturnable = () => shown.returns.some((line) => line.returnable > 0);

/** One sale. */
export const saleDetail = {
  title: () => shown?.sale.number ?? t('sales.one'),
  enter: ({ number: wanted }) => attempt(async () => {
    shown = undefined;
    shown = await get(`/sales/${wanted}`);
    refresh();
  }),
  view: () => (shown === undefined ? waiting() : html`<div class="page-head"><h1>${shown.sale.number}</h1><div class="row">
    ${link(t('sales.all'), '#/sales', { icon: 'arrow-left' })}${link(t('receipt.reprint'), `#/sales/${shown.sale.number}/receipt`, { icon: 'printer' })}
    ${isReturnable() ? link(t('refund.start'), `#/sales/${shown.sale.number}/refund`, { icon: 'undo-2', tone: 'primary' })
      : button(t('sales.returned-all'), { disabled: true, icon: 'undo-2' })}</div></div>
    <div class="slips">${receiptView(shown.sale, { copy: true })}${shown.refunds.map((refund) => refundSlip(refund, shown.sale))}</div>`),
};
