// Finding a product: what is typed is searched at once, and an older answer never replaces a newer one.

import { get } from './shared/api.js';
import { complain, refresh } from './shared/frame.js';
import { html, nothing, repeat } from './shared/lit.js';
import { badge, button, debounced, empty, icon, more, waiting } from './shared/ui.js';
import { money, number, t } from './shared/words.js';

const PAGE = 48;
const PAUSE = 15;

/** A list of products with a search of its own. `onChoose` gets the chosen product. */
export const makeCatalogue = ({ onChoose }) => {
  let query = '';
  let items;
  let next;
  let highlighted = -1;
  let running;
  let loadingMore = false;

  const load = async () => {
    soon.forget();
    running?.abort();
    const mine = new AbortController();
    running = mine;
    try {
      const found = await get('/products', { query, limit: PAGE }, { signal: mine.signal });
      if (running !== mine) return;
      items = found.items;
      next = found.next;
      highlighted = query && items.length ? 0 : -1;
    } catch (failure) {
      if (!mine.signal.aborted) complain(failure);
    }
    refresh();
  };

  const loadMore = async () => {
    loadingMore = true;
    refresh();
    try {
      const found = await get('/products', { query, limit: PAGE, after: next });
      items = [...items, ...found.items];
      next = found.next;
    } catch (failure) {
      complain(failure);
    }
    loadingMore = false;
    refresh();
  };

  const soon = debounced(PAUSE, load);

  const search = (text) => {
    query = text;
    soon();
    refresh();
  };

  const clear = () => {
    if (query === '') return;
    query = '';
    load();
  };

  const choose = async (product) => {
    await onChoose(product);
    refresh();
  };

  const highlight = (step) => {
    highlighted = Math.max(0, Math.min((items?.length ?? 0) - 1, highlighted + step));
    document.getElementById(`product-${items[highlighted]?.id}`)?.scrollIntoView({ block: 'nearest' });
    refresh();
  };

  /** What Enter means in the search field: the exact or the highlighted product, even while the search is still on its way. */
  const confirm = async () => {
    if (query.trim() === '') return;
    await load();
    const chosen = items?.[Math.max(0, highlighted)];
    if (!chosen) return;
    await choose(chosen);
    clear();
  };

  const onKey = (event) => {
    if (query === '' && event.key !== 'Enter') return;
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

  const tile = (
    product,
    at,
  ) => html`<li><button type="button" class="product ${product.stock.level}" id="product-${product.id}"
    aria-current=${at === highlighted ? 'true' : nothing} @click=${() => choose(product)}>
    <strong>${product.name}</strong><span class="sku">${product.sku}</span>
    <span class="product-foot"><b>${money(product.price)}</b>${
      product.stock.level === 'normal' || product.stock.level === 'over'
        ? html`<span class="left">${t('stock.left', { count: product.stock.quantity })}</span>`
        : badge(
            product.stock.level === 'out' ? t('level.out') : number(product.stock.quantity),
            product.stock.level === 'out' ? 'bad' : 'low',
          )
    }
    </span></button></li>`;

  return {
    load,
    clear,
    focus: () => {
      const field = document.getElementById('search');
      field?.focus();
      field?.select();
    },
    isEmpty: () => query === '',
    view: () => html`<div class="search"><label class="hidden" for="search">${t('sale.search')}</label>${icon('search')}
      <input id="search" type="search" autocomplete="off" spellcheck="false" placeholder=${t('sale.search')} .value=${query}
        aria-keyshortcuts="F2" aria-controls="products" @input=${(event) => search(event.target.value)} @keydown=${onKey}></div>
      <p class="hidden" role="status">${items && query ? t('sale.found', { count: items.length }) : ''}</p>
      ${
        items === undefined
          ? waiting()
          : items.length === 0
            ? empty(
                'search-x',
                t('sale.nothing', { query }),
                t('sale.nothing.text'),
                button(t('sale.clear'), { onClick: clear }),
              )
            : html`<ul class="products" id="products">${repeat(items, (product) => product.id, tile)}</ul>${more(next, loadMore, loadingMore)}`
      }`,
  };
};
