import { arrivals, counted } from './arrivals.js';
import { listing } from './reading.js';
import { get } from './shared/api.js';
import { html } from './shared/lit.js';
import { badge, empty, table } from './shared/ui.js';
import { ago, number, t } from './shared/words.js';

let terms = {};
let forget = () => {};

const suggestions = listing(async () => {
  const { items, ...rest } = await get('/suggestions');
  terms = rest;
  return { items };
});

/** Days that the shelf and what is on the way will last, in tenths, rounded down so that no day is promised. */
const tenthsLeft = (one) => Math.floor(((one.quantity + one.onTheWay) * terms.coveredDays * 10) / one.soldIn14Days);

const daysLeft = (one) => t('suggestions.days', { days: tenthsLeft(one) / 10 });

/** Every number of the suggestion, in the order in which one would compute it. */
const arithmetic = (one) => html`<ol class="arithmetic">
  <li>${t('suggestions.rate', { sold: one.soldIn14Days, days: terms.coveredDays, rate: Math.round((one.soldIn14Days * 10) / terms.coveredDays) / 10 })}</li>
  <li>${t('suggestions.lasts', { stock: one.quantity, coming: one.onTheWay, days: tenthsLeft(one) / 10, lead: terms.leadDays, safety: terms.safetyDays })}</li>
  <li>${t('suggestions.missing', { sold: one.soldIn14Days, stock: one.quantity, coming: one.onTheWay, missing: one.missing })}</li>
  ${one.suggested < one.missing ? html`<li>${t('suggestions.limited', { central: one.central })}</li>` : ''}</ol>`;

const columns = () => [
  {
    title: t('order.product'),
    cell: (one) =>
      html`<a class="row-link" href="#/stock/${one.productId}">${one.name}</a><small class="muted sku">${one.sku}</small>`,
  },
  { title: t('order.store'), cell: (one) => one.storeName },
  {
    title: t('suggestions.left'),
    cell: (one) => badge(daysLeft(one), tenthsLeft(one) < terms.leadDays * 10 ? 'bad' : 'low', 'hourglass'),
  },
  { title: t('suggestions.why'), cell: arithmetic },
  {
    title: t('suggestions.amount'),
    kind: 'number',
    cell: (one) => html`<strong class="suggested">${number(one.suggested)}</strong>`,
  },
  { title: t('demand.as-of'), cell: (one) => ago(one.asOf) },
];

/** What the stores will run out of, and how that was computed. */
export const suggestionsPage = {
  title: () => counted(t('suggestions.title')),
  enter: () => {
    suggestions.load();
    forget = arrivals.onChange(suggestions.again);
  },
  leave: () => forget(),
  view: () => html`<div class="page-head"><div><h1>${t('suggestions.title')}</h1><p>${t('suggestions.text')}</p></div></div>
    ${suggestions.view(
      (rows) => table(t('suggestions.title'), columns(), rows, { key: (one) => `${one.store}-${one.productId}` }),
      () => html`<div class="card">${empty('package-check', t('suggestions.none'), t('suggestions.none.text'))}</div>`,
    )}`,
};
