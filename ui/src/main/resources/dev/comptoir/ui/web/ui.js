// The small parts that all pages are made of.
import { html, nothing, ref } from './lit.js';
import { moneyText, parseMoney, t } from './words.js';

const BASE = document.documentElement.dataset.base;

export const icon = (name) =>
  html`<svg class="icon" aria-hidden="true"><use href="${BASE}shared/icons.svg#${name}"></use></svg>`;

let labels = 0;

/** A value that is made once per place and kept: `const id = uniqueId()`. */
export const uniqueId = (prefix = 'f') => {
  labels += 1;
  return `${prefix}${labels}`;
};

/**
 * A button. `tone`: primary, plain, quiet, danger. `busy` shows work and refuses clicks; `label` names one without text.
 */
export const button = (
  text,
  {
    icon: picture,
    tone = 'plain',
    size = '',
    onClick,
    busy = false,
    disabled = false,
    type = 'button',
    label,
    pressed,
    keys,
  } = {},
) => html`<button
  type=${type} class="button ${tone} ${size} ${text ? '' : 'bare'}" ?disabled=${disabled} aria-disabled=${busy ? 'true' : nothing}
  aria-label=${label ?? nothing} title=${label ?? nothing} aria-pressed=${pressed === undefined ? nothing : String(pressed)}
  aria-keyshortcuts=${keys ?? nothing} @click=${(event) => {
    if (!busy) onClick?.(event);
    else event.preventDefault();
  }}>
  ${busy ? html`<span class="spinner" aria-hidden="true"></span>` : picture ? icon(picture) : nothing}
  ${text ? html`<span>${text}</span>` : nothing}
  ${keys ? html`<kbd aria-hidden="true">${keys}</kbd>` : nothing}</button>`;

export const link = (text, href, { icon: picture, tone = 'plain', size = '', label, download } = {}) => html`<a
  class="button ${tone} ${size} ${text ? '' : 'bare'}" href=${href} aria-label=${label ?? nothing}
  download=${download ?? nothing}>${picture ? icon(picture) : nothing}${text ? html`<span>${text}</span>` : nothing}</a>`;

/** A labelled control; `control` is a template that takes the id. */
export const field = (id, label, control, { hint, error } = {}) => html`<div class="field ${error ? 'wrong' : ''}">
  <label for=${id}>${label}</label>${control}
  ${hint ? html`<p class="hint" id="${id}-hint">${hint}</p>` : nothing}
  ${error ? html`<p class="error" id="${id}-error" role="alert">${error}</p>` : nothing}</div>`;

const described = (id, { hint, error }) =>
  [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ') || nothing;

/** A field for text: `kind` is the type of the input. */
export const textField = (
  id,
  label,
  {
    value = '',
    onInput,
    kind = 'text',
    hint,
    error,
    required = false,
    autocomplete = 'off',
    inputmode,
    maxlength,
    placeholder,
    readonly = false,
    focus = false,
  } = {},
) =>
  field(
    id,
    label,
    html`<input
  id=${id} name=${id} type=${kind} .value=${value} ?required=${required} ?readonly=${readonly} autocomplete=${autocomplete}
  inputmode=${inputmode ?? nothing} maxlength=${maxlength ?? nothing} placeholder=${placeholder ?? nothing}
  aria-invalid=${error ? 'true' : nothing} aria-describedby=${described(id, { hint, error })}
  ${focus ? ref(focusOnce) : nothing} @input=${(event) => onInput?.(event.target.value)}>`,
    { hint, error },
  );

/* A field keeps the text that somebody typed as long as it means the value: `5` is not rewritten to `5.00` under their fingers. */
const textOf = (id, cents) => {
  const typed = document.getElementById(id)?.value;
  if (typed !== undefined && parseMoney(typed) === cents) return typed;
  return cents === undefined ? '' : moneyText(cents);
};

/** A field for money; `onInput` gets cents, or undefined while what stands there is no amount. */
export const moneyField = (id, label, { value, onInput, hint, error, required = false, focus = false } = {}) =>
  field(
    id,
    label,
    html`<div class="money-input"><input id=${id} name=${id} type="text" inputmode="decimal" autocomplete="off"
    .value=${textOf(id, value)} ?required=${required}
    aria-invalid=${error ? 'true' : nothing} aria-describedby=${described(id, { hint, error })}
    ${focus ? ref(focusOnce) : nothing} @focus=${(event) => event.target.select()}
    @input=${(event) => onInput?.(parseMoney(event.target.value), event.target.value)}><span aria-hidden="true">$</span></div>`,
    { hint, error },
  );

/** `options`: [{value, text}]. */
export const selectField = (id, label, { value, options, onChange, hint, error, required = false } = {}) =>
  field(
    id,
    label,
    html`<div
  class="select"><select id=${id} name=${id} ?required=${required} aria-describedby=${described(id, { hint, error })}
  @change=${(event) => onChange?.(event.target.value)}>
  ${options.map((option) => html`<option value=${option.value} ?selected=${String(option.value) === String(value)}>${option.text}</option>`)}
  </select>${icon('chevron-down')}</div>`,
    { hint, error },
  );

export const checkbox = (
  id,
  label,
  { checked, onChange, disabled = false } = {},
) => html`<label class="check" for=${id}><input
  id=${id} type="checkbox" .checked=${checked} ?disabled=${disabled} @change=${(event) => onChange?.(event.target.checked)}>
  <span>${label}</span></label>`;

const focused = new WeakSet();
/** For `ref`: focuses an element when it appears, once. */
export const focusOnce = (element) => {
  if (!element || focused.has(element)) return;
  focused.add(element);
  queueMicrotask(() => {
    element.focus({ preventScroll: true });
    element.select?.();
  });
};

/** A word with a colour. `tone`: ok, low, bad, info, plain. */
export const badge = (text, tone = 'plain', picture) =>
  html`<span class="badge ${tone}">${picture ? icon(picture) : nothing}${text}</span>`;

/** A search field with its label; `onSearch` gets the text at each change, `onEnter` is what Enter does. */
export const searchField = (
  id,
  label,
  { value, onSearch, onEnter = () => {}, focus = false },
) => html`<div class="search"><label class="hidden" for=${id}>${label}</label>${icon('search')}
  <input id=${id} type="search" autocomplete="off" spellcheck="false" placeholder=${label} .value=${value}
  ${focus ? ref(focusOnce) : nothing} @input=${(event) => onSearch(event.target.value)}
  @keydown=${(event) => {
    if (event.key === 'Enter') onEnter();
  }}></div>`;

/** A field for a day; `onChange` gets `2026-11-23`, or an empty text. */
export const dayField = (id, label, { value, onChange }) =>
  field(
    id,
    label,
    html`<input id=${id} type="date" .value=${value ?? ''}
  @change=${(event) => onChange(event.target.value)}>`,
  );

/** Choices of which one is pressed: [{value, text}]. */
export const tabs = (label, options, { value, onChoose }) =>
  html`<div class="tabs" role="group" aria-label=${label}>${options.map((option) =>
    button(option.text, { pressed: option.value === value, onClick: () => onChoose(option.value) }),
  )}</div>`;

const LEVELS = {
  out: ['bad', 'circle-x'],
  low: ['low', 'triangle-alert'],
  normal: ['ok', 'circle-check'],
  over: ['info', 'layers'],
};
export const stockLevel = (level) => badge(t(`level.${level}`), ...LEVELS[level]);

export const notice = (
  tone,
  text,
  action = nothing,
) => html`<div class="notice ${tone}" role=${tone === 'bad' ? 'alert' : 'status'}>
  ${icon({ bad: 'circle-alert', low: 'triangle-alert', ok: 'circle-check', info: 'info' }[tone])}<div>${text}</div>${action}</div>`;

/** What a list shows when there is nothing. */
export const empty = (
  picture,
  title,
  text,
  action = nothing,
) => html`<div class="empty">${icon(picture)}<h2>${title}</h2>
  ${text ? html`<p>${text}</p>` : nothing}${action}</div>`;

export const waiting = () =>
  html`<div class="waiting" role="status"><span class="spinner"></span><span class="hidden">${t('waiting')}</span></div>`;

/** One figure with its name. */
export const figure = (
  label,
  value,
  detail = nothing,
  tone = '',
) => html`<div class="figure ${tone}"><dt>${label}</dt><dd>${value}</dd>
  ${detail === nothing ? nothing : html`<dd class="detail">${detail}</dd>`}</div>`;

/**
 * A table that becomes cards on a narrow screen.
 * @param columns [{title, cell: (row) => template, kind: 'number' | 'action' | undefined}]; the first names the row
 */
export const table = (
  caption,
  columns,
  rows,
  { key = (row) => row.id, onRow, foot = nothing } = {},
) => html`<div class="table-box"
  tabindex="0" role="region" aria-label=${caption}><table><caption class="hidden">${caption}</caption>
  <thead><tr>${columns.map((column) => html`<th scope="col" class=${column.kind ?? ''}>${column.title}</th>`)}</tr></thead>
  <tbody>${rows.map(
    (row) => html`<tr data-key=${key(row) ?? nothing} class=${onRow ? 'clickable' : ''}
    @click=${(event) => {
      if (onRow && !event.target.closest('a,button,input,select')) onRow(row);
    }}>${columns.map((column, place) =>
      place === 0
        ? html`<th scope="row" class=${column.kind ?? ''} data-title=${column.title}>${column.cell(row)}</th>`
        : html`<td class=${column.kind ?? ''} data-title=${column.title}>${column.cell(row)}</td>`,
    )}</tr>`,
  )}</tbody>
  ${foot}</table></div>`;

/** A button that asks for the next page of a list. */
export const more = (next, onMore, busy) =>
  next
    ? html`<div class="more">${button(t('list.more'), { onClick: onMore, busy, icon: 'chevron-down' })}</div>`
    : nothing;

/** Does `work` once typing rests; `forget()` gives up what was to be done. */
export const debounced = (milliseconds, work) => {
  let timer;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(work, milliseconds);
  };
  later.forget = () => clearTimeout(timer);
  return later;
};

/** Does `work` soon after it was asked for, and no more often, however often that is. */
export const paced = (milliseconds, work) => {
  let timer;
  return () => {
    if (timer !== undefined) return;
    timer = setTimeout(() => {
      timer = undefined;
      work();
    }, milliseconds);
  };
};

let audio;
/** A short tone: low for an error, high for a success. */
export const beep = (good) => {
  audio ??= new AudioContext();
  const tone = audio.createOscillator();
  const volume = audio.createGain();
  tone.frequency.value = good ? 1200 : 240;
  volume.gain.value = 0.08;
  tone.connect(volume).connect(audio.destination);
  tone.start();
  tone.stop(audio.currentTime + (good ? 0.07 : 0.25));
};
