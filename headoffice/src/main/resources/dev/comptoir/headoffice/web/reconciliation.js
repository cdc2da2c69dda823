// What must hold, recomputed from the rows.

import { get } from './shared/api.js';
import { attempt, refresh } from './shared/frame.js';
import { html, nothing } from './shared/lit.js';
import { badge, button, notice, table, waiting } from './shared/ui.js';
import { dateTime, has, t } from './shared/words.js';

let found;
let busy = false;

const run = () =>
  attempt(async () => {
    busy = true;
    refresh();
    found = await get('/reconciliation').finally(() => {
      busy = false;
    });
  });

/** The rule in the reader's language, by its place in the list; as the service says it when it is a new one. */
const ruleName = (name) => {
  const key = `rule.${name
    .split(' ')
    .slice(0, 6)
    .join('-')
    .toLowerCase()
    .replace(/[^a-z-]/g, '')}`;
  return has(key) ? t(key) : name;
};

const columns = () => [
  { title: t('reconciliation.subject'), cell: (one) => one.subject },
  { title: t('reconciliation.expected'), cell: (one) => one.expected },
  { title: t('reconciliation.found'), cell: (one) => one.found },
];

const check = (one) => html`<li class="card check-card"><header><h2>${ruleName(one.name)}</h2>${
  one.differences.length === 0
    ? badge(t('reconciliation.holds'), 'ok', 'circle-check')
    : badge(t('reconciliation.differences', { count: one.differences.length }), 'bad', 'circle-x')
}</header>
  ${one.differences.length === 0 ? nothing : table(ruleName(one.name), columns(), one.differences, { key: (difference) => difference.subject })}</li>`;

/** The page. */
export const reconciliation = {
  enter: run,
  view: () => html`<div class="page-head"><div><h1>${t('reconciliation.title')}</h1><p>${t('reconciliation.text')}</p></div>${button(t('reconciliation.run'), { icon: 'rotate-cw', tone: 'primary', busy, onClick: run })}</div>
    ${
      found === undefined
        ? waiting()
        : html`<div class="stack">${notice(found.ok ? 'ok' : 'bad', t(found.ok ? 'reconciliation.ok' : 'reconciliation.bad', { when: dateTime(found.checkedAt) }))}
      <ul class="stack">${[...found.checks].sort((one, other) => other.differences.length - one.differences.length).map(check)}</ul></div>`
    }`,
};
