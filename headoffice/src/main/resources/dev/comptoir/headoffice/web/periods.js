// Periods of business days: the usual ones by name, any other by its first and last day.

import { dayField } from './shared/fields.js';
import { html } from './shared/lit.js';
import { tabs } from './shared/ui.js';
import { t } from './shared/words.js';

/** @typedef {{ name?: string, from: string, to: string }} Period both days included: `2026-11-23` */

const dayText = (/** @type {Date} */ date) => {
  const two = (/** @type {number} */ part) => String(part).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
};

const daysAgo = (/** @type {number} */ days) => {
  const date = new Date();
  date.setDate(date.getDate() - days);
  return date;
};

/** @type {Record<string, (today: Date) => Date>} */
const FIRST_DAYS = {
  today: (today) => today,
  yesterday: () => daysAgo(1),
  week: (today) => daysAgo((today.getDay() + 6) % 7),
  last7: () => daysAgo(6),
  last30: () => daysAgo(29),
  month: (today) => new Date(today.getFullYear(), today.getMonth(), 1),
};

/**
 * The days of a named period as of today.
 * @param {string} name
 * @returns {Period}
 */
export const periodOf = (name) => {
  const today = new Date();
  const first = FIRST_DAYS[name](today);
  return { name, from: dayText(first), to: dayText(name === 'yesterday' ? first : today) };
};

/**
 * Chooses a period.
 * @param {Period} period the current one
 * @param {(period: Period) => unknown} onChoose
 */
export const periodTools = ({ name, from, to }, onChoose) => {
  const names = Object.keys(FIRST_DAYS).map((value) => ({ value, text: t(`period.${value}`) }));
  const first = dayField('from', t('from'), {
    value: from,
    onChange: (day) => onChoose({ from: day, to: to < day ? day : to }),
  });
  const last = dayField('to', t('to'), {
    value: to,
    onChange: (day) => onChoose({ from: from > day ? day : from, to: day }),
  });
  return html`${tabs(t('period'), names, { value: name ?? '', onChoose: (value) => onChoose(periodOf(value)) })}
    <div class="tools period">${first}${last}</div>`;
};
