// The sales of one store or all of them, by day or by hour.

import { storeField } from './filters.js';
import { periodOf, periodTools } from './periods.js';
import { get } from './shared/api.js';
import { makeChart } from './shared/chart.js';
import { refresh } from './shared/drawing.js';
import { html } from './shared/lit.js';
import { attempt } from './shared/toasts.js';
import { figure, tabs, waiting } from './shared/ui.js';
import { money, number, roundMoney, shortDay, t } from './shared/words.js';

const DAY_MILLISECONDS = 86_400_000;
const MOST_DAYS_BY_HOUR = 31;
const STEPS = ['day', 'hour'];

/**
 * @typedef {ResponseOf<'get', '/analytics/sales'>} Series
 * @typedef {Series['steps'][number]} Step
 * @typedef {import('./periods.js').Period} Period
 */

const state = {
  period: periodOf('last7'),
  store: 'all',
  by: 'day',
  /** @type {Series | undefined} undefined until it is loaded */
  series: undefined,
};

const chart = makeChart();

const load = () =>
  attempt(async () => {
    const { store, by, period } = state;
    state.series = await get('/analytics/sales', { store, by, from: period.from, to: period.to });
    refresh();
  });

const set = (/** @type {Partial<typeof state>} */ changes) => {
  Object.assign(state, changes);
  load();
};

const isTooLong = (/** @type {Period} */ { from, to }) =>
  (Date.parse(to) - Date.parse(from)) / DAY_MILLISECONDS > MOST_DAYS_BY_HOUR;

const choosePeriod = (/** @type {Period} */ period) => {
  if (!period.from || !period.to) return;
  set({ period, by: isTooLong(period) ? 'day' : state.by });
};

const chooseStep = (/** @type {string} */ by) => set({ by: isTooLong(state.period) ? 'day' : by });

const label = (/** @type {Step} */ { day, hour }) =>
  hour === null ? shortDay(day) : `${shortDay(day)} ${t('hour', { hour: String(hour) })}`;

const figures = (/** @type {Step[]} */ steps) => {
  const sum = (/** @type {keyof Step['totals']} */ name) => steps.reduce((total, step) => total + step.totals[name], 0);
  const average = sum('sales') === 0 ? 0 : Math.round(sum('salesSubtotal') / sum('sales'));
  return html`<dl class="figures">${figure(t('net-sales'), money(sum('netSales')), t('net-sales.text'))}
    ${figure(t('sales.title'), number(sum('sales')))}
    ${figure(t('analytics.average'), money(average))}
    ${figure(t('refunds'), money(sum('refundsSubtotal')))}</dl>`;
};

const chartView = (/** @type {Step[]} */ steps) =>
  chart.view({
    title: t('analytics.chart'),
    bars: true,
    height: 320,
    axis: roundMoney,
    exact: money,
    labels: steps.map(label),
    series: [
      { label: t('net-sales'), colour: 'brand', values: steps.map((step) => step.totals.netSales) },
      { label: t('refunds'), colour: 'accent', values: steps.map((step) => step.totals.refundsSubtotal) },
    ],
  });

const content = () => {
  if (state.series === undefined) return waiting();
  const { steps } = state.series;
  return html`<div class="stack">${figures(steps)}<section class="card">${chartView(steps)}</section></div>`;
};

const stepTabs = () =>
  tabs(
    t('analytics.by'),
    STEPS.map((step) => ({ value: step, text: t(`analytics.${step}`) })),
    { value: state.by, onChoose: chooseStep },
  );

/** @type {Page} */
export const analytics = {
  enter: ({ store }) => set({ store: store ?? state.store }),
  view: () => html`<div class="page-head"><h1>${t('analytics.title')}</h1></div>
    ${periodTools(state.period, choosePeriod)}
    <div class="tools">${storeField(state.store, (store) => set({ store }), 'all')}${stepTabs()}</div>${content()}`,
};
