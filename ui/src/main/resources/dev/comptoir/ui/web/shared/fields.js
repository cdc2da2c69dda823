// The fields of forms, with their labels.

import { html, nothing, ref } from './lit.js';
import { icon } from './ui.js';
import { moneyText, parseMoney } from './words.js';

/**
 * @typedef {{ hint?: Content, error?: Content }} Explained
 * @typedef {object} TextOptions
 * @property {string} [value]
 * @property {(value: string) => unknown} [onInput]
 * @property {string} [kind] the type of the input
 * @property {boolean} [required]
 * @property {string} [autocomplete]
 * @property {string} [inputmode]
 * @property {number} [maxlength]
 * @property {string} [placeholder]
 * @property {boolean} [readonly]
 * @property {boolean} [focus] focuses the field when it appears
 */

/** @type {{ focused: WeakSet<Element> }} */
const state = { focused: new WeakSet() };

/** For `ref`: focuses an element when it appears, once. @param {Element | undefined} element */
const focusOnce = (element) => {
  if (!(element instanceof HTMLElement) || state.focused.has(element)) return;
  state.focused.add(element);
  queueMicrotask(() => {
    element.focus({ preventScroll: true });
    if (element instanceof HTMLInputElement) element.select();
  });
};

const focusing = (/** @type {boolean} */ focus) => (focus ? ref(focusOnce) : nothing);

/**
 * A labelled control.
 * @param {string} id of the control
 * @param {string} label
 * @param {Content} control
 * @param {Explained} [explained]
 */
export const field = (id, label, control, { hint, error } = {}) => html`<div class="field ${error ? 'wrong' : ''}">
  <label for=${id}>${label}</label>${control}
  ${hint ? html`<p class="hint" id="${id}-hint">${hint}</p>` : nothing}
  ${error ? html`<p class="error" id="${id}-error" role="alert">${error}</p>` : nothing}</div>`;

/**
 * The value of aria-describedby.
 * @param {string} id
 * @param {Explained} explained
 */
const described = (id, { hint, error }) =>
  [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ') || nothing;

/**
 * A field for text.
 * @param {string} id
 * @param {string} label
 * @param {TextOptions & Explained} [options]
 */
export const textField = (id, label, { hint, error, ...options } = {}) =>
  field(id, label, textInput(id, options, { hint, error }), { hint, error });

/**
 * @param {string} id
 * @param {TextOptions} options
 * @param {Explained} explained
 */
const textInput = (id, options, explained) => html`<input
  id=${id}
  name=${id}
  type=${options.kind ?? 'text'}
  .value=${options.value ?? ''}
  ?required=${options.required}
  ?readonly=${options.readonly}
  autocomplete=${options.autocomplete ?? 'off'}
  inputmode=${options.inputmode ?? nothing}
  maxlength=${options.maxlength ?? nothing}
  placeholder=${options.placeholder ?? nothing}
  aria-invalid=${explained.error ? 'true' : nothing}
  aria-describedby=${described(id, explained)}
  ${focusing(options.focus ?? false)}
  @input=${(event) => options.onInput?.(event.target.value)}
>`;

/**
 * A field keeps the typed text as long as it has the value: `5` does not become `5.00` while somebody types.
 * @param {string} id
 * @param {number | undefined} cents
 */
const moneyInputText = (id, cents) => {
  const input = document.getElementById(id);
  if (input instanceof HTMLInputElement && parseMoney(input.value) === cents) return input.value;
  return cents === undefined ? '' : moneyText(cents);
};

/**
 * @typedef {object} MoneyOptions
 * @property {number} [value] cents
 * @property {(cents: number | undefined, text: string) => unknown} [onInput] undefined when it is no amount
 * @property {boolean} [required]
 * @property {boolean} [focus] focuses the field when it appears
 */

/**
 * A field for money.
 * @param {string} id
 * @param {string} label
 * @param {MoneyOptions & Explained} [options]
 */
export const moneyField = (id, label, { value, onInput, hint, error, required = false, focus = false } = {}) => {
  const input = html`<div class="money-input"><input
    id=${id}
    name=${id}
    type="text"
    inputmode="decimal"
    autocomplete="off"
    .value=${moneyInputText(id, value)}
    ?required=${required}
    aria-invalid=${error ? 'true' : nothing}
    aria-describedby=${described(id, { hint, error })}
    ${focusing(focus)}
    @focus=${(event) => event.target.select()}
    @input=${(event) => onInput?.(parseMoney(event.target.value), event.target.value)}
  ><span aria-hidden="true">$</span></div>`;
  return field(id, label, input, { hint, error });
};

/**
 * @template {string | number} Value
 * @typedef {object} SelectOptions
 * @property {Value | null} [value]
 * @property {Choice<Value>[]} options
 * @property {(value: string) => unknown} [onChange]
 * @property {boolean} [required]
 */

/**
 * @template {string | number} Value
 * @param {string} id
 * @param {string} label
 * @param {SelectOptions<Value> & Explained} options
 */
export const selectField = (id, label, { value, options, onChange, hint, error, required = false }) => {
  const isChosen = (/** @type {Choice<Value>} */ choice) => String(choice.value) === String(value);
  const option = (/** @type {Choice<Value>} */ choice) =>
    html`<option value=${choice.value} .selected=${isChosen(choice)}>${choice.text}</option>`;
  const select = html`<div class="select"><select
    id=${id}
    name=${id}
    ?required=${required}
    aria-describedby=${described(id, { hint, error })}
    @change=${(event) => onChange?.(event.target.value)}
  >
    ${options.map(option)}
  </select>${icon('chevron-down')}</div>`;
  return field(id, label, select, { hint, error });
};

/**
 * @param {string} id
 * @param {string} label
 * @param {{ checked: boolean, onChange: (checked: boolean) => unknown, disabled?: boolean }} options
 */
export const checkbox = (id, label, { checked, onChange, disabled = false }) => html`<label class="check" for=${id}>
  <input
    id=${id}
    type="checkbox"
    .checked=${checked}
    ?disabled=${disabled}
    @change=${(event) => onChange(event.target.checked)}
  >
  <span>${label}</span></label>`;

/**
 * A search field; `onSearch` receives the text at each change.
 * @param {string} id
 * @param {string} label
 * @param {{ value: string, onSearch: (text: string) => unknown, onEnter?: () => unknown, focus?: boolean }} options
 */
export const searchField = (id, label, { value, onSearch, onEnter, focus = false }) => html`<div class="search">
  <label class="hidden" for=${id}>${label}</label>${icon('search')}
  <input
    id=${id}
    type="search"
    autocomplete="off"
    spellcheck="false"
    placeholder=${label}
    .value=${value}
    ${focusing(focus)}
    @input=${(event) => onSearch(event.target.value)}
    @keydown=${(event) => {
      if (event.key === 'Enter') onEnter?.();
    }}
  ></div>`;

/**
 * A field for a day; `onChange` receives `2026-11-23`, or an empty text.
 * @param {string} id
 * @param {string} label
 * @param {{ value?: string, onChange: (day: string) => unknown }} options
 */
export const dayField = (id, label, { value, onChange }) => {
  const input = html`<input
    id=${id}
    type="date"
    .value=${value ?? ''}
    @change=${(event) => onChange(event.target.value)}
  >`;
  return field(id, label, input);
};
