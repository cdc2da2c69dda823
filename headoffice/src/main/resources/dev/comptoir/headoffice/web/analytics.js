// One store or all of them, by day or by hour.

import { stores } from './live.js';
import { periodOf, periodTools } from './periods.js';
import { get } from './shared/api.js';
import { makeChart } from './shared/chart.js';
import { attempt, refresh } from './shared/frame.js';
import { html } from './shared/lit.js';
import { figure, selectField, tabs, waiting } from './shared/ui.js';
import { money, number, roundMoney, shortDay, t } from './shared/words.js';

let period = periodOf('last7');
let store = 'all';
let by = 'day';
let series;
const chart = makeChart();

const load = () =>
  attempt(async () => {
    series = await get('/analytics/sales', { store, by, from: period.from, to: period.to });
    refresh();
  });

const set = (work) => {
  work();
  load();
};

const tooLong = (chosen) => (new Date(chosen.to) - new Date(chosen.from)) / 86_400_000 > 31;

const choose = (wanted) => {
  if (!wanted.from || !wanted.to) return;
  set(() => {
    period = wanted;
    if (tooLong(wanted)) by = 'day';
  });
};

const sum = (name) => series.steps.reduce((total, step) => total + step.totals[name], 0);

const label = (step) =>
  step.hour === null ? shortDay(step.day) : `${shortDay(step.day)} ${t('hour', { hour: String(step.hour) })}`;

/** The page. */
export const analytics = {
  enter: ({ store: wanted }) =>
    set(() => {
      store = wanted ?? store;
    }),
  view: () => html`<div class="page-head"><h1>${t('analytics.title')}</h1></div>${periodTools(period, choose)}
    <div class="tools">${selectField('store', t('store'), {
      value: store,
      onChange: (code) =>
        set(() => {
          store = code;
        }),
      options: [
        { value: 'all', text: t('report.all') },
        ...stores().map((one) => ({ value: one.code, text: one.name })),
      ],
    })}
      ${tabs(
        t('analytics.by'),
        ['day', 'hour'].map((step) => ({ value: step, text: t(`analytics.${step}`) })),
        {
          value: by,
          onChoose: (step) =>
            set(() => {
              by = tooLong(period) ? 'day' : step;
            }),
        },
      )}</div>
    ${
      series === undefined
        ? waiting()
        : html`<div class="stack"><dl class="figures">${figure(t('net'), money(sum('net')))}${figure(t('sales.title'), number(sum('sales')))}
      ${figure(t('analytics.average'), money(sum('sales') === 0 ? 0 : Math.round(sum('salesTotal') / sum('sales'))))}${figure(t('refunds'), money(sum('refundsTotal')))}</dl>
      <section class="card">${chart.view({
        title: t('analytics.chart'),
        bars: true,
        height: 320,
        axis: (cents) => roundMoney(cents),
        exact: money,
        labels: series.steps.map(label),
        series: [
          { label: t('net'), colour: 'brand', values: series.steps.map((step) => step.totals.net) },
          { label: t('refunds'), colour: 'accent', values: series.steps.map((step) => step.totals.refundsTotal) },
        ],
      })}</section></div>`
    }`,
};
