// One product: its values, who changed what and when, and what happens when two change it at once.

import { get, newKey, post, request } from './shared/api.js';
import { makeChart } from './shared/chart.js';
import { attempt, go, refresh, toast } from './shared/frame.js';
import { html, nothing } from './shared/lit.js';
import { button, field, link, moneyField, notice, table, textField, waiting } from './shared/ui.js';
import { date, dateTime, explain, money, number, roundMoney, t } from './shared/words.js';

const FIELDS = ['name', 'price', 'category', 'barcode', 'description', 'low', 'high'];

let form;
const chart = makeChart();

const valuesOf = (one) => ({
  sku: one.sku,
  name: one.name,
  price: one.price,
  category: one.category,
  barcode: one.barcode ?? '',
  description: one.description,
  low: String(one.thresholds.low),
  high: String(one.thresholds.high),
});

const blank = () => ({
  sku: '',
  name: '',
  price: undefined,
  category: '',
  barcode: '',
  description: '',
  low: '5',
  high: '100',
});

const start = (product, changes) => {
  form = {
    product,
    changes,
    values: product ? valuesOf(product) : blank(),
    key: newKey(),
    refusal: undefined,
    conflict: undefined,
    busy: false,
  };
  refresh();
};

const load = (id) =>
  attempt(async () => {
    const [product, history] = await Promise.all([get(`/products/${id}`), get(`/products/${id}/changes`)]);
    start(product, history.items);
  });

const set = (changes) => {
  Object.assign(form.values, changes);
  form.key = newKey();
  refresh();
};

const body = () => ({
  name: form.values.name.trim(),
  category: form.values.category.trim(),
  description: form.values.description.trim(),
  price: form.values.price,
  barcode: form.values.barcode.trim(),
  thresholds: { low: Number(form.values.low), high: Number(form.values.high) },
});

const isWhole = (text) => /^\d{1,7}$/.test(text);

const fault = () => {
  if (!form.values.name.trim() || !form.values.category.trim()) return t('product.incomplete');
  if (form.values.price === undefined || form.values.price < 0) return t('product.price.wrong');
  if (!isWhole(form.values.low) || !isWhole(form.values.high) || Number(form.values.low) > Number(form.values.high))
    return t('product.thresholds.wrong');
  if (form.values.barcode.trim() && !/^\d{8,14}$/.test(form.values.barcode.trim())) return t('product.barcode.wrong');
  if (!form.product && !/^[A-Z0-9-]{1,20}$/.test(form.values.sku)) return t('product.sku.wrong');
  return undefined;
};

const saveChange = async (version) => {
  const saved = await request('PATCH', `/products/${form.product.id}`, { body: body(), version });
  toast(t('product.saved', { name: saved.name }));
  load(saved.id);
};

const saveNew = async () => {
  const { barcode, ...rest } = body();
  const saved = await post(
    '/products',
    { sku: form.values.sku, ...rest, ...(barcode && { barcode }) },
    { key: form.key },
  );
  toast(t('product.added', { name: saved.name }));
  go(`/products/${saved.id}`);
};

const submit = async (version = form.product?.version) => {
  form.refusal = fault();
  if (form.refusal) {
    refresh();
    return;
  }
  form.busy = true;
  refresh();
  try {
    await (form.product ? saveChange(version) : saveNew());
  } catch (problem) {
    if (problem.word === 'version-stale') form.conflict = problem.members.now;
    else form.refusal = problem.word ? explain(problem) : t('mistake');
  }
  form.busy = false;
  refresh();
};

const shown = (name, value) => (name === 'price' ? money(value ?? 0) : value === '' ? '—' : value);

const takeTheirs = () => start(form.conflict, form.changes);

/** Both states side by side, where they differ; mine is put on top of theirs, or given up. */
const conflict = () => {
  const theirs = valuesOf(form.conflict);
  const rows = FIELDS.filter((name) => String(theirs[name]) !== String(form.values[name]));
  return html`<section class="card conflict" role="alert"><header><h2>${t('conflict.title')}</h2></header><p>${t('conflict.text')}</p>
    ${table(
      t('conflict.title'),
      [
        { title: t('conflict.field'), cell: (name) => t(`product.${name}`) },
        { title: t('conflict.theirs'), cell: (name) => shown(name, theirs[name]) },
        { title: t('conflict.mine'), cell: (name) => html`<b>${shown(name, form.values[name])}</b>` },
      ],
      rows,
      { key: (name) => name },
    )}
    <div class="actions">${button(t('conflict.take-theirs'), { onClick: takeTheirs })}${button(t('conflict.put-mine'), {
      tone: 'primary',
      busy: form.busy,
      onClick: () => {
        const { version } = form.conflict;
        form.product = form.conflict;
        form.conflict = undefined;
        submit(version);
      },
    })}</div></section>`;
};

const text = (name, options = {}) =>
  textField(name, t(`product.${name}`), {
    value: form.values[name],
    onInput: (value) => set({ [name]: value }),
    ...options,
  });

const fields = () => html`<form class="card stack" novalidate @submit=${(event) => {
  event.preventDefault();
  if (!form.busy) submit();
}}>
  ${form.product ? nothing : text('sku', { maxlength: 20, hint: t('product.sku.hint'), focus: true, onInput: (value) => set({ sku: value.toUpperCase() }) })}
  ${text('name', { maxlength: 120 })}
  <div class="columns">${moneyField('price', t('product.price'), { value: form.values.price, onInput: (price) => set({ price }) })}${text('category', { maxlength: 60 })}</div>
  ${text('barcode', { inputmode: 'numeric', maxlength: 14 })}
  <div class="columns">${text('low', { inputmode: 'numeric', hint: t('product.low.hint') })}${text('high', { inputmode: 'numeric', hint: t('product.high.hint') })}</div>
  ${field('description', t('product.description'), html`<textarea id="description" maxlength="2000" .value=${form.values.description} @input=${(event) => set({ description: event.target.value })}></textarea>`)}
  ${form.refusal ? notice('bad', form.refusal) : nothing}
  ${button(t(form.product ? 'product.save' : 'product.add'), { tone: 'primary', size: 'large full', type: 'submit', busy: form.busy })}</form>`;

const prices = () =>
  form.changes
    .flatMap((one) => {
      const price = one.changes.added?.price ?? one.changes.price?.after;
      return price === undefined ? [] : [{ at: one.changedAt, by: one.changedBy, price }];
    })
    .reverse();

const priceChart = () => {
  const steps = prices();
  return steps.length < 2
    ? nothing
    : html`<section class="card">${chart.view({
        title: t('product.prices'),
        labels: steps.map((step) => date(step.at)),
        bars: true,
        height: 200,
        axis: (cents) => roundMoney(cents),
        exact: money,
        series: [{ label: t('product.price'), colour: 'brand', values: steps.map((step) => step.price) }],
      })}</section>`;
};

const change = (name, { before, after }) =>
  html`<li>${t('product.change', { field: t(`product.${name}`), before: shown(name, flat(before)), after: shown(name, flat(after)) })}</li>`;

const flat = (value) =>
  value === null || value === undefined
    ? ''
    : value.low === undefined
      ? typeof value === 'object'
        ? JSON.stringify(value)
        : value
      : `${number(value.low)} – ${number(value.high)}`;

const history = () =>
  html`<section class="card"><header><h2>${t('product.history')}</h2></header><ol class="history">${form.changes.map(
    (one) => html`<li>
  <p><b>${dateTime(one.changedAt)}</b> <span class="muted">${t('by', { name: one.changedBy })}</span></p>
  <ul>${one.changes.added ? html`<li>${t('product.was-added', { price: money(one.changes.added.price) })}</li>` : Object.entries(one.changes).map(([name, values]) => change(name, values))}</ul></li>`,
  )}</ol></section>`;

const head = (
  title,
) => html`<div class="page-head"><div><h1>${title}</h1>${form.product ? html`<p>${form.product.sku}</p>` : nothing}</div>
  ${link(t('products.title'), '#/products', { icon: 'arrow-left' })}</div>`;

/** A product that is there. */
export const product = {
  title: () => form?.product?.name ?? t('product'),
  enter: ({ id }) => {
    form = undefined;
    load(id);
  },
  view: () =>
    form === undefined
      ? waiting()
      : html`${head(form.product.name)}${form.conflict ? conflict() : nothing}
    <div class="halves">${fields()}<div class="stack">${priceChart()}${history()}</div></div>`,
};

/** A product to add. */
export const addedProduct = {
  enter: () => start(undefined, []),
  view: () => html`${head(t('product.new'))}<div class="narrow">${fields()}</div>`,
};
