// Charts over time, in the colours of the design, with the same figures as a table for those who do not see them.
import { html, nothing, ref } from './lit.js';
import { language, t } from './words.js';

const BASE = document.documentElement.dataset.base;
let library;

const load = () =>
  (library ??= (async () => {
    const style = document.createElement('link');
    style.rel = 'stylesheet';
    style.href = `${BASE}vendor/uplot/uPlot.css`;
    document.head.append(style);
    return (await import(`${BASE}vendor/uplot/uPlot.js`)).default;
  })());

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

const options = (uPlot, { series, labels, axis, bars, height }, width) => ({
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
      incrs: [1, 2, 3, 4, 6, 7, 12, 14, 28, 30, 60, 90, 180],
      values: (_plot, places) => places.map((at) => labels[at] ?? ''),
    },
    {
      stroke: colour('muted'),
      grid: { stroke: colour('line'), width: 1 },
      ticks: { show: false },
      size: 72,
      values: (_plot, values) => values.map(axis),
    },
  ],
  series: [
    {},
    ...series.map((one, at) => ({
      label: one.label,
      stroke: colour(one.colour),
      width: bars && at === 0 ? 0 : 2,
      dash: one.dashed ? [5, 5] : undefined,
      fill: bars && at === 0 ? colour(one.colour) : undefined,
      points: { show: false },
      paths: bars && at === 0 ? uPlot.paths.bars({ size: [0.7, 48], radius: 0.15 }) : undefined,
    })),
  ],
});

/**
 * A chart holder for one place of a page, made once: `const chart = makeChart()`; then `chart.view({...})` at each drawing.
 * @param labels one text per point; series [{label, values (null where unknown), colour (a design token), dashed}];
 *   axis writes a value on the axis, exact in the table; bars: the first series as bars
 */
export const makeChart = () => {
  let element;
  let plot;
  let shown;
  const place = async (data) => {
    const uPlot = await load();
    if (!element?.isConnected || shown !== data) return;
    plot?.destroy();
    plot = new uPlot(
      options(uPlot, data, element.clientWidth || 300),
      [data.labels.map((_, at) => at), ...data.series.map((one) => one.values)],
      element,
    );
  };
  const again = () => {
    if (shown && element?.isConnected) place(shown);
  };
  const sizes = new ResizeObserver(() => {
    if (plot && element?.isConnected) plot.setSize({ width: element.clientWidth, height: shown.height });
  });
  addEventListener('comptoir:theme', again);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', again);
  const held = (found) => {
    if (element) sizes.unobserve(element);
    element = found;
    if (!found) {
      plot?.destroy();
      plot = undefined;
      return;
    }
    sizes.observe(found);
    queueMicrotask(again);
  };
  let before = '';
  return {
    view: ({ title, labels, series, axis, exact = axis, bars = false, height = 240 }) => {
      const data = { labels, series, axis, bars, height };
      const now = JSON.stringify([labels, series, bars, language()]);
      if (now !== before) {
        before = now;
        shown = data;
        queueMicrotask(again);
      }
      return html`<figure class="chart"><figcaption><strong>${title}</strong>
        <span class="legend">${series.map((one) => html`<span class="key tone-${one.colour} ${one.dashed ? 'dashed' : ''}">${one.label}</span>`)}</span></figcaption>
        <div class="plot" ${ref(held)} aria-hidden="true"></div>
        <details><summary>${t('chart.table')}</summary><div class="table-box" tabindex="0" role="region" aria-label=${title}><table>
          <thead><tr><th scope="col">${t('chart.when')}</th>${series.map((one) => html`<th scope="col" class="number">${one.label}</th>`)}</tr></thead>
          <tbody>${labels.map(
            (label, at) =>
              html`<tr><th scope="row">${label}</th>${series.map(
                (one) =>
                  html`<td class="number">${
                    one.values[at] === null || one.values[at] === undefined ? nothing : exact(one.values[at])
                  }</td>`,
              )}</tr>`,
          )}</tbody></table></div></details></figure>`;
    },
  };
};
