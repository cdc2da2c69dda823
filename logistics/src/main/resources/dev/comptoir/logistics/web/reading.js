// Reading what a page shows: a list page by page, or one thing; and what stands there when it could not be read.

import { complain, refresh } from './shared/frame.js';
import { html } from './shared/lit.js';
import { button, empty, more, waiting } from './shared/ui.js';
import { explain, t } from './shared/words.js';

const SHORT = 50;
const MISSING = ['not-found', 'invalid-request'];

const failed = (failure, again) =>
  html`<div class="card" role="alert">${empty(
    'circle-alert',
    t('reading.failed'),
    failure.word ? explain(failure) : t('mistake'),
    button(t('try-again'), { onClick: again }),
  )}</div>`;

/**
 * A list.
 * @param read takes the cursor to go on from, if any, and answers {items, next}
 */
export const listing = (read) => {
  let rows;
  let next;
  let failure;
  let busy = false;
  let asked = 0;
  const load = async ({ further = false, quiet = false } = {}) => {
    asked += 1;
    const mine = asked;
    busy = true;
    refresh();
    try {
      const found = await read(further ? next : undefined);
      if (mine !== asked) return;
      rows = further ? [...rows, ...found.items] : found.items;
      next = found.next;
      failure = undefined;
    } catch (refused) {
      if (mine !== asked) return;
      failure = refused;
      if (!refused.word || (rows && !quiet)) complain(refused);
    } finally {
      if (mine === asked) busy = false;
      refresh();
    }
  };
  const start = () => load();
  return {
    load: start,
    /** Reads again what is shown, unless somebody has gone further down. */
    again: () => {
      if (rows && rows.length <= SHORT && !busy) load({ quiet: true });
    },
    clear: () => {
      rows = undefined;
    },
    replace: (row) => {
      rows = rows?.map((one) => (one.id === row.id ? row : one));
    },
    rows: () => rows,
    isBusy: () => busy,
    /** @param some draws the rows; none what stands there without any */
    view: (some, none) => {
      if (failure && !busy && rows === undefined) return failed(failure, start);
      if (rows === undefined) return waiting();
      return rows.length === 0 ? none() : html`${some(rows)}${more(next, () => load({ further: true }), busy)}`;
    },
  };
};

/**
 * One thing.
 * @param read takes its id and answers the thing
 */
export const detail = (read) => {
  let id;
  let found;
  let failure;
  const load = async () => {
    const mine = id;
    try {
      const thing = await read(mine);
      if (mine !== id) return;
      found = thing;
      failure = undefined;
    } catch (refused) {
      if (mine !== id) return;
      failure = refused;
      if (!refused.word) complain(refused);
    } finally {
      refresh();
    }
  };
  return {
    open: (wanted) => {
      id = wanted;
      found = undefined;
      failure = undefined;
      return load();
    },
    load,
    found: () => found,
    /** @param some draws the thing; missing what stands there when there is no such thing */
    view: (some, missing) => {
      if (found) return some(found);
      if (!failure) return waiting();
      return MISSING.includes(failure.word) ? missing() : failed(failure, load);
    },
  };
};
