// The small parts that all pages are made of.

import { html, nothing } from './lit.js';
import { t } from './words.js';

const BASE = document.documentElement.dataset.base;

const state = { lastId: 0 };

/** @param {string} name of an icon that `icons.txt` lists */
export const icon = (name) =>
  html`<svg class="icon" aria-hidden="true"><use href="${BASE}shared/icons.svg#${name}"></use></svg>`;

/** An id for one place of a page, made once: `const id = uniqueId()`. */
export const uniqueId = (prefix = 'f') => {
  state.lastId += 1;
  return `${prefix}${state.lastId}`;
};

const spinner = () => html`<span class="spinner" aria-hidden="true"></span>`;

/**
 * @typedef {object} ButtonOptions
 * @property {string} [icon]
 * @property {Tone} [tone]
 * @property {string} [size] `large`, `full` or both
 * @property {(event: PageEvent) => unknown} [onClick]
 * @property {boolean} [busy] shows a spinner and ignores clicks
 * @property {boolean} [disabled]
 * @property {'button' | 'submit'} [type]
 * @property {string} [label] the name of a button without text
 * @property {boolean} [pressed] for one of several choices
 * @property {string} [keys] the shortcut that does the same
 */

/**
 * @param {Content} text
 * @param {ButtonOptions} [options]
 */
export const button = (text, { tone = 'plain', size = '', type = 'button', busy = false, ...rest } = {}) => {
  const { icon: picture, onClick, disabled = false, label, pressed, keys } = rest;
  const click = (/** @type {PageEvent} */ event) => {
    if (busy) event.preventDefault();
    else onClick?.(event);
  };
  return html`<button
    type=${type}
    class="button ${tone} ${size} ${text ? '' : 'bare'}"
    ?disabled=${disabled}
    aria-disabled=${busy ? 'true' : nothing}
    aria-label=${label ?? nothing}
    title=${label ?? nothing}
    aria-pressed=${pressed === undefined ? nothing : String(pressed)}
    aria-keyshortcuts=${keys ?? nothing}
    @click=${click}
  >
    ${busy ? spinner() : picture ? icon(picture) : nothing}
    ${text ? html`<span>${text}</span>` : nothing}
    ${keys ? html`<kbd aria-hidden="true">${keys}</kbd>` : nothing}</button>`;
};

/**
 * A link that looks like a button.
 * @param {string} text
 * @param {string} href
 * @param {{ icon?: string, tone?: Tone, size?: string, label?: string, download?: string }} [options]
 */
export const link = (text, href, { icon: picture, tone = 'plain', size = '', label, download } = {}) => html`<a
  class="button ${tone} ${size} ${text ? '' : 'bare'}"
  href=${href}
  aria-label=${label ?? nothing}
  download=${download ?? nothing}
>${picture ? icon(picture) : nothing}${text ? html`<span>${text}</span>` : nothing}</a>`;

/**
 * A word with a colour.
 * @param {Content} text
 * @param {MessageTone} [tone]
 * @param {string} [picture]
 */
export const badge = (text, tone = 'plain', picture) =>
  html`<span class="badge ${tone}">${picture ? icon(picture) : nothing}${text}</span>`;

/**
 * Choices of which one is pressed.
 * @template Value
 * @param {string} label
 * @param {Choice<Value>[]} choices
 * @param {{ value: Value, onChoose: (value: Value) => unknown }} options
 */
export const tabs = (label, choices, { value, onChoose }) => html`<div class="tabs" role="group" aria-label=${label}>
  ${choices.map((choice) =>
    button(choice.text, { pressed: choice.value === value, onClick: () => onChoose(choice.value) }),
  )}</div>`;

/** @type {Record<string, [MessageTone, string]>} */
const LEVELS = {
  out: ['bad', 'circle-x'],
  low: ['low', 'triangle-alert'],
  normal: ['ok', 'circle-check'],
  over: ['info', 'layers'],
};

/** The badge of a stock level. @param {string} level */
export const stockLevel = (level) => badge(t(`level.${level}`), ...LEVELS[level]);

const NOTICE_ICONS = { bad: 'circle-alert', low: 'triangle-alert', ok: 'circle-check', info: 'info' };

/**
 * A message within a page.
 * @param {keyof typeof NOTICE_ICONS} tone
 * @param {Content} text
 * @param {Content} [action]
 */
export const notice = (tone, text, action = nothing) => html`<div
  class="notice ${tone}"
  role=${tone === 'bad' ? 'alert' : 'status'}
>${icon(NOTICE_ICONS[tone])}<div>${text}</div>${action}</div>`;

/**
 * What a list shows when it is empty.
 * @param {string} picture
 * @param {string} title
 * @param {Content} [text]
 * @param {Content} [action]
 */
export const empty = (picture, title, text, action = nothing) => html`<div class="empty">
  ${icon(picture)}<h2>${title}</h2>${text ? html`<p>${text}</p>` : nothing}${action}</div>`;

export const waiting = () => html`<div class="waiting" role="status">
  <span class="spinner"></span><span class="hidden">${t('waiting')}</span></div>`;

/**
 * One figure with its name.
 * @param {string} label
 * @param {Content} value
 * @param {Content} [detail]
 * @param {MessageTone | ''} [tone]
 */
export const figure = (label, value, detail = nothing, tone = '') => html`<div class="figure ${tone}">
  <dt>${label}</dt><dd>${value}</dd>${detail === nothing ? nothing : html`<dd class="detail">${detail}</dd>`}</div>`;

/**
 * A table that becomes cards on a narrow screen.
 * @template Row
 * @param {string} caption
 * @param {Column<Row>[]} columns the first one names the row
 * @param {Row[]} rows
 * @param {{ key?: (row: Row) => string | number, onRow?: (row: Row) => unknown, foot?: Content }} [options]
 */
export const table = (caption, columns, rows, { key = idOf, onRow, foot = nothing } = {}) => html`<div
  class="table-box" tabindex="0" role="region" aria-label=${caption}
><table><caption class="hidden">${caption}</caption>
  <thead><tr>${columns.map(({ title, kind = '' }) => html`<th scope="col" class=${kind}>${title}</th>`)}</tr></thead>
  <tbody>${rows.map((row) => tableRow(columns, row, key(row), onRow))}</tbody>
  ${foot}</table></div>`;

/**
 * The key of a row that has an id.
 * @template Row
 * @param {Row} row
 */
const idOf = (row) => /** @type {{ id?: string | number }} */ (row).id ?? '';

/**
 * @template Row
 * @param {Column<Row>[]} columns
 * @param {Row} row
 * @param {string | number} key
 * @param {((row: Row) => unknown) | undefined} onRow
 */
const tableRow = (columns, row, key, onRow) => {
  const click = (/** @type {PageEvent} */ event) => {
    if (onRow && !event.target.closest('a,button,input,select')) onRow(row);
  };
  return html`<tr data-key=${key === '' ? nothing : key} class=${onRow ? 'clickable' : ''} @click=${click}>
    ${columns.map(({ title, cell, kind = '' }, place) =>
      place === 0
        ? html`<th scope="row" class=${kind} data-title=${title}>${cell(row)}</th>`
        : html`<td class=${kind} data-title=${title}>${cell(row)}</td>`,
    )}</tr>`;
};

/**
 * The button that loads the next page of a list.
 * @param {string | null | undefined} next cursor of that page
 * @param {() => unknown} onMore
 * @param {boolean} busy
 */
export const more = (next, onMore, busy) => {
  if (!next) return nothing;
  return html`<div class="more">${button(t('list.more'), { onClick: onMore, busy, icon: 'chevron-down' })}</div>`;
};
