// The tax classes: products of a class are taxed alike, at the rates of each store.

import { openForm } from './form-dialog.js';
import { get, newKey, Problem, patch, post } from './shared/api.js';
import { refresh } from './shared/drawing.js';
import { textField } from './shared/fields.js';
import { html } from './shared/lit.js';
import { attempt, toast } from './shared/toasts.js';
import { button, link, table, waiting } from './shared/ui.js';
import { language, t } from './shared/words.js';

/** @typedef {Schema<'NamedTaxClass'>} TaxClass */

const state = {
  /** @type {TaxClass[] | undefined} undefined until they are loaded */
  classes: undefined,
};

export const loadTaxClasses = () =>
  attempt(async () => {
    state.classes = (await get('/tax-classes')).items;
    refresh();
  });

const nameIn = (/** @type {TaxClass} */ { nameFr, nameEn }) => (language() === 'fr' ? nameFr : nameEn);

/** The name of a tax class in the reader's language. @param {string} code */
export const taxClassName = (code) => {
  const found = state.classes?.find((taxClass) => taxClass.code === code);
  return found ? nameIn(found) : code;
};

/**
 * The tax classes to choose from.
 * @param {string} chosen the code that is chosen now, empty for none
 * @returns {Choice<string>[]}
 */
export const taxClassChoices = (chosen) => {
  const choices = (state.classes ?? []).map((taxClass) => ({ value: taxClass.code, text: nameIn(taxClass) }));
  const isMissing = chosen !== '' && choices.every(({ value }) => value !== chosen);
  return isMissing ? [...choices, { value: chosen, text: chosen }] : choices;
};

/** @typedef {{ code: string, nameFr: string, nameEn: string }} Values */

/**
 * @param {Values} values
 * @param {keyof Values} name
 * @param {import('./shared/fields.js').TextOptions & import('./shared/fields.js').Explained} [options]
 */
const valueField = (values, name, options = {}) =>
  textField(`tax-class-${name}`, t(`tax-classes.${name}`), {
    value: values[name],
    required: true,
    maxlength: 60,
    onInput: (value) => {
      values[name] = value;
    },
    ...options,
  });

const add = () => {
  const values = { code: '', nameFr: '', nameEn: '' };
  const key = newKey();
  const fields = () => html`${valueField(values, 'code', {
    focus: true,
    maxlength: 30,
    hint: t('tax-classes.code.hint'),
    onInput: (value) => {
      values.code = value.toLowerCase();
    },
  })}
    ${valueField(values, 'nameFr')}${valueField(values, 'nameEn')}`;
  return openForm(t('tax-classes.add'), fields, async () => {
    await post('/tax-classes', values, { key });
    toast(t('tax-classes.added', { name: nameIn({ ...values, version: 1 }) }));
    loadTaxClasses();
  });
};

/** Saves other names; when somebody else has changed them, the form shows theirs. @param {TaxClass} values */
const saveNames = async (values) => {
  const { code, nameFr, nameEn, version } = values;
  try {
    await patch(`/tax-classes/${code}`, { nameFr, nameEn }, { version });
  } catch (failure) {
    if (failure instanceof Problem && failure.type === 'version-stale') Object.assign(values, failure.members.now);
    throw failure;
  } finally {
    loadTaxClasses();
  }
};

const rename = (/** @type {TaxClass} */ taxClass) => {
  const values = { ...taxClass };
  const fields = () => html`${valueField(values, 'nameFr', { focus: true })}${valueField(values, 'nameEn')}`;
  return openForm(t('tax-classes.rename', { code: taxClass.code }), fields, () => saveNames(values));
};

const renameButton = (/** @type {TaxClass} */ taxClass) =>
  button(t('tax-classes.edit'), { icon: 'pencil', tone: 'quiet', onClick: () => rename(taxClass) });

/** @returns {Column<TaxClass>[]} */
const columns = () => [
  { title: t('tax-classes.code'), cell: ({ code }) => code },
  { title: t('tax-classes.nameFr'), cell: ({ nameFr }) => nameFr },
  { title: t('tax-classes.nameEn'), cell: ({ nameEn }) => nameEn },
  { title: t('actions'), kind: 'action', cell: renameButton },
];

const classTable = (/** @type {TaxClass[]} */ classes) =>
  table(t('tax-classes.title'), columns(), classes, { key: ({ code }) => code });

/** @type {Page} */
export const taxClasses = {
  enter: loadTaxClasses,
  view: () => html`<div class="page-head">
      <div><h1>${t('tax-classes.title')}</h1><p>${t('tax-classes.text')}</p></div><div class="row">
        ${link(t('products.title'), '#/products', { icon: 'arrow-left' })}
        ${button(t('tax-classes.add'), { icon: 'plus', tone: 'primary', onClick: add })}</div></div>
    ${state.classes === undefined ? waiting() : classTable(state.classes)}`,
};
