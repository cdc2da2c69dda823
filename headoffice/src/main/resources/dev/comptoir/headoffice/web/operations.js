// System status: latency, traffic, errors and saturation of every instance, over the last fifteen minutes.

import { serviceName } from './services.js';
import { get, Problem } from './shared/api.js';
import { makeChart } from './shared/chart.js';
import { refresh } from './shared/drawing.js';
import { html, nothing } from './shared/lit.js';
import { complain } from './shared/toasts.js';
import { badge, figure, notice, waiting } from './shared/ui.js';
import { explain, number, percent, t, time } from './shared/words.js';

const INTERVAL_MILLISECONDS = 5000;
const COLOURS = ['brand', 'accent', 'info', 'low', 'bad', 'ok'];

/**
 * @typedef {ResponseOf<'get', '/operations'>['instances'][number]} Instance
 * @typedef {Instance['points'][number]} Point
 * @typedef {{ name: string, value: (point: Point) => number | null, text: (value: number) => string }} Signal
 */

const state = {
  /** @type {Instance[] | undefined} undefined until they are loaded */
  instances: undefined,
  /** @type {string | undefined} */
  refusal: undefined,
  /** @type {ReturnType<typeof setInterval> | undefined} */
  timer: undefined,
  /** @type {Map<string, ReturnType<typeof makeChart>>} by service and signal */
  charts: new Map(),
};

const load = async () => {
  try {
    state.instances = (await get('/operations', undefined, { retry: false })).instances;
    state.refusal = undefined;
  } catch (failure) {
    if (failure instanceof Problem) state.refusal = explain(failure);
    else complain(failure);
  }
  refresh();
};

const chartOf = (/** @type {string} */ name) => {
  const chart = state.charts.get(name) ?? makeChart();
  state.charts.set(name, chart);
  return chart;
};

/** The highest value, or undefined when there is none. @param {(number | null)[]} values */
const highest = (values) => {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? undefined : Math.max(...known);
};

const milliseconds = (/** @type {number} */ value) => t('operations.ms', { count: number(Math.round(value)) });
const perSecond = (/** @type {number} */ value) => number(Math.round(value * 10) / 10);

/** @type {Signal[]} */
const SIGNALS = [
  { name: 'latency', value: (point) => point.slowestMilliseconds, text: milliseconds },
  { name: 'traffic', value: (point) => point.perSecond, text: perSecond },
  { name: 'errors', value: (point) => (point.failed ?? 0) * 100, text: (value) => percent(value / 100, 2) },
  { name: 'saturation', value: (point) => point.pool * 100, text: (value) => percent(value / 100) },
];

/** Instances are scraped one after the other: points of the same interval belong together. @param {Point} point */
const intervalOf = (point) => Math.round(Date.parse(point.at) / INTERVAL_MILLISECONDS);

/**
 * @param {Instance} instance
 * @param {Signal} signal
 * @param {number[]} intervals
 */
const valuesOf = (instance, signal, intervals) => {
  const values = new Map(instance.points.map((point) => [intervalOf(point), signal.value(point)]));
  return intervals.map((interval) => values.get(interval) ?? null);
};

/**
 * @param {string} service
 * @param {Instance[]} instances of the service
 * @param {Signal} signal
 */
const chartView = (service, instances, signal) => {
  const found = new Set(instances.flatMap((instance) => instance.points.map(intervalOf)));
  const intervals = [...found].sort((one, other) => one - other);
  return chartOf(`${service}/${signal.name}`).view({
    title: t(`operations.${signal.name}`),
    height: 150,
    axis: signal.text,
    labels: intervals.map((interval) => time(interval * INTERVAL_MILLISECONDS)),
    series: instances.map((instance, place) => ({
      label: instance.instance,
      colour: COLOURS[place % COLOURS.length],
      values: valuesOf(instance, signal, intervals),
    })),
  });
};

const upBadge = (/** @type {number} */ up, /** @type {number} */ all) => {
  const text = t('operations.up', { up, all });
  if (up === all) return badge(text, 'ok', 'circle-check');
  return badge(text, up === 0 ? 'bad' : 'low', 'triangle-alert');
};

const figures = (/** @type {Point[]} */ now) => {
  const slowest = highest(now.map((point) => point.slowestMilliseconds));
  const traffic = now.reduce((sum, point) => sum + point.perSecond, 0);
  const failed = highest(now.map((point) => point.failed)) ?? 0;
  const pool = highest(now.map((point) => point.pool)) ?? 0;
  return html`<dl class="figures">
    ${figure(t('operations.latency'), slowest === undefined ? '—' : milliseconds(slowest))}
    ${figure(t('operations.traffic'), perSecond(traffic))}
    ${figure(t('operations.errors'), percent(failed, 2))}
    ${figure(t('operations.saturation'), percent(pool))}</dl>`;
};

/**
 * @param {string} service
 * @param {Instance[]} instances of the service
 */
const section = (service, instances) => {
  const up = instances.filter((instance) => instance.up);
  const now = up.flatMap((instance) => instance.points.slice(-1));
  return html`<section class="card">
    <header><h2>${serviceName(service)}</h2>${upBadge(up.length, instances.length)}</header>
    ${figures(now)}
    <div class="halves">${SIGNALS.map((signal) => chartView(service, instances, signal))}</div></section>`;
};

const sections = (/** @type {Instance[]} */ instances) => {
  const services = Map.groupBy(instances, (instance) => instance.service);
  return html`<div class="stack">${[...services].map(([service, own]) => section(service, own))}</div>`;
};

const content = () => {
  if (state.instances) return sections(state.instances);
  return state.refusal ? nothing : waiting();
};

/** @type {Page} */
export const operations = {
  enter: () => {
    load();
    state.timer = setInterval(load, INTERVAL_MILLISECONDS);
  },
  leave: () => clearInterval(state.timer),
  view: () => html`<div class="page-head">
      <div><h1>${t('operations.title')}</h1><p>${t('operations.text')}</p></div></div>
    ${state.refusal ? notice('bad', state.refusal) : nothing}${content()}`,
};
