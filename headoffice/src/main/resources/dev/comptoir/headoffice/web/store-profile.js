// The form of a store's profile: what its receipts show, which taxes it collects, and how it rounds cash.

import { taxName } from './breakdown.js';
import { refresh } from './shared/drawing.js';
import { dayField, field, selectField, textField } from './shared/fields.js';
import { html } from './shared/lit.js';
import { button } from './shared/ui.js';
import { language, t } from './shared/words.js';
import { taxClassChoices } from './tax-classes.js';

const RATE = /^(\d{1,3})(?:[.,](\d{1,4}))?$/;
const MILLION = 1_000_000;
const MARK = /^\p{Lu}{1,2}$/u;
const REGISTRATION = /^[A-Z0-9]([A-Z0-9 -]*[A-Z0-9])?$/;
const TELEPHONE = /^\+?\(?\d[\d ().-]{5,26}\d$/;
const MOST_TAXES = 5;
const MOST_LINES = 6;
const LONGEST_LINE = 100;
const INCREMENTS = ['1', '5', '10'];
const LANGUAGES = ['fr', 'en', 'fr en', 'en fr'];

/**
 * @typedef {ResponseOf<'get', `/stores/${string}`>['profile']} Profile
 * @typedef {{ taxClass: string, percent: string, from: string, to: string }} Rate
 * @typedef {{ name: string, mark: string, registration: string, rates: Rate[] }} TaxValues
 * @typedef {object} Values as they are typed
 * @property {string} from
 * @property {string} legalName
 * @property {string} tradeName
 * @property {string} address its lines
 * @property {string} telephone
 * @property {string} languages
 * @property {string} cashIncrement
 * @property {TaxValues[]} taxes
 */

/** @returns {Rate} */
const blankRate = () => ({ taxClass: 'standard', percent: '', from: '', to: '' });

/** @returns {TaxValues} */
const blankTax = () => ({ name: '', mark: '', registration: '', rates: [blankRate()] });

/** The text in a field for a rate: `9,975` in French, `9.975` in English. */
const percentText = (/** @type {number} */ millionths) => {
  const text = String(millionths / 10_000);
  return language() === 'fr' ? text.replace('.', ',') : text;
};

/** Millionths of a typed percentage, or undefined when it is none. */
const millionthsOf = (/** @type {string} */ text) => {
  const found = RATE.exec(text.trim());
  if (!found) return undefined;
  const millionths = Number(found[1]) * 10_000 + Number((found[2] ?? '').padEnd(4, '0'));
  return millionths <= MILLION ? millionths : undefined;
};

/**
 * @param {Profile} profile
 * @param {string} from
 * @returns {Values}
 */
export const valuesOf = (profile, from) => ({
  from,
  legalName: profile.legalName,
  tradeName: profile.tradeName,
  address: profile.address.join('\n'),
  telephone: profile.telephone ?? '',
  languages: profile.languages.join(' '),
  cashIncrement: String(profile.cashIncrement),
  taxes: profile.taxes.map(({ name, mark, registration, rates }) => ({
    name,
    mark,
    registration: registration ?? '',
    rates: rates.map(({ taxClass, perMillion, from: first, to }) => ({
      taxClass,
      percent: percentText(perMillion),
      from: first,
      to: to ?? '',
    })),
  })),
});

const linesOf = (/** @type {string} */ address) =>
  address
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);

const rateBody = (/** @type {Rate} */ { taxClass, percent, from, to }) => ({
  taxClass: taxClass.trim(),
  perMillion: millionthsOf(percent) ?? 0,
  from,
  ...(to && { to }),
});

const taxBody = (/** @type {TaxValues} */ { name, mark, registration, rates }) => ({
  name: name.trim(),
  mark: mark.trim().toUpperCase(),
  ...(registration.trim() && { registration: registration.trim().toUpperCase() }),
  rates: rates.map(rateBody),
});

/** The profile that the values make. @param {Values} values */
export const bodyOf = ({ telephone, ...values }) => ({
  from: values.from,
  legalName: values.legalName.trim(),
  tradeName: values.tradeName.trim(),
  address: linesOf(values.address),
  ...(telephone.trim() && { telephone: telephone.trim() }),
  languages: values.languages.split(' '),
  taxes: values.taxes.map(taxBody),
  cashIncrement: Number(values.cashIncrement),
});

const isWrong = (/** @type {Rate} */ { taxClass, percent, from, to }) =>
  !taxClass.trim() || millionthsOf(percent) === undefined || !from || (to !== '' && to < from);

const overlap = (/** @type {Rate} */ one, /** @type {Rate} */ other) =>
  one.taxClass === other.taxClass && (!one.to || other.from <= one.to) && (!other.to || one.from <= other.to);

const haveOverlaps = (/** @type {Rate[]} */ rates) =>
  rates.some((one, place) => rates.slice(place + 1).some((other) => overlap(one, other)));

const haveDuplicates = (/** @type {string[]} */ texts) => new Set(texts).size < texts.length;

const taxFault = (/** @type {TaxValues[]} */ values) => {
  const taxes = values.map(taxBody);
  if (taxes.some(({ name, mark }) => !name || !MARK.test(mark))) return t('store.tax.incomplete');
  if ([taxes.map(({ name }) => name), taxes.map(({ mark }) => mark)].some(haveDuplicates)) return t('store.tax.twice');
  if (taxes.some(({ registration }) => registration !== undefined && !REGISTRATION.test(registration))) {
    return t('store.tax.registration.wrong');
  }
  if (values.some(({ rates }) => rates.some(isWrong))) return t('store.rate.wrong');
  return values.some(({ rates }) => haveOverlaps(rates)) ? t('store.rate.overlap') : undefined;
};

const isAddress = (/** @type {string[]} */ lines) =>
  lines.length <= MOST_LINES && lines.every((line) => line.length <= LONGEST_LINE);

/** What is wrong with the values, if anything. @param {Values} values */
export const faultOf = ({ from, legalName, tradeName, address, telephone, taxes }) => {
  if (!from || !legalName.trim() || !tradeName.trim()) return t('store.incomplete');
  if (!isAddress(linesOf(address))) return t('store.address.wrong');
  if (telephone.trim() && !TELEPHONE.test(telephone.trim())) return t('store.telephone.wrong');
  return taxFault(taxes);
};

/**
 * A field for one of the values.
 * @template {string} Name
 * @param {Record<Name, string>} values
 * @param {Name} name
 * @param {string} id
 * @param {string} label
 * @param {import('./shared/fields.js').TextOptions & import('./shared/fields.js').Explained} [options]
 */
const valueField = (values, name, id, label, options = {}) =>
  textField(id, label, {
    value: values[name],
    onInput: (value) => {
      values[name] = value;
      refresh();
    },
    ...options,
  });

const dateField = (
  /** @type {{ from: string, to?: string }} */ values,
  /** @type {'from' | 'to'} */ name,
  /** @type {string} */ id,
  /** @type {string} */ label,
) =>
  dayField(id, label, {
    value: values[name],
    onChange: (value) => {
      values[name] = value;
      refresh();
    },
  });

const addressField = (/** @type {Values} */ values) => {
  const area = html`<textarea
    id="address"
    rows="3"
    maxlength="606"
    .value=${values.address}
    @input=${(event) => {
      values.address = event.target.value;
    }}
  ></textarea>`;
  return field('address', t('store.address'), area);
};

const choices = (/** @type {string[]} */ known, /** @type {string} */ value) =>
  known.includes(value) ? known : [...known, value];

const languagesField = (/** @type {Values} */ values) =>
  selectField('languages', t('store.languages'), {
    value: values.languages,
    options: choices(LANGUAGES, values.languages).map((value) => ({
      value,
      text: value
        .split(' ')
        .map((one) => t(`store.language.${one}`))
        .join(', '),
    })),
    onChange: (value) => {
      values.languages = value;
    },
  });

const incrementField = (/** @type {Values} */ values) =>
  selectField('cash-increment', t('store.cash-increment'), {
    value: values.cashIncrement,
    options: choices(INCREMENTS, values.cashIncrement).map((value) => ({
      value,
      text: value === '1' ? t('store.cash-increment.none') : t('store.cash-increment.cents', { count: Number(value) }),
    })),
    onChange: (value) => {
      values.cashIncrement = value;
    },
  });

const classField = (/** @type {Rate} */ rate, /** @type {string} */ id) =>
  selectField(id, t('store.rate.class'), {
    value: rate.taxClass,
    options: taxClassChoices(rate.taxClass),
    onChange: (taxClass) => {
      rate.taxClass = taxClass;
    },
  });

/**
 * @param {TaxValues} tax
 * @param {string} id
 * @param {number} place
 */
const rateFields = (tax, id, place) => {
  const rate = tax.rates[place];
  const remove = () => {
    tax.rates.splice(place, 1);
    refresh();
  };
  const own = `${id}-rate-${place}`;
  return html`<div class="rate">
    ${classField(rate, `${own}-class`)}
    ${valueField(rate, 'percent', `${own}-percent`, t('store.rate.percent'), { inputmode: 'decimal', maxlength: 8 })}
    ${dateField(rate, 'from', `${own}-from`, t('store.rate.from'))}
    ${dateField(rate, 'to', `${own}-to`, t('store.rate.to'))}
    ${button('', { icon: 'circle-x', label: t('store.rate.remove'), onClick: remove })}</div>`;
};

/**
 * @param {Values} values
 * @param {number} place
 */
const taxFields = (values, place) => {
  const tax = values.taxes[place];
  const id = `tax-${place}`;
  const remove = () => {
    values.taxes.splice(place, 1);
    refresh();
  };
  const add = () => {
    tax.rates.push(blankRate());
    refresh();
  };
  return html`<fieldset class="tax"><legend>${tax.name ? taxName(tax.name) : t('store.tax')}</legend>
    <div class="columns">
      ${valueField(tax, 'name', `${id}-name`, t('store.tax.name'), { maxlength: 20 })}
      ${valueField(tax, 'mark', `${id}-mark`, t('store.tax.mark'), { maxlength: 2, hint: t('store.tax.mark.hint') })}
      ${valueField(tax, 'registration', `${id}-registration`, t('store.tax.registration'), { maxlength: 40 })}</div>
    ${tax.rates.map((_rate, index) => rateFields(tax, id, index))}
    <div class="row">${button(t('store.rate.add'), { icon: 'plus', onClick: add })}
      ${button(t('store.tax.remove'), { icon: 'circle-x', onClick: remove })}</div></fieldset>`;
};

/** The fields of a profile. @param {Values} values */
export const profileFields = (values) => html`
  ${dateField(values, 'from', 'profile-from', t('store.from'))}
  ${valueField(values, 'legalName', 'legal-name', t('store.legal-name'), { maxlength: 100 })}
  ${valueField(values, 'tradeName', 'trade-name', t('store.trade-name'), { maxlength: 100 })}
  ${addressField(values)}
  <div class="columns">
    ${valueField(values, 'telephone', 'telephone', t('store.telephone'), { kind: 'tel', maxlength: 30 })}
    ${languagesField(values)}${incrementField(values)}</div>
  <h3>${t('stores.taxes')}</h3>
  ${values.taxes.map((_tax, place) => taxFields(values, place))}
  <div class="row">${button(t('store.tax.add'), {
    icon: 'plus',
    disabled: values.taxes.length >= MOST_TAXES,
    onClick: () => {
      values.taxes.push(blankTax());
      refresh();
    },
  })}</div>`;
