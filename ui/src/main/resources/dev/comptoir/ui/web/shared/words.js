// Words, numbers, money and dates in the reader's language. Amounts are whole cents everywhere.

/**
 * @typedef {'fr' | 'en'} Language
 * @typedef {string | number | Date} Instant
 */

const page = document.documentElement;
const LOCALES = { fr: 'fr-CA', en: 'en-CA' };
const CURRENCY = 'CAD';

const state = {
  /** @type {Record<string, string>} */
  words: {},
  /** @type {Record<string, any>} Formats of the language, made when they are first used. */
  formats: {},
};

export const language = () => /** @type {Language} */ (page.lang);

const locale = () => LOCALES[language()];

/** Loads the two catalogues of the language: the one that all services share, and the service's own. */
export const loadWords = async (wanted = language()) => {
  const read = async (/** @type {string} */ folder) =>
    (await fetch(`${page.dataset.base}${folder}words/${wanted}.json`)).json();
  const [shared, own] = await Promise.all([read('shared/'), read('')]);
  state.words = { ...shared, ...own };
  state.formats = {};
  page.lang = wanted;
};

/** @param {Language} wanted */
export const chooseLanguage = (wanted) => {
  localStorage.setItem('comptoir.language', wanted);
  return loadWords(wanted);
};

/**
 * The words of a key. `{name}` is replaced by the value of that name. A key with the forms `.one` and `.other` takes
 * the one for `count`. A missing key is shown as it is.
 * @param {string} key
 * @param {Record<string, any>} [values] numbers are formatted
 */
export const t = (key, values = {}) => {
  const text = pluralOf(key, values.count) ?? state.words[key] ?? `⟨${key}⟩`;
  return text.replace(/\{(\w+)\}/g, (whole, name) => {
    const value = values[name];
    return typeof value === 'number' ? number(value) : (value ?? whole);
  });
};

/**
 * @param {string} key
 * @param {number | undefined} count
 */
const pluralOf = (key, count) => {
  if (count === undefined) return undefined;
  const form = new Intl.PluralRules(locale()).select(count);
  return state.words[`${key}.${form}`] ?? state.words[`${key}.other`];
};

/** Whether a key has words. @param {string} key */
export const has = (key) => key in state.words;

/**
 * @template Format
 * @param {string} name
 * @param {() => Format} make
 * @returns {Format}
 */
const format = (name, make) => {
  state.formats[name] ??= make();
  return state.formats[name];
};

/**
 * @param {string} name
 * @param {Intl.NumberFormatOptions} [options]
 */
const numberFormat = (name, options) => format(name, () => new Intl.NumberFormat(locale(), options));

export const number = (/** @type {number} */ value) => numberFormat('number').format(value);

/**
 * @param {number} share
 * @param {number} [digits] after the decimal point
 */
export const percent = (share, digits = 0) =>
  numberFormat(`percent${digits}`, {
    style: 'percent',
    maximumFractionDigits: digits,
    minimumFractionDigits: digits,
    signDisplay: 'auto',
  }).format(share);

export const signedPercent = (/** @type {number} */ share) =>
  numberFormat('signedPercent', { style: 'percent', maximumFractionDigits: 0, signDisplay: 'exceptZero' }).format(
    share,
  );

/** A tax rate in millionths as a percentage with its own decimals: 99750 is 9.975%. */
export const rate = (/** @type {number} */ millionths) =>
  numberFormat('rate', { style: 'percent', maximumFractionDigits: 4 }).format(millionths / 1_000_000);

const decimal = (/** @type {number} */ cents) => {
  const whole = Math.trunc(Math.abs(cents) / 100);
  return `${cents < 0 ? '-' : ''}${whole}.${String(Math.abs(cents) % 100).padStart(2, '0')}`;
};

/** @type {Intl.NumberFormatOptions} */
const MONEY = { style: 'currency', currency: CURRENCY, currencyDisplay: 'narrowSymbol' };

export const money = (/** @type {number} */ cents) =>
  numberFormat('money', MONEY).format(/** @type {`${number}`} */ (decimal(cents)));

/** Money with its sign, for differences. */
export const signedMoney = (/** @type {number} */ cents) => `${cents > 0 ? '+' : ''}${money(cents)}`;

/** Money without its cents, for axes and large figures. */
export const roundMoney = (/** @type {number} */ cents) =>
  numberFormat('roundMoney', { ...MONEY, maximumFractionDigits: 0 }).format(Math.round(cents / 100));

/** The text in a field for money: `12,34` in French, `12.34` in English. */
export const moneyText = (/** @type {number} */ cents) =>
  language() === 'fr' ? decimal(cents).replace('.', ',') : decimal(cents);

/** Cents of a typed amount, or undefined when it is not an amount of money. */
export const parseMoney = (/** @type {string} */ text) => {
  const found = /^(-?)(\d{1,9})(?:[.,](\d{1,2}))?$/.exec(text.replace(/[\s\u00a0\u202f$]/g, ''));
  if (!found) return undefined;
  const cents = Number(found[2]) * 100 + Number((found[3] ?? '').padEnd(2, '0'));
  return found[1] ? -cents : cents;
};

/**
 * @param {string} name
 * @param {Intl.DateTimeFormatOptions} options
 */
const dateFormat = (name, options) => format(name, () => new Intl.DateTimeFormat(locale(), options));

/**
 * In French, the first day of a month is `1er`.
 * @param {Intl.DateTimeFormat} dates
 * @param {Date} moment
 */
const dateText = (dates, moment) =>
  dates
    .formatToParts(moment)
    .map(({ type, value }) => (type === 'day' && value === '1' && language() === 'fr' ? '1er' : value))
    .join('');

/**
 * @param {string} name
 * @param {Intl.DateTimeFormatOptions} options
 * @returns {(instant: Instant) => string}
 */
const instantFormat = (name, options) => (instant) => dateText(dateFormat(name, options), new Date(instant));

export const date = instantFormat('date', { dateStyle: 'medium' });
export const time = instantFormat('time', { timeStyle: 'short' });
export const dateTime = instantFormat('dateTime', { dateStyle: 'medium', timeStyle: 'short' });
export const preciseTime = instantFormat('preciseTime', { timeStyle: 'medium' });

/**
 * @param {string} name
 * @param {Intl.DateTimeFormatOptions} options
 * @returns {(day: string) => string} the words for a day without a time zone: `2026-11-23`
 */
const dayFormat = (name, options) => (day) =>
  dateText(dateFormat(name, { ...options, timeZone: 'UTC' }), new Date(`${day}T00:00:00Z`));

export const day = dayFormat('day', { dateStyle: 'full' });
export const shortDay = dayFormat('shortDay', { day: 'numeric', month: 'short' });

/** @type {[Intl.RelativeTimeFormatUnit, number][]} */
const UNITS = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];

/**
 * How long ago, in the largest unit that fits.
 * @param {Instant} instant
 */
export const ago = (instant, now = Date.now()) => {
  const seconds = Math.round((new Date(instant).getTime() - now) / 1000);
  const [unit, size] = UNITS.find(([, length]) => Math.abs(seconds) >= length) ?? ['second', 1];
  const relative = format('ago', () => new Intl.RelativeTimeFormat(locale(), { numeric: 'auto' }));
  return relative.format(Math.trunc(seconds / size), /** @type {Intl.RelativeTimeFormatUnit} */ (unit));
};

/** A text without its accents and capitals, for comparing. */
export const fold = (/** @type {string} */ text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/**
 * A refusal in the reader's language.
 * @param {import('./api.js').Problem} problem
 */
export const explain = (problem) => {
  const key = `problem.${problem.type}`;
  return has(key) || has(`${key}.other`) ? t(key, problem.members) : (problem.detail ?? problem.message);
};
