// How the services do: latency, traffic, errors and saturation of every instance, over the last quarter of an hour.

import { get } from './shared/api.js';
import { makeChart } from './shared/chart.js';
import { complain, refresh } from './shared/frame.js';
import { html, nothing } from './shared/lit.js';
import { badge, figure, notice, waiting } from './shared/ui.js';
import { explain, number, percent, t, time } from './shared/words.js';

const PAUSE = 5000;
const COLOURS = ['brand', 'accent', 'info', 'low', 'bad', 'ok'];
const SIGNALS = ['latency', 'traffic', 'errors', 'saturation'];

let found;
let refusal;
let timer;
const charts = new Map();

const load = async () => {
  try {
    found = (await get('/operations', {}, { patient: false })).instances;
    refusal = undefined;
  } catch (problem) {
    if (problem.word) refusal = explain(problem);
    else complain(problem);
  }
  refresh();
};

const chartOf = (name) => {
  if (!charts.has(name)) charts.set(name, makeChart());
  return charts.get(name);
};

const services = () => [...new Set(found.map((one) => one.service))];
const of = (service) => found.filter((one) => one.service === service);
const last = (one) => one.points.at(-1);
const known = (values) => values.filter((value) => value !== null && value !== undefined);
const worst = (values) => (known(values).length === 0 ? undefined : Math.max(...known(values)));

const milliseconds = (value) => t('operations.ms', { count: number(Math.round(value)) });
const rate = (value) => number(Math.round(value * 10) / 10);

const VALUES = {
  latency: { of: (point) => point.slowestMilliseconds, write: milliseconds },
  traffic: { of: (point) => point.perSecond, write: rate },
  errors: { of: (point) => (point.failed ?? 0) * 100, write: (value) => percent(value / 100, 2) },
  saturation: { of: (point) => point.pool * 100, write: (value) => percent(value / 100) },
};

/* Instances are looked at one after the other: their points belong together when they were taken in the same five seconds. */
const moment = (point) => Math.round(Date.parse(point.at) / PAUSE);

const chart = (service, signal) => {
  const instances = of(service);
  const moments = [...new Set(instances.flatMap((one) => one.points.map(moment)))].sort((one, other) => one - other);
  const { of: value, write } = VALUES[signal];
  return chartOf(`${service}/${signal}`).view({
    title: t(`operations.${signal}`),
    height: 150,
    axis: write,
    labels: moments.map((one) => time(new Date(one * PAUSE))),
    series: instances.map((one, at) => {
      const points = new Map(one.points.map((point) => [moment(point), value(point)]));
      return {
        label: one.instance,
        colour: COLOURS[at % COLOURS.length],
        values: moments.map((when) => points.get(when) ?? null),
      };
    }),
  });
};

const head = (service) => {
  const instances = of(service);
  const up = instances.filter((one) => one.up);
  const now = up.map(last).filter(Boolean);
  const slowest = worst(now.map((point) => point.slowestMilliseconds));
  return html`<header><h2>${t(`operations.service.${service}`)}</h2>${badge(
    t('operations.up', { up: up.length, all: instances.length }),
    up.length === instances.length ? 'ok' : up.length === 0 ? 'bad' : 'low',
    up.length === instances.length ? 'circle-check' : 'triangle-alert',
  )}</header>
    <dl class="figures">${figure(t('operations.latency'), slowest === undefined ? '—' : milliseconds(slowest))}
    ${figure(t('operations.traffic'), rate(now.reduce((sum, point) => sum + point.perSecond, 0)))}
    ${figure(t('operations.errors'), percent(worst(now.map((point) => point.failed)) ?? 0, 2))}
    ${figure(t('operations.saturation'), percent(worst(now.map((point) => point.pool)) ?? 0))}</dl>`;
};

const section = (service) =>
  html`<section class="card">${head(service)}<div class="halves">${SIGNALS.map((signal) => chart(service, signal))}</div></section>`;

/** The page. */
export const operations = {
  enter: () => {
    load();
    timer = setInterval(load, PAUSE);
  },
  leave: () => clearInterval(timer),
  view: () => html`<div class="page-head"><div><h1>${t('operations.title')}</h1><p>${t('operations.text')}</p></div></div>
    ${refusal ? notice('bad', refusal) : nothing}
    ${found === undefined ? (refusal ? nothing : waiting()) : html`<div class="stack">${services().map(section)}</div>`}`,
};
