// The Z reports of the store: numbered without gaps, never changed.

import { reportView } from './report.js';
import { get } from './shared/api.js';
import { refresh } from './shared/drawing.js';
import { makeList } from './shared/lists.js';
import { html } from './shared/lit.js';
import { go } from './shared/router.js';
import { attempt } from './shared/toasts.js';
import { badge, button, empty, link, table, waiting } from './shared/ui.js';
import { dateTime, money, signedMoney, t } from './shared/words.js';
import { nameOf } from './till.js';

/** @typedef {ItemOf<'/z-reports'>} ListedReport */

const list = makeList('/z-reports');

const state = {
  /** @type {Schema<'RegisterReport'> | undefined} undefined until it is loaded */
  shown: undefined,
};

const numberLink = (/** @type {ListedReport} */ { number }) =>
  html`<a class="row-link" href="#/z-reports/${number}">${number}</a>`;

const difference = (/** @type {ListedReport} */ report) =>
  badge(signedMoney(report.difference), report.difference === 0 ? 'ok' : 'bad');

/** @returns {Column<ListedReport>[]} */
const columns = () => [
  { title: t('z.number'), cell: numberLink },
  { title: t('register'), kind: 'number', cell: (report) => report.register },
  { title: t('z.closed'), cell: (report) => dateTime(report.closedAt) },
  { title: t('z.by'), cell: (report) => nameOf(report.closedBy) },
  { title: t('register.expected'), kind: 'number', cell: (report) => money(report.expected) },
  { title: t('register.difference'), kind: 'number', cell: difference },
];

/** @type {Page} */
export const zReports = {
  enter: () => list.restart(),
  view: () => html`<div class="page-head"><h1>${t('z.title')}</h1></div>
    ${list.view(
      (reports) =>
        table(t('z.title'), columns(), reports, {
          key: (report) => report.number,
          onRow: (report) => go(`/z-reports/${report.number}`),
        }),
      () => empty('file-check', t('z.none'), t('z.none.text')),
    )}`,
};

/** One report. @type {Page} */
export const zReport = {
  title: () => state.shown?.number ?? t('z.one'),
  enter: ({ number }) =>
    attempt(async () => {
      state.shown = undefined;
      state.shown = await get(`/z-reports/${number}`);
      refresh();
    }),
  view: () => {
    if (state.shown === undefined) return waiting();
    return html`<div class="page-head no-print"><h1>${t('z.one')} ${state.shown.number}</h1><div class="row">
      ${link(t('z.title'), '#/z-reports', { icon: 'arrow-left' })}
      ${button(t('receipt.print'), { tone: 'primary', icon: 'printer', onClick: () => print() })}</div></div>
      ${reportView(state.shown)}`;
  },
};
