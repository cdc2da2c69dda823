// One product: its fields, who changed what and when, and the conflict when two people change it at once.

import { get, newKey, Problem, patch, post } from './shared/api.js';
import { makeChart } from './shared/chart.js';
import { refresh } from './shared/drawing.js';
import { field, moneyField, selectField, textField } from './shared/fields.js';
import { html, nothing } from './shared/lit.js';
import { go } from './shared/router.js';
import { attempt, failureText, toast } from './shared/toasts.js';
import { button, link, notice, table, waiting } from './shared/ui.js';
import { date, dateTime, money, number, roundMoney, t } from './shared/words.js';
import { loadTaxClasses, taxClassChoices, taxClassName } from './tax-classes.js';

const WHOLE = /^\d{1,7}$/;
const BARCODE = /^\d{8,14}$/;
const CONTAINERS = /^([1-9]\d{0,2}|1000)$/;
const CENTS = /^([1-9]\d{0,3}|10000)$/;
/** Anything but the number of a sale. */
const SKU = /^(?![A-Z][A-Z0-9]{0,7}-\d{1,4}-\d{6,12}$)[A-Z0-9-]{1,20}$/;

/**
 * @typedef {Schema<'Product'>} Product
 * @typedef {ItemOf<`/products/${number}/changes`>} Change
 * @typedef {object} Values as they are typed
 * @property {string} sku
 * @property {string} name
 * @property {number} [price] undefined while the text is not an amount
 * @property {string} category
 * @property {string} taxClass the code; empty until one is chosen
 * @property {string} containers that bear a deposit; empty for none
 * @property {string} each the deposit of one container in cents; empty for none
 * @property {string} barcode
 * @property {string} description
 * @property {string} low
 * @property {string} high
 * @typedef {object} Form
 * @property {Product} [product] undefined for a new one
 * @property {Change[]} changes newest first
 * @property {Values} values
 * @property {string} key of the intended addition
 * @property {string} [refusal]
 * @property {Product} [conflict] the product with the other user's change
 * @property {boolean} busy
 */

/** @type {(keyof Values)[]} */
const FIELDS = ['name', 'price', 'taxClass', 'containers', 'each', 'category', 'barcode', 'description', 'low', 'high'];

/** @type {Values} */
const BLANK = {
  sku: '',
  name: '',
  category: '',
  taxClass: '',
  containers: '',
  each: '',
  barcode: '',
  description: '',
  low: '5',
  high: '100',
};

const state = {
  /** @type {Form | undefined} undefined until the product is loaded */
  form: undefined,
};

const chart = makeChart();

/** @returns {Values} */
const valuesOf = (/** @type {Product} */ { thresholds, deposit, ...product }) => ({
  sku: product.sku,
  name: product.name,
  price: product.price,
  category: product.category,
  taxClass: product.taxClass,
  containers: deposit ? String(deposit.containers) : '',
  each: deposit ? String(deposit.each) : '',
  barcode: product.barcode ?? '',
  description: product.description,
  low: String(thresholds.low),
  high: String(thresholds.high),
});

/**
 * @param {Product | undefined} product undefined for a new one
 * @param {Change[]} changes
 */
const edit = (product, changes) => {
  const values = product ? valuesOf(product) : { ...BLANK };
  state.form = { product, changes, values, key: newKey(), busy: false };
  refresh();
};

const load = (/** @type {string | number} */ id) =>
  attempt(async () => {
    const [product, history] = await Promise.all([get(`/products/${id}`), get(`/products/${id}/changes`)]);
    edit(product, history.items);
  });

const set = (/** @type {Form} */ form, /** @type {Partial<Values>} */ changes) => {
  Object.assign(form.values, changes);
  form.key = newKey();
  refresh();
};

/** The deposit of a new product, if it bears one. @param {Values} values */
const depositOf = ({ containers, each }) =>
  containers.trim() ? { containers: Number(containers), each: Number(each) } : undefined;

const bodyOf = (/** @type {Values} */ values) => ({
  name: values.name.trim(),
  category: values.category.trim(),
  description: values.description.trim(),
  price: values.price ?? 0,
  taxClass: values.taxClass,
  barcode: values.barcode.trim(),
  thresholds: { low: Number(values.low), high: Number(values.high) },
});

const areThresholds = (/** @type {string} */ low, /** @type {string} */ high) =>
  WHOLE.test(low) && WHOLE.test(high) && Number(low) <= Number(high);

/** Both a number of containers and an amount, or neither. @param {Values} values */
const isDeposit = ({ containers, each }) =>
  containers.trim() + each.trim() === '' || (CONTAINERS.test(containers.trim()) && CENTS.test(each.trim()));

/** What is wrong with the values, if anything. @param {Form} form */
const faultOf = ({ product, values }) => {
  const { sku, name, category, price, barcode, low, high } = values;
  if (!name.trim() || !category.trim()) return t('product.incomplete');
  if (price === undefined || price < 0) return t('product.price.wrong');
  if (!values.taxClass) return t('product.taxClass.missing');
  if (!isDeposit(values)) return t('product.deposit.wrong');
  if (!areThresholds(low, high)) return t('product.thresholds.wrong');
  if (barcode.trim() && !BARCODE.test(barcode.trim())) return t('product.barcode.wrong');
  if (!product && !SKU.test(sku)) return t('product.sku.wrong');
  return undefined;
};

/**
 * @param {Form} form
 * @param {Product} product the version that the change is based on
 */
const saveChange = async ({ values }, { id, version }) => {
  const deposit = depositOf(values) ?? { containers: 0 };
  const saved = await patch(`/products/${id}`, { ...bodyOf(values), deposit }, { version });
  toast(t('product.saved', { name: saved.name }));
  load(saved.id);
};

const saveNew = async (/** @type {Form} */ { values, key }) => {
  const { barcode, ...rest } = bodyOf(values);
  const deposit = depositOf(values);
  const body = { sku: values.sku, ...rest, ...(barcode && { barcode }), ...(deposit && { deposit }) };
  const saved = await post('/products', body, { key });
  toast(t('product.added', { name: saved.name }));
  go(`/products/${saved.id}`);
};

const submit = async (/** @type {Form} */ form) => {
  form.refusal = faultOf(form);
  if (form.refusal) {
    refresh();
    return;
  }
  form.busy = true;
  refresh();
  try {
    await (form.product ? saveChange(form, form.product) : saveNew(form));
  } catch (failure) {
    if (failure instanceof Problem && failure.type === 'version-stale') form.conflict = failure.members.now;
    else form.refusal = failureText(failure);
  }
  form.busy = false;
  refresh();
};

/** Containers and the deposit of each: `6 × 0.10 $`. @param {{ containers: number, each: number }} deposit */
export const depositText = ({ containers, each }) => `${number(containers)} × ${money(each)}`;

/** A value of a field as text. */
const valueText = (/** @type {string} */ name, /** @type {any} */ value) => {
  if (name === 'price') return money(value ?? 0);
  if (value === null || value === undefined || value === '') return '—';
  if (name === 'taxClass') return taxClassName(value);
  if (name === 'each') return money(Number(value));
  if (value.each !== undefined) return depositText(value);
  if (value.low !== undefined) return `${number(value.low)} – ${number(value.high)}`;
  return typeof value === 'object' ? JSON.stringify(value) : value;
};

const saveOverTheirs = (/** @type {Form} */ form, /** @type {Product} */ theirs) => {
  form.product = theirs;
  form.conflict = undefined;
  submit(form);
};

/**
 * Both versions side by side, where they differ: the reader saves his own over the other one, or drops it.
 * @param {Form} form
 * @param {Product} product as somebody else changed it
 */
const conflictView = (form, product) => {
  const theirs = valuesOf(product);
  const names = FIELDS.filter((name) => String(theirs[name]) !== String(form.values[name]));
  /** @type {Column<keyof Values>[]} */
  const columns = [
    { title: t('conflict.field'), cell: (name) => t(`product.${name}`) },
    { title: t('conflict.theirs'), cell: (name) => valueText(name, theirs[name]) },
    { title: t('conflict.mine'), cell: (name) => html`<b>${valueText(name, form.values[name])}</b>` },
  ];
  return html`<section class="card conflict" role="alert"><header><h2>${t('conflict.title')}</h2></header>
    <p>${t('conflict.text')}</p>
    ${table(t('conflict.title'), columns, names, { key: (name) => name })}
    <div class="actions">
      ${button(t('conflict.keep-theirs'), { onClick: () => edit(product, form.changes) })}
      ${button(t('conflict.save-mine'), {
        tone: 'primary',
        busy: form.busy,
        onClick: () => saveOverTheirs(form, product),
      })}</div></section>`;
};

/**
 * @param {Form} form
 * @param {Exclude<keyof Values, 'price'>} name
 * @param {import('./shared/fields.js').TextOptions & import('./shared/fields.js').Explained} [options]
 */
const valueField = (form, name, options = {}) =>
  textField(name, t(`product.${name}`), {
    value: form.values[name],
    onInput: (value) => set(form, { [name]: value }),
    ...options,
  });

const skuField = (/** @type {Form} */ form) =>
  valueField(form, 'sku', {
    maxlength: 20,
    hint: t('product.sku.hint'),
    focus: true,
    onInput: (value) => set(form, { sku: value.toUpperCase() }),
  });

const priceField = (/** @type {Form} */ form) =>
  moneyField('price', t('product.price'), {
    value: form.values.price,
    onInput: (price) => set(form, { price }),
  });

const taxClassField = (/** @type {Form} */ form) => {
  const { taxClass } = form.values;
  const choices = taxClassChoices(taxClass);
  const none = { value: '', text: t('product.taxClass.choose') };
  return selectField('taxClass', t('product.taxClass'), {
    value: taxClass,
    options: taxClass ? choices : [none, ...choices],
    required: true,
    onChange: (chosen) => set(form, { taxClass: chosen }),
  });
};

const depositFields = (/** @type {Form} */ form) => html`<div class="columns">
    ${valueField(form, 'containers', { inputmode: 'numeric', maxlength: 4, hint: t('product.containers.hint') })}
    ${valueField(form, 'each', { inputmode: 'numeric', maxlength: 5, hint: t('product.each.hint') })}</div>`;

const descriptionField = (/** @type {Form} */ form) => {
  const area = html`<textarea
    id="description"
    maxlength="2000"
    .value=${form.values.description}
    @input=${(event) => set(form, { description: event.target.value })}
  ></textarea>`;
  return field('description', t('product.description'), area);
};

const fields = (/** @type {Form} */ form) => html`<form class="card stack" novalidate @submit=${(event) => {
  event.preventDefault();
  if (!form.busy) submit(form);
}}>
  ${form.product ? nothing : skuField(form)}
  ${valueField(form, 'name', { maxlength: 120 })}
  <div class="columns">${priceField(form)}${valueField(form, 'category', { maxlength: 60 })}</div>
  ${taxClassField(form)} ${depositFields(form)}
  ${valueField(form, 'barcode', { inputmode: 'numeric', maxlength: 14 })}
  <div class="columns">
    ${valueField(form, 'low', { inputmode: 'numeric', hint: t('product.low.hint') })}
    ${valueField(form, 'high', { inputmode: 'numeric', hint: t('product.high.hint') })}</div>
  ${descriptionField(form)}
  ${form.refusal ? notice('bad', form.refusal) : nothing}
  ${button(t(form.product ? 'product.save' : 'product.add'), {
    tone: 'primary',
    size: 'large full',
    type: 'submit',
    busy: form.busy,
  })}</form>`;

/** The fields that a change changed. @returns {Record<string, any>} */
const changedFields = (/** @type {Change} */ change) => change.changes;

/** All prices that the product had, oldest first. @param {Change[]} changes */
const pricesOf = (changes) =>
  changes
    .flatMap((change) => {
      const { added, price: changed } = changedFields(change);
      const price = added?.price ?? changed?.after;
      return price === undefined ? [] : [{ at: change.changedAt, price }];
    })
    .reverse();

const priceCard = (/** @type {Change[]} */ changes) => {
  const prices = pricesOf(changes);
  if (prices.length < 2) return nothing;
  const view = chart.view({
    title: t('product.prices'),
    labels: prices.map(({ at }) => date(at)),
    bars: true,
    height: 200,
    axis: roundMoney,
    exact: money,
    series: [{ label: t('product.price'), colour: 'brand', values: prices.map(({ price }) => price) }],
  });
  return html`<section class="card">${view}</section>`;
};

const changeLine = (/** @type {string} */ name, /** @type {{ before: any, after: any }} */ { before, after }) => {
  const values = { before: valueText(name, before), after: valueText(name, after) };
  return html`<li>${t('product.change', { field: t(`product.${name}`), ...values })}</li>`;
};

const valueLine = (/** @type {string} */ name, /** @type {any} */ value) =>
  html`<li>${t('product.is', { field: t(`product.${name}`), value: valueText(name, value) })}</li>`;

/** What a new product cost; class and deposit are absent in the history of earlier versions. @param {any} added */
const addedLines = ({ price, taxClass, deposit }) => html`
  <li>${t('product.was-added', { price: money(price) })}</li>
  ${taxClass ? valueLine('taxClass', taxClass) : nothing} ${deposit ? valueLine('deposit', deposit) : nothing}`;

const changeView = (/** @type {Change} */ change) => {
  const { added, ...changed } = changedFields(change);
  const lines = added ? addedLines(added) : Object.entries(changed).map(([name, values]) => changeLine(name, values));
  return html`<li><p><b>${dateTime(change.changedAt)}</b>
    <span class="muted">${t('by', { name: change.changedBy })}</span></p><ul>${lines}</ul></li>`;
};

const historyCard = (/** @type {Change[]} */ changes) => html`<section class="card">
  <header><h2>${t('product.history')}</h2></header><ol class="history">${changes.map(changeView)}</ol></section>`;

const head = (/** @type {string} */ title, /** @type {string | undefined} */ sku) => html`<div class="page-head">
  <div><h1>${title}</h1>${sku ? html`<p>${sku}</p>` : nothing}</div>
  ${link(t('products.title'), '#/products', { icon: 'arrow-left' })}</div>`;

/** An existing product. @type {Page} */
export const product = {
  title: () => state.form?.product?.name ?? t('product'),
  enter: ({ id }) => {
    state.form = undefined;
    loadTaxClasses();
    load(id);
  },
  view: () => {
    const { form } = state;
    if (!form?.product) return waiting();
    return html`${head(form.product.name, form.product.sku)}
      ${form.conflict ? conflictView(form, form.conflict) : nothing}
      <div class="halves">${fields(form)}
        <div class="stack">${priceCard(form.changes)}${historyCard(form.changes)}</div></div>`;
  },
};

/** A new product. @type {Page} */
export const newProduct = {
  enter: () => {
    loadTaxClasses();
    edit(undefined, []);
  },
  view: () => html`${head(t('product.new'), undefined)}
    <div class="narrow">${state.form ? fields(state.form) : nothing}</div>`,
};
