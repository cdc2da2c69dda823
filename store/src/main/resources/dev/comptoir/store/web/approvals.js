// The approvals that managers gave.

import { makeList } from './shared/lists.js';
import { html } from './shared/lit.js';
import { badge, empty, table } from './shared/ui.js';
import { dateTime, money, number, t } from './shared/words.js';
import { nameOf } from './till.js';

const list = makeList('/approvals');

/** An overridden price is that of one unit. @param {ItemOf<'/approvals'>} approval */
const amountOf = ({ units, amount }) => (units === null ? money(amount) : `${number(units)} × ${money(amount)}`);

/** @returns {Column<ItemOf<'/approvals'>>[]} */
const columns = () => [
  { title: t('approvals.when'), cell: (approval) => dateTime(approval.approvedAt) },
  { title: t('approvals.type'), cell: (approval) => badge(t(`approvals.${approval.kind}`), 'info') },
  { title: t('approvals.subject'), cell: (approval) => approval.subject },
  { title: t('tender.amount'), kind: 'number', cell: amountOf },
  { title: t('register'), kind: 'number', cell: (approval) => approval.register },
  { title: t('approvals.requested'), cell: (approval) => nameOf(approval.askedBy) },
  { title: t('approvals.approved'), cell: (approval) => nameOf(approval.approvedBy) },
];

/** @type {Page} */
export const approvals = {
  enter: () => list.restart(),
  view: () => html`<div class="page-head"><h1>${t('approvals.title')}</h1></div>
    ${list.view(
      (items) => table(t('approvals.title'), columns(), items),
      () => empty('shield-check', t('approvals.none'), t('approvals.none.text')),
    )}`,
};
