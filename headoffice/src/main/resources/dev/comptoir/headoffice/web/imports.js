// Products from a file: first a preview, line by line, then the import.

import { depositText } from './product.js';
import { newKey, Problem, post } from './shared/api.js';
import { refresh } from './shared/drawing.js';
import { html, nothing } from './shared/lit.js';
import { attempt, complain, toast } from './shared/toasts.js';
import { badge, button, figure, icon, link, notice, table } from './shared/ui.js';
import { money, number, t } from './shared/words.js';
import { loadTaxClasses, taxClassName } from './tax-classes.js';

const MOST_LINES_SHOWN = 300;
const LARGEST_BYTES = 2_000_000;

/** @type {Record<string, MessageTone>} */
const TONES = { add: 'ok', change: 'info', none: 'plain', error: 'bad' };

/**
 * @typedef {Schema<'ImportEffect'>} Effect
 * @typedef {Effect['lines'][number]} Line
 * @typedef {{ before: any, after: any }} Change
 */

const state = {
  /** @type {{ name: string, csv: string, key: string } | undefined} */
  file: undefined,
  /** @type {Effect | undefined} the preview */
  effect: undefined,
  /** @type {Effect | undefined} the import that was made */
  done: undefined,
  busy: false,
  /** Whether a file is dragged over the field. */
  over: false,
};

const preview = (/** @type {string} */ csv) => post('/products/imports/preview', { csv });

const choose = (/** @type {File | undefined} */ chosen) =>
  attempt(async () => {
    state.done = undefined;
    state.effect = undefined;
    if (!chosen) return;
    if (chosen.size > LARGEST_BYTES) {
      toast(t('import.too-large'), 'bad');
      return;
    }
    state.busy = true;
    refresh();
    try {
      const csv = await chosen.text();
      state.file = { name: chosen.name, csv, key: newKey() };
      state.effect = await preview(csv);
    } finally {
      state.busy = false;
    }
  });

const apply = async () => {
  if (!state.file) return;
  const { csv, key } = state.file;
  state.busy = true;
  refresh();
  try {
    state.done = await post('/products/imports', { csv }, { key });
    state.effect = undefined;
  } catch (failure) {
    complain(failure);
    if (failure instanceof Problem && failure.type === 'bad-lines') {
      state.effect = await preview(csv).catch(() => state.effect);
    }
  }
  state.busy = false;
  refresh();
};

/** @param {string} name of a product's field */
const valueText = (name, /** @type {any} */ value) => {
  if (name === 'price') return money(value);
  if (value === null || value === '') return '—';
  if (name === 'taxClass') return taxClassName(value);
  if (name === 'deposit') return depositText(value);
  return value?.low === undefined ? String(value) : `${value.low} – ${value.high}`;
};

const changeView = (/** @type {string} */ name, /** @type {Change} */ { before, after }) => html`<span class="change">
  ${t('import.field', { name: t(`product.${name}`) })}
  <s>${valueText(name, before)}</s> → <b>${valueText(name, after)}</b></span>`;

const details = (/** @type {Line} */ line) => {
  if (line.reason) return t(`import.reason.${line.reason}`);
  const changes = /** @type {Record<string, any>} */ (line.changes);
  if (changes.added) return `${changes.added.name} · ${money(changes.added.price)}`;
  return Object.entries(changes).map(([name, change]) => changeView(name, change));
};

/** The lines with an effect, errors first. @param {Effect} effect */
const orderedLines = ({ lines }) => [
  ...lines.filter((line) => line.effect === 'error'),
  ...lines.filter((line) => line.effect !== 'error' && line.effect !== 'none'),
];

/** @returns {Column<Line>[]} */
const columns = () => [
  { title: t('import.line'), kind: 'number', cell: (line) => number(line.line) },
  { title: t('product.sku'), cell: (line) => line.sku },
  { title: t('import.effect'), cell: (line) => badge(t(`import.${line.effect}`), TONES[line.effect]) },
  { title: t('import.details'), cell: details },
];

const result = (/** @type {Effect} */ { errors, added, changed }) => {
  if (errors > 0) return notice('bad', t('import.errors', { count: errors }));
  if (added + changed === 0) return notice('info', t('import.nothing'));
  const applying = { icon: 'upload', busy: state.busy, onClick: apply };
  return notice('ok', t('import.ready'), button(t('import.apply'), { tone: 'primary', ...applying }));
};

const effectView = (/** @type {Effect} */ effect) => {
  const lines = orderedLines(effect);
  const hidden = lines.length - MOST_LINES_SHOWN;
  return html`<div class="stack"><dl class="figures">
      ${figure(t('import.add'), number(effect.added), nothing, 'ok')}
      ${figure(t('import.change'), number(effect.changed))}
      ${figure(t('import.none'), number(effect.unchanged))}
      ${figure(t('import.error'), number(effect.errors), nothing, effect.errors > 0 ? 'bad' : '')}</dl>
    ${result(effect)}
    ${
      lines.length > 0
        ? table(t('import.preview'), columns(), lines.slice(0, MOST_LINES_SHOWN), { key: (line) => line.line })
        : nothing
    }
    ${hidden > 0 ? html`<p class="muted">${t('import.more', { count: hidden })}</p>` : nothing}</div>`;
};

const setOver = (/** @type {boolean} */ over) => {
  state.over = over;
  refresh();
};

const onDrop = (/** @type {Event} */ event) => {
  event.preventDefault();
  state.over = false;
  choose(/** @type {DragEvent} */ (event).dataTransfer?.files[0]);
};

const fileField = () => html`<label class="drop ${state.over ? 'over' : ''}"
  @dragover=${(event) => {
    event.preventDefault();
    setOver(true);
  }}
  @dragleave=${() => setOver(false)}
  @drop=${onDrop}>
  ${icon('file-up')}<strong>${state.file ? state.file.name : t('import.choose')}</strong>
  <span class="muted">${t('import.columns')}</span>
  <input class="hidden" type="file" accept=".csv,text/csv" @change=${(event) => {
    choose(event.target.files?.[0]);
    event.target.value = '';
  }}></label>`;

const doneNotice = (/** @type {Effect} */ { added, changed }) => notice('ok', t('import.done', { added, changed }));

/** @type {Page} */
export const imports = {
  enter: () => {
    loadTaxClasses();
    state.file = undefined;
    state.effect = undefined;
    state.done = undefined;
  },
  view: () => html`<div class="page-head"><div><h1>${t('import.title')}</h1><p>${t('import.text')}</p></div>
      ${link(t('products.title'), '#/products', { icon: 'arrow-left' })}</div>
    <div class="stack">${fileField()}
      ${state.done ? doneNotice(state.done) : nothing}
      ${state.effect ? effectView(state.effect) : nothing}</div>`,
};
