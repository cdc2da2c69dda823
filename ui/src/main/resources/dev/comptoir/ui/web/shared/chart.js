// Charts over time, in the colours of the design, with the same figures as a table for screen readers.

import { html, nothing, ref } from './lit.js';
import { language, t } from './words.js';

/**
 * @typedef {object} Series
 * @property {string} label
 * @property {(number | null | undefined)[]} values null where a value is missing
 * @property {string} colour a token of the design
 * @property {boolean} [dashed]
 * @typedef {(value: number) => string} Format
 * @typedef {object} Data
 * @property {string[]} labels one per point
 * @property {Series[]} series
 * @property {Format} axis formats a value on the axis
 * @property {boolean} [bars] shows the first series as bars
 * @property {number} [height] in pixels
 * @typedef {Data & { title: string, exact?: Format }} Chart exact: formats a value in the table
 * @typedef {Required<Data>} Drawn
 * @typedef {typeof import('uplot')} Plot
 */

const BASE = document.documentElement.dataset.base;
const TICKS = [1, 2, 3, 4, 6, 7, 12, 14, 28, 30, 60, 90, 180];

/** @type {{ library: Promise<Plot> | undefined }} */
const state = { library: undefined };

const load = () => {
  state.library ??= (async () => {
    const style = document.createElement('link');
    style.rel = 'stylesheet';
    style.href = `${BASE}vendor/uplot/uPlot.css`;
    document.head.append(style);
    return (await import(`${BASE}vendor/uplot/uPlot.js`)).default;
  })();
  return state.library;
};

const colour = (/** @type {string} */ name) =>
  getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

/**
 * @param {Plot} plot
 * @param {Series} series
 * @param {boolean} bars
 * @returns {import('uplot').Series}
 */
const seriesOptions = (plot, { label, colour: name, dashed }, bars) => ({
  label,
  stroke: colour(name),
  width: bars ? 0 : 2,
  dash: dashed ? [5, 5] : undefined,
  fill: bars ? colour(name) : undefined,
  points: { show: false },
  paths: bars ? plot.paths.bars?.({ size: [0.7, 48], radius: 0.15 }) : undefined,
});

/**
 * @param {Plot} plot
 * @param {Drawn} data
 * @param {number} width
 * @returns {import('uplot').Options}
 */
const options = (plot, { series, labels, axis, bars, height }, width) => ({
  width,
  height,
  legend: { show: false },
  cursor: { y: false, points: { size: 8 } },
  scales: {
    x: { time: false, range: (_plot, low, high) => [low - 0.5, high + 0.5] },
    y: { range: (_plot, low, high) => [Math.min(0, low), high <= 0 ? 1 : high * 1.08] },
  },
  axes: [
    {
      stroke: colour('muted'),
      grid: { show: false },
      ticks: { show: false },
      space: 56,
      incrs: TICKS,
      values: (_plot, places) => places.map((place) => labels[place] ?? ''),
    },
    {
      stroke: colour('muted'),
      grid: { stroke: colour('line'), width: 1 },
      ticks: { show: false },
      size: 72,
      values: (_plot, values) => values.map(axis),
    },
  ],
  series: [{}, ...series.map((one, place) => seriesOptions(plot, one, bars && place === 0))],
});

/**
 * A cell of the table.
 * @param {number | null | undefined} value
 * @param {Format} exact
 */
const cell = (value, exact) =>
  html`<td class="number">${value === null || value === undefined ? nothing : exact(value)}</td>`;

const tableOf = (/** @type {Chart} */ { title, labels, series, axis, exact = axis }) => html`<details>
  <summary>${t('chart.table')}</summary>
  <div class="table-box" tabindex="0" role="region" aria-label=${title}><table>
    <thead><tr><th scope="col">${t('chart.when')}</th>
      ${series.map((one) => html`<th scope="col" class="number">${one.label}</th>`)}</tr></thead>
    <tbody>${labels.map(
      (label, place) => html`<tr><th scope="row">${label}</th>
        ${series.map((one) => cell(one.values[place], exact))}</tr>`,
    )}</tbody></table></div></details>`;

const legend = (/** @type {Series[]} */ series) =>
  html`<span class="legend">${series.map(
    (one) => html`<span class="key tone-${one.colour} ${one.dashed ? 'dashed' : ''}">${one.label}</span>`,
  )}</span>`;

/**
 * The chart of one place on a page, made once: `const chart = makeChart()`; then `chart.view({...})` at each drawing.
 */
export const makeChart = () => {
  /** @type {{ element?: HTMLElement, plot?: import('uplot'), data?: Drawn, key: string }} */
  const chart = { key: '' };

  const plot = async (/** @type {Drawn} */ data) => {
    const library = await load();
    if (!chart.element?.isConnected || chart.data !== data) return;
    chart.plot?.destroy();
    const places = data.labels.map((_label, place) => place);
    const values = data.series.map((one) => one.values);
    const size = chart.element.clientWidth || 300;
    chart.plot = new library(options(library, data, size), [places, ...values], chart.element);
  };

  const plotAgain = () => {
    if (chart.data && chart.element?.isConnected) plot(chart.data);
  };

  const sizes = new ResizeObserver(() => {
    const { element, data } = chart;
    if (element?.isConnected && data) chart.plot?.setSize({ width: element.clientWidth, height: data.height });
  });

  const hold = (/** @type {Element | undefined} */ found) => {
    if (chart.element) sizes.unobserve(chart.element);
    chart.element = found instanceof HTMLElement ? found : undefined;
    if (chart.element === undefined) {
      chart.plot?.destroy();
      chart.plot = undefined;
      return;
    }
    sizes.observe(chart.element);
    queueMicrotask(plotAgain);
  };

  addEventListener('comptoir:theme', plotAgain);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', plotAgain);

  return {
    view: (/** @type {Chart} */ shown) => {
      const { labels, series, axis, bars = false, height = 240 } = shown;
      const key = JSON.stringify([labels, series, bars, language()]);
      if (key !== chart.key) {
        chart.key = key;
        chart.data = { labels, series, axis, bars, height };
        queueMicrotask(plotAgain);
      }
      return html`<figure class="chart"><figcaption><strong>${shown.title}</strong>${legend(series)}</figcaption>
        <div class="plot" ${ref(hold)} aria-hidden="true"></div>${tableOf(shown)}</figure>`;
    },
  };
};
