// What managers approved.

import { makeList } from './shared/lists.js';
import { html } from './shared/lit.js';
import { badge, empty, table, waiting } from './shared/ui.js';
import { dateTime, money, t } from './shared/words.js';
import { nameOf } from './till.js';

const list = makeList('/approvals');

const columns = () => [
  { title: t('approvals.when'), cell: (one) => dateTime(one.approvedAt) },
  { title: t('approvals.kind'), cell: (one) => badge(t(`approvals.${one.kind}`), 'info') },
  { title: t('approvals.subject'), cell: (one) => one.subject },
  { title: t('tender.amount'), kind: 'number', cell: (one) => money(one.amount) },
  { title: t('register'), kind: 'number', cell: (one) => one.register },
  { title: t('approvals.asked'), cell: (one) => nameOf(one.askedBy) },
  { title: t('approvals.approved'), cell: (one) => nameOf(one.approvedBy) },
];

/** The page. */
export const approvals = {
  enter: () => list.restart(),
  view: () =>
    html`<div class="page-head"><h1>${t('approvals.title')}</h1></div>${
      list.items() === undefined
        ? waiting()
        : list.items().length === 0
          ? empty('shield-check', t('approvals.none'), t('approvals.none.text'))
          : html`${table(t('approvals.title'), columns(), list.items())}${list.more()}`
    }`,
};
