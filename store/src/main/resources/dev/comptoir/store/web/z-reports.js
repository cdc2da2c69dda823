// The Z reports of the store: numbered without gaps, never changed.

import { reportView } from './report.js';
import { get } from './shared/api.js';
import { attempt, go, refresh } from './shared/frame.js';
import { makeList } from './shared/lists.js';
import { html } from './shared/lit.js';
import { badge, button, empty, link, table, waiting } from './shared/ui.js';
import { dateTime, money, signedMoney, t } from './shared/words.js';
import { nameOf } from './till.js';

const list = makeList('/z-reports');
let shown;

const columns = () => [
  { title: t('z.number'), cell: (one) => html`<a class="row-link" href="#/z-reports/${one.number}">${one.number}</a>` },
  { title: t('register'), kind: 'number', cell: (one) => one.register },
  { title: t('z.closed'), cell: (one) => dateTime(one.closedAt) },
  { title: t('z.by'), cell: (one) => nameOf(one.closedBy) },
  { title: t('register.expected'), kind: 'number', cell: (one) => money(one.expected) },
  {
    title: t('register.difference'),
    kind: 'number',
    cell: (one) => badge(signedMoney(one.difference), one.difference === 0 ? 'ok' : 'bad'),
  },
];

/** The list. */
export const zReports = {
  enter: () => list.restart(),
  view: () =>
    html`<div class="page-head"><h1>${t('z.title')}</h1></div>${
      list.items() === undefined
        ? waiting()
        : list.items().length === 0
          ? empty('file-check', t('z.none'), t('z.none.text'))
          : html`${table(t('z.title'), columns(), list.items(), { key: (one) => one.number, onRow: (one) => go(`/z-reports/${one.number}`) })}${list.more()}`
    }`,
};

/** One of them. */
export const zReport = {
  title: () => shown?.number ?? t('z.one'),
  enter: ({ number }) =>
    attempt(async () => {
      shown = undefined;
      shown = await get(`/z-reports/${number}`);
      refresh();
    }),
  view: () =>
    shown === undefined
      ? waiting()
      : html`<div class="page-head no-print"><h1>${t('z.one')} ${shown.number}</h1><div class="row">
    ${link(t('z.title'), '#/z-reports', { icon: 'arrow-left' })}${button(t('receipt.print'), { tone: 'primary', icon: 'printer', onClick: () => print() })}</div></div>${reportView(shown)}`,
};
