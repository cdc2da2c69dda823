// Words, numbers, money and dates in the reader's language. Amounts are whole cents everywhere.
const page = document.documentElement;
const LOCALES = { fr: 'fr-CA', en: 'en-CA' };
const CURRENCY = 'CAD';

let words = {};
let formats = {};

export const language = () => page.lang;

const locale = () => LOCALES[page.lang];

/** Loads the two catalogues of the language: what all services share, and the service's own. */
export const loadWords = async (wanted = page.lang) => {
  const read = async (folder) => (await fetch(`${page.dataset.base}${folder}words/${wanted}.json`)).json();
  const [shared, own] = await Promise.all([read('shared/'), read('')]);
  words = { ...shared, ...own };
  page.lang = wanted;
  formats = {};
};

export const chooseLanguage = (wanted) => {
  localStorage.setItem('comptoir.language', wanted);
  return loadWords(wanted);
};

/**
 * The words of a key. `{name}` is replaced by the value of that name; a key that has the forms `.one` and `.other` takes
 * the one that fits `count`. A missing key shows itself.
 */
export const t = (key, values = {}) => {
  const plural =
    values.count === undefined
      ? undefined
      : (words[`${key}.${new Intl.PluralRules(locale()).select(values.count)}`] ?? words[`${key}.other`]);
  const text = plural ?? words[key] ?? `⟨${key}⟩`;
  return text.replace(/\{(\w+)\}/g, (whole, name) => {
    const value = values[name];
    return typeof value === 'number' ? number(value) : (value ?? whole);
  });
};

export const has = (key) => key in words;

const format = (name, make) => (formats[name] ??= make());

export const number = (value) => format('number', () => new Intl.NumberFormat(locale())).format(value);

export const percent = (share, digits = 0) =>
  format(
    `percent${digits}`,
    () =>
      new Intl.NumberFormat(locale(), {
        style: 'percent',
        maximumFractionDigits: digits,
        minimumFractionDigits: digits,
        signDisplay: 'auto',
      }),
  ).format(share);

export const signedPercent = (share) =>
  format(
    'signed',
    () =>
      new Intl.NumberFormat(locale(), {
        style: 'percent',
        maximumFractionDigits: 0,
        signDisplay: 'exceptZero',
      }),
  ).format(share);

const decimal = (cents) =>
  `${cents < 0 ? '-' : ''}${Math.trunc(Math.abs(cents) / 100)}.${String(Math.abs(cents) % 100).padStart(2, '0')}`;

export const money = (cents) =>
  format(
    'money',
    () =>
      new Intl.NumberFormat(locale(), {
        style: 'currency',
        currency: CURRENCY,
        currencyDisplay: 'narrowSymbol',
      }),
  ).format(decimal(cents));

/** Money with its sign, for differences. */
export const signedMoney = (cents) => `${cents > 0 ? '+' : ''}${money(cents)}`;

/** Money without its cents, for axes and large figures. */
export const roundMoney = (cents) =>
  format(
    'roundMoney',
    () =>
      new Intl.NumberFormat(locale(), {
        style: 'currency',
        currency: CURRENCY,
        currencyDisplay: 'narrowSymbol',
        maximumFractionDigits: 0,
      }),
  ).format(Math.round(cents / 100));

/** What stands in a field for money: `12,34` in French, `12.34` in English. */
export const moneyText = (cents) => (language() === 'fr' ? decimal(cents).replace('.', ',') : decimal(cents));

/** Cents of what somebody typed, or undefined when it is no amount of money. */
export const parseMoney = (text) => {
  const found = /^(-?)(\d{1,9})(?:[.,](\d{1,2}))?$/.exec(text.replace(/[\s\u00a0\u202f$]/g, ''));
  if (!found) return undefined;
  const cents = Number(found[2]) * 100 + Number((found[3] ?? '').padEnd(2, '0'));
  return found[1] ? -cents : cents;
};

/** A tax rate in millionths as a percentage with its own decimals: 99750 is 9.975 %. */
export const rate = (millionths) =>
  format('rate', () => new Intl.NumberFormat(locale(), { style: 'percent', maximumFractionDigits: 4 })).format(
    millionths / 1_000_000,
  );

const when = (name, options) => (instant) =>
  format(name, () => new Intl.DateTimeFormat(locale(), options)).format(new Date(instant));

export const date = when('date', { dateStyle: 'medium' });
export const time = when('time', { timeStyle: 'short' });
export const dateTime = when('dateTime', { dateStyle: 'medium', timeStyle: 'short' });
export const preciseTime = when('preciseTime', { timeStyle: 'medium' });

/** A day without a time zone, `2026-11-23`, as words. */
export const day = (text) =>
  format('day', () => new Intl.DateTimeFormat(locale(), { dateStyle: 'full', timeZone: 'UTC' })).format(
    new Date(`${text}T00:00:00Z`),
  );
export const shortDay = (text) =>
  format(
    'shortDay',
    () => new Intl.DateTimeFormat(locale(), { day: 'numeric', month: 'short', timeZone: 'UTC' }),
  ).format(new Date(`${text}T00:00:00Z`));

/** How long ago, in the largest unit that fits. */
export const ago = (instant, now = Date.now()) => {
  const seconds = Math.round((new Date(instant) - now) / 1000);
  const units = [
    ['day', 86400],
    ['hour', 3600],
    ['minute', 60],
  ];
  const [unit, size] = units.find(([, length]) => Math.abs(seconds) >= length) ?? ['second', 1];
  return format('ago', () => new Intl.RelativeTimeFormat(locale(), { numeric: 'auto' })).format(
    Math.trunc(seconds / size),
    unit,
  );
};

/** Whether a text holds the typed words; accents and case do not matter. */
export const fold = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** A refusal in the reader's language. */
export const explain = (problem) => {
  const key = `problem.${problem.word}`;
  return has(key) || has(`${key}.other`) ? t(key, problem.members) : (problem.detail ?? problem.message);
};
