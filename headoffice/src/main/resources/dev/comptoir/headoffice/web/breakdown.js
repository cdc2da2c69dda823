// What sales and refunds are made up of, side by side: taxes with their bases, deposits, empties, rounding and tenders.

import { html } from './shared/lit.js';
import { table } from './shared/ui.js';
import { has, money, rate, t } from './shared/words.js';

/**
 * @typedef {Schema<'TaxAmount'>} Tax
 * @typedef {{ net: number, zeroRated: number, taxes: Tax[], deposits: number, total: number, empties: number,
 *   rounding: number, tenders: { tender: string, amount: number }[] }} Summary
 * @typedef {{ sales: Summary, refunds: Summary, balance: Summary }} Books
 * @typedef {{ label: string, amount: (summary: Summary) => number, total?: boolean }} Row
 */

/** A tax in the reader's language; one without a translation has its own name. @param {string} name */
export const taxName = (name) => {
  const key = `tax.${name}`;
  return has(key) ? t(key) : name;
};

export const taxLabel = (/** @type {{ name: string, perMillion: number }} */ { name, perMillion }) =>
  `${taxName(name)} ${rate(perMillion)}`;

const taxOf = (/** @type {Summary} */ { taxes }, /** @type {Tax} */ wanted) =>
  taxes.find((tax) => tax.name === wanted.name && tax.perMillion === wanted.perMillion);

const tenderOf = (/** @type {Summary} */ { tenders }, /** @type {string} */ wanted) =>
  tenders.find((one) => one.tender === wanted)?.amount ?? 0;

/** @returns {Row[]} */
const taxRows = (/** @type {Tax} */ tax) => [
  {
    label: t('breakdown.base', { tax: taxLabel(tax) }),
    amount: (summary) => {
      const found = taxOf(summary, tax);
      return found === undefined ? 0 : (found.base ?? summary.net);
    },
  },
  { label: taxLabel(tax), amount: (summary) => taxOf(summary, tax)?.amount ?? 0 },
];

/** @returns {Row[]} */
const rowsOf = (/** @type {Books} */ { balance }) => [
  { label: t('breakdown.net'), amount: (summary) => summary.net, total: true },
  { label: t('sales.zero-rated'), amount: (summary) => summary.zeroRated },
  ...balance.taxes.flatMap(taxRows),
  { label: t('deposits'), amount: (summary) => summary.deposits },
  { label: t('total'), amount: (summary) => summary.total, total: true },
  { label: t('empties'), amount: (summary) => -summary.empties },
  { label: t('rounding'), amount: (summary) => summary.rounding },
  ...balance.tenders.map(({ tender }) => ({
    label: t(`tender.${tender}`),
    amount: (/** @type {Summary} */ summary) => tenderOf(summary, tender),
  })),
];

const cell = (/** @type {Row} */ { amount, total }, /** @type {Summary} */ summary) =>
  total ? html`<b>${money(amount(summary))}</b>` : money(amount(summary));

/** @returns {Column<Row>[]} */
const columns = (/** @type {Books} */ { sales, refunds, balance }) => [
  { title: t('breakdown.item'), cell: ({ label, total }) => (total ? html`<b>${label}</b>` : label) },
  { title: t('sales.title'), kind: 'number', cell: (row) => cell(row, sales) },
  { title: t('refunds'), kind: 'number', cell: (row) => cell(row, refunds) },
  { title: t('balance'), kind: 'number', cell: (row) => cell(row, balance) },
];

/**
 * Sales, refunds and their balance.
 * @param {string} title
 * @param {Books} books
 */
export const breakdownTable = (title, books) =>
  table(title, columns(books), rowsOf(books), { key: (row) => row.label });
