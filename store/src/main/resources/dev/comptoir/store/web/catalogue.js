// Finding a product. A search starts with each typed letter; an older result never replaces a newer one.

import { isSaleNumber, openSale } from './sale-number.js';
import { get } from './shared/api.js';
import { refresh } from './shared/drawing.js';
import { html, nothing, repeat } from './shared/lit.js';
import { debounced } from './shared/timing.js';
import { complain } from './shared/toasts.js';
import { badge, button, empty, icon, more, waiting } from './shared/ui.js';
import { money, number, t } from './shared/words.js';

const PAGE = 48;
const PAUSE_MILLISECONDS = 15;

/** @typedef {Schema<'Product'>} Product */

const stockOf = (/** @type {Product} */ { stock: { level, quantity } }) => {
  if (level === 'out') return badge(t('level.out'), 'bad');
  if (level === 'low') return badge(number(quantity), 'low');
  return html`<span class="left">${t('stock.left', { count: quantity })}</span>`;
};

/**
 * @param {Product} product
 * @param {boolean} highlighted
 * @param {() => unknown} onChoose
 */
const tile = (product, highlighted, onChoose) => html`<li><button
  type="button"
  class="product ${product.stock.level}"
  id="product-${product.id}"
  aria-current=${highlighted ? 'true' : nothing}
  @click=${onChoose}
>
  <strong>${product.name}</strong><span class="sku">${product.sku}</span>
  <span class="product-foot"><b>${money(product.price)}</b>${stockOf(product)}</span></button></li>`;

/**
 * A list of products with a search field.
 * @param {{ onChoose: (product: Product) => Promise<unknown> }} options
 */
export const makeCatalogue = ({ onChoose }) => {
  const state = {
    query: '',
    /** @type {Product[] | undefined} undefined until they are loaded */
    items: undefined,
    /** @type {string | null} cursor of the next page */
    next: null,
    highlighted: -1,
    /** @type {AbortController | undefined} */
    running: undefined,
    loadingMore: false,
  };

  const load = async () => {
    loadSoon.cancel();
    state.running?.abort();
    const mine = new AbortController();
    state.running = mine;
    try {
      const found = await get('/products', { query: state.query, limit: PAGE }, { signal: mine.signal });
      if (state.running !== mine) return;
      state.items = found.items;
      state.next = found.next;
      state.highlighted = state.query && found.items.length ? 0 : -1;
    } catch (failure) {
      if (!mine.signal.aborted) complain(failure);
    }
    refresh();
  };

  const loadMore = async () => {
    state.loadingMore = true;
    refresh();
    try {
      const found = await get('/products', { query: state.query, limit: PAGE, after: state.next });
      state.items = [...(state.items ?? []), ...found.items];
      state.next = found.next;
    } catch (failure) {
      complain(failure);
    }
    state.loadingMore = false;
    refresh();
  };

  const loadSoon = debounced(PAUSE_MILLISECONDS, load);

  const search = (/** @type {string} */ text) => {
    state.query = text;
    loadSoon();
    refresh();
  };

  const clear = () => {
    if (state.query === '') return;
    state.query = '';
    load();
  };

  const choose = async (/** @type {Product} */ product) => {
    await onChoose(product);
    refresh();
  };

  const highlight = (/** @type {number} */ step) => {
    const products = state.items ?? [];
    state.highlighted = Math.max(0, Math.min(products.length - 1, state.highlighted + step));
    document.getElementById(`product-${products[state.highlighted]?.id}`)?.scrollIntoView({ block: 'nearest' });
    refresh();
  };

  /** Enter chooses the exact or the highlighted product, even while the search is running; or opens a sale. */
  const confirm = async () => {
    if (state.query.trim() === '') return;
    if (isSaleNumber(state.query)) {
      if (await openSale(state.query)) clear();
      return;
    }
    await load();
    const chosen = state.items?.[Math.max(0, state.highlighted)];
    if (!chosen) return;
    await choose(chosen);
    clear();
  };

  const onKey = (/** @type {PageEvent} */ event) => {
    if (state.query === '' && event.key !== 'Enter') return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      event.stopPropagation();
      highlight(event.key === 'ArrowDown' ? 1 : -1);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      confirm();
    } else if (event.key === 'Escape') {
      event.stopPropagation();
      clear();
    }
  };

  const searchInput = () => html`<div class="search"><label class="hidden" for="search">${t('sale.search')}</label>
    ${icon('search')}
    <input
      id="search"
      type="search"
      autocomplete="off"
      spellcheck="false"
      placeholder=${t('sale.search')}
      .value=${state.query}
      aria-keyshortcuts="F2"
      aria-controls="products"
      @input=${(event) => search(event.target.value)}
      @keydown=${onKey}
    ></div>`;

  const results = (/** @type {Product[] | undefined} */ products) => {
    if (products === undefined) return waiting();
    if (products.length === 0) {
      const clearing = button(t('sale.clear'), { onClick: clear });
      return empty('search-x', t('sale.nothing', { query: state.query }), t('sale.nothing.text'), clearing);
    }
    const tiles = repeat(
      products,
      (product) => product.id,
      (product, place) => tile(product, place === state.highlighted, () => choose(product)),
    );
    return html`<ul class="products" id="products">${tiles}</ul>${more(state.next, loadMore, state.loadingMore)}`;
  };

  return {
    load,
    clear,
    focus: () => {
      const field = document.getElementById('search');
      if (!(field instanceof HTMLInputElement)) return;
      field.focus();
      field.select();
    },
    isEmpty: () => state.query === '',
    view: () => {
      const count = state.items && state.query ? t('sale.found', { count: state.items.length }) : '';
      return html`${searchInput()}<p class="hidden" role="status">${count}</p>${results(state.items)}`;
    },
  };
};
