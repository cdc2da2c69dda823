// The restock suggestions: the products that the stores will run out of, with the calculation.

import { listLoader } from './loaders.js';
import { countedTitle, openOrders } from './open-orders.js';
import { get } from './shared/api.js';
import { html, nothing } from './shared/lit.js';
import { badge, empty, table } from './shared/ui.js';
import { ago, number, t } from './shared/words.js';

/**
 * @typedef {ResponseOf<'get', '/suggestions'>} Suggestions
 * @typedef {{ id: string, terms: Omit<Suggestions, 'items'> }} Extension
 * @typedef {Suggestions['items'][number] & Extension} Suggestion
 */

const state = {
  /** Ends the updates. */
  unsubscribe: () => {},
};

const read = async () => {
  const { items, ...terms } = await get('/suggestions');
  return { items: items.map((item) => ({ ...item, id: `${item.store}-${item.productId}`, terms })) };
};

const list = listLoader(read);

/** Days until the shelf and what is on the way run out, in tenths, rounded down. @param {Suggestion} suggestion */
const tenthsLeft = ({ quantity, onTheWay, soldIn14Days, terms }) =>
  Math.floor(((quantity + onTheWay) * terms.coveredDays * 10) / soldIn14Days);

const daysLeft = (/** @type {Suggestion} */ suggestion) => {
  const tenths = tenthsLeft(suggestion);
  const text = t('suggestions.days', { count: tenths / 10 });
  return badge(text, tenths < suggestion.terms.leadDays * 10 ? 'bad' : 'low', 'hourglass');
};

/** The calculation, step by step. @param {Suggestion} suggestion */
const calculation = (suggestion) => {
  const { soldIn14Days: sold, quantity: stock, onTheWay: coming, missing, suggested, central, terms } = suggestion;
  const rate = Math.round((sold * 10) / terms.coveredDays) / 10;
  const cover = { lead: terms.leadDays, safety: terms.safetyDays };
  return html`<ol class="arithmetic">
    <li>${t('suggestions.rate', { sold, days: terms.coveredDays, rate })}</li>
    <li>${t('suggestions.lasts', { stock, coming, days: tenthsLeft(suggestion) / 10, ...cover })}</li>
    <li>${t('suggestions.missing', { sold, stock, coming, missing })}</li>
    ${suggested < missing ? html`<li>${t('suggestions.limited', { central })}</li>` : nothing}</ol>`;
};

const productLink = (/** @type {Suggestion} */ { productId, name, sku }) =>
  html`<a class="row-link" href="#/stock/${productId}">${name}</a><small class="muted sku">${sku}</small>`;

/** @returns {Column<Suggestion>[]} */
const columns = () => [
  { title: t('order.product'), cell: productLink },
  { title: t('order.store'), cell: (suggestion) => suggestion.storeName },
  { title: t('suggestions.left'), cell: daysLeft },
  { title: t('suggestions.calculation'), cell: calculation },
  {
    title: t('suggestions.amount'),
    kind: 'number',
    cell: ({ suggested }) => html`<strong class="suggested">${number(suggested)}</strong>`,
  },
  { title: t('demand.as-of'), cell: (suggestion) => ago(suggestion.asOf) },
];

const none = () =>
  html`<div class="card">${empty('package-check', t('suggestions.none'), t('suggestions.none.text'))}</div>`;

/** @type {Page} */
export const suggestions = {
  title: () => countedTitle(t('suggestions.title')),
  enter: () => {
    list.load();
    state.unsubscribe = openOrders.onChange(list.reload);
  },
  leave: () => state.unsubscribe(),
  view: () => html`<div class="page-head">
      <div><h1>${t('suggestions.title')}</h1><p>${t('suggestions.text')}</p></div></div>
    ${list.view((items) => table(t('suggestions.title'), columns(), items), none)}`,
};
