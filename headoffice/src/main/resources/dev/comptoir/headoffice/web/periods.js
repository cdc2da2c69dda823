// Periods of business days: the usual ones by name, any other by its two days.
import { html } from './shared/lit.js';
import { dayField, tabs } from './shared/ui.js';
import { t } from './shared/words.js';

const NAMES = ['today', 'yesterday', 'week', 'last7', 'last30', 'month'];

const text = (date) =>
  `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`;

const back = (days) => {
  const date = new Date();
  date.setDate(date.getDate() - days);
  return date;
};

/** The days of a named period, as they are now: {from, to}. */
export const periodOf = (name) => {
  const today = new Date();
  const from = {
    today: () => today,
    yesterday: () => back(1),
    week: () => back((today.getDay() + 6) % 7),
    last7: () => back(6),
    last30: () => back(29),
    month: () => new Date(today.getFullYear(), today.getMonth(), 1),
  }[name]();
  return { name, from: text(from), to: text(name === 'yesterday' ? from : today) };
};

/** Chooses a period; `onChoose` gets {name, from, to}. */
export const periodTools = (period, onChoose) => html`${tabs(
  t('period'),
  NAMES.map((name) => ({ value: name, text: t(`period.${name}`) })),
  {
    value: period.name,
    onChoose: (name) => onChoose(periodOf(name)),
  },
)}
  <div class="tools period">${dayField('from', t('from'), { value: period.from, onChange: (from) => onChoose({ from, to: period.to < from ? from : period.to }) })}
  ${dayField('to', t('to'), { value: period.to, onChange: (to) => onChoose({ to, from: period.from > to ? to : period.from }) })}</div>`;
