// What every store has, side by side; counting; asking for more.

import { newKey, post } from './shared/api.js';
import { attempt, openDialog, refresh, toast } from './shared/frame.js';
import { makeList } from './shared/lists.js';
import { html, nothing } from './shared/lit.js';
import { session } from './shared/session.js';
import { badge, button, empty, searchField, table, textField, waiting } from './shared/ui.js';
import { number, t } from './shared/words.js';
import { askForRestock } from './shelves.js';
import { storeCodes, storeNames } from './till.js';

const list = makeList('/stock', { filter: { query: '' } });

const count = (product) => {
  let counted = '';
  let wrong = false;
  const key = newKey();
  const submit = (event, close) => {
    event.preventDefault();
    wrong = !/^\d{1,6}$/.test(counted);
    refresh();
    if (wrong) return;
    attempt(async () => {
      const {
        lines: [line],
      } = await post('/stock/counts', { lines: [{ productId: product.productId, counted: Number(counted) }] }, { key });
      toast(t('stock.counted', { count: line.correction, name: product.name }));
      close();
      list.load();
    });
  };
  return openDialog(
    (close) => html`<form class="stack" @submit=${(event) => submit(event, close)}>
    ${textField('counted', t('stock.count.units'), {
      value: counted,
      inputmode: 'numeric',
      focus: true,
      error: wrong ? t('stock.count.wrong') : undefined,
      onInput: (text) => {
        counted = text;
      },
    })}
    ${button(t('stock.count.save'), { tone: 'primary', size: 'large full', type: 'submit' })}</form>`,
    { title: t('stock.count.title', { name: product.name }) },
  );
};

const TONES = { out: 'bad', low: 'low', normal: 'ok', over: 'info' };

const inStore = (product, code) => {
  const shelf = product.stores.find((one) => one.store === code);
  return shelf
    ? badge(
        html`${number(shelf.quantity)}<span class="hidden"> ${t(`level.${shelf.level}`)}</span>`,
        TONES[shelf.level],
      )
    : nothing;
};

const ordered = () => [session().store, ...storeCodes().filter((code) => code !== session().store)];

const columns = () => [
  { title: t('product'), cell: (product) => html`${product.name} <small class="muted">${product.sku}</small>` },
  ...ordered().map((code) => ({
    title: `${storeNames()[code] ?? code}${code === session().store ? ` · ${t('stock.here')}` : ''}`,
    kind: 'number',
    cell: (product) => inStore(product, code),
  })),
  {
    title: t('actions'),
    kind: 'action',
    cell: (
      product,
    ) => html`${session().role === 'manager' ? button(t('stock.count'), { icon: 'clipboard-check', tone: 'quiet', onClick: () => count(product) }) : nothing}
    ${button(t('restock.short'), { icon: 'truck', tone: 'quiet', onClick: () => askForRestock(product) })}`,
  },
];

const legend = () =>
  html`<p class="row level-legend">${Object.keys(TONES).map((level) => badge(t(`level.${level}`), TONES[level]))}</p>`;

/** The page. */
export const stock = {
  enter: () => list.restart({ store: storeCodes() }),
  view: () => html`<div class="page-head"><h1>${t('stock.title')}</h1>${legend()}</div>
    <div class="tools">${searchField('stock-search', t('stock.search'), { value: list.filter().query, onSearch: (query) => list.set({ query }) })}</div>
    ${
      list.items() === undefined
        ? waiting()
        : list.items().length === 0
          ? empty('boxes', t('stock.none'), t('sale.nothing.text'))
          : html`${table(t('stock.title'), columns(), list.items(), { key: (product) => product.productId })}${list.more()}`
    }`,
};
