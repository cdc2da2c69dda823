// The sale: products at the left, the cart at the right, and Pay.

import { amountRows, emptiesRows, marks, row } from './amounts.js';
import {
  add,
  cart,
  changedPrices,
  empty,
  forgetCart,
  loadCart,
  moveSelection,
  remove,
  resetPrice,
  select,
  selectedLine,
  setQuantity,
} from './cart.js';
import { makeCatalogue } from './catalogue.js';
import { giveDiscount } from './discount.js';
import { takeEmpties } from './empties.js';
import { endExchange, exchange } from './exchange.js';
import { bind, isTyping, KEYS } from './keys.js';
import { parkCart } from './parked.js';
import { editPrice } from './price-override.js';
import { isSaleNumber, openSale } from './sale-number.js';
import { onScan } from './scanner.js';
import { Problem } from './shared/api.js';
import { confirm, isDialogOpen, openDialog } from './shared/dialogs.js';
import { refresh } from './shared/drawing.js';
import { html, live, nothing, repeat } from './shared/lit.js';
import { go } from './shared/router.js';
import { attempt, complain, toast } from './shared/toasts.js';
import { button, icon, notice, uniqueId } from './shared/ui.js';
import { money, number, t } from './shared/words.js';
import { requestRestock, showOtherStores } from './shelves.js';
import { beep } from './sound.js';
import { nextSale, pay } from './tender.js';
import { registerState } from './till.js';

const MOST_UNITS = 10_000;

/**
 * @typedef {import('./cart.js').Cart} Cart
 * @typedef {import('./cart.js').CartLine} CartLine
 */

const state = {
  /** @type {'products' | 'cart'} the half that a narrow screen shows */
  pane: 'products',
  /** What a screen reader reads out. */
  announcement: '',
  /** @type {(() => void) | undefined} */
  unbind: undefined,
};

const cartId = uniqueId('cart');

const announce = (/** @type {string} */ text) => {
  state.announcement = text;
  refresh();
};

const showPane = (/** @type {'products' | 'cart'} */ pane) => {
  state.pane = pane;
  refresh();
};

/**
 * Adds a product to the cart, and shows why that failed.
 * @param {Parameters<typeof add>[0]} product
 * @param {string} [code] that was scanned
 * @returns whether it was added
 */
const addProduct = async (product, code) => {
  try {
    const line = await add(product);
    if (line) announce(t('sale.added', { name: line.name, count: line.quantity }));
    return true;
  } catch (failure) {
    if (code && failure instanceof Problem && failure.type === 'unknown-product') {
      beep(false);
      toast(t('sale.unknown', { code }), 'bad');
    } else complain(failure);
    return false;
  }
};

const catalogue = makeCatalogue({ onChoose: (product) => addProduct({ productId: product.id }) });

const onScanned = async (/** @type {string} */ code) => {
  if (nextSale()) await Promise.resolve();
  if (isDialogOpen()) {
    beep(false);
    toast(t('sale.scan-later'), 'info');
    return;
  }
  if (isSaleNumber(code)) {
    beep(await openSale(code));
    return;
  }
  if (location.hash !== '' && location.hash !== '#/') go('/');
  const product = /^\d{8,14}$/.test(code) ? { barcode: code } : { sku: code.toUpperCase() };
  if (await addProduct(product, code)) beep(true);
};

const changeQuantity = (/** @type {number} */ step) => (/** @type {KeyboardEvent} */ event) => {
  const line = selectedLine();
  const inSearch = event.target instanceof Element && event.target.id === 'search' && catalogue.isEmpty();
  if (!line || (isTyping(event.target) && !inSearch)) return;
  event.preventDefault();
  setQuantity(line.productId, line.quantity + step);
};

const move = (/** @type {number} */ step) => (/** @type {KeyboardEvent} */ event) => {
  if (isTyping(event.target) && event.target instanceof Element && event.target.id !== 'search') return;
  event.preventDefault();
  moveSelection(step);
};

const removeSelected = (/** @type {KeyboardEvent} */ event) => {
  const line = selectedLine();
  const hasText = event.target instanceof HTMLInputElement && event.target.value !== '';
  if (line && !(isTyping(event.target) && hasText)) remove(line.productId);
};

/** Whether there is something to pay or to hand back. */
const hasContent = (/** @type {Pick<Cart, 'lines' | 'empties'> | undefined} */ shown) =>
  shown !== undefined && shown.lines.length + shown.empties.length > 0;

const emptyCart = async () => {
  if (!hasContent(cart())) return;
  const confirmed = await confirm({
    title: t('sale.empty'),
    text: t('sale.empty.text'),
    yes: t('sale.empty.yes'),
    tone: 'danger',
  });
  if (confirmed) empty();
};

const park = () => attempt(parkCart);

const payNow = () => {
  if (hasContent(cart())) pay();
};

const pressed = (/** @type {() => unknown} */ work) => (/** @type {KeyboardEvent} */ event) => {
  event.preventDefault();
  work();
};

const handlers = {
  [KEYS.search]: pressed(() => {
    showPane('products');
    queueMicrotask(catalogue.focus);
  }),
  [KEYS.pay]: pressed(payNow),
  [KEYS.park]: pressed(park),
  [KEYS.empties]: pressed(takeEmpties),
  '+': changeQuantity(1),
  '-': changeQuantity(-1),
  ArrowDown: move(1),
  ArrowUp: move(-1),
  Delete: removeSelected,
  'Ctrl+Delete': pressed(emptyCart),
};

/**
 * A button of the menu of a line.
 * @param {string} text
 * @param {string} picture
 * @param {() => unknown} work
 * @param {Tone} [tone]
 */
const menuButton = (text, picture, work, tone = 'plain') =>
  button(text, { icon: picture, size: 'full', tone, onClick: work });

const openLineMenu = (/** @type {CartLine} */ line) =>
  openDialog(
    (close) => {
      const then = (/** @type {() => unknown} */ work) => () => {
        close();
        work();
      };
      const resetting = () =>
        line.listPrice === null
          ? nothing
          : menuButton(
              t('price.list', { price: money(line.listPrice) }),
              'undo-2',
              then(() => resetPrice(line.productId)),
            );
      return html`<div class="stack">
        ${menuButton(
          t('price.other'),
          'tag',
          then(() => editPrice(line)),
        )}
        ${menuButton(
          t('discount.other'),
          'percent',
          then(() => giveDiscount(line)),
        )}
        ${resetting()}
        ${menuButton(
          t('stock.others'),
          'store',
          then(() => showOtherStores(line)),
        )}
        ${menuButton(
          t('restock.request'),
          'truck',
          then(() => requestRestock(line)),
        )}
        ${menuButton(
          t('sale.remove'),
          'trash-2',
          then(() => remove(line.productId)),
          'danger',
        )}</div>`;
    },
    { title: line.name },
  );

const typeQuantity = (/** @type {CartLine} */ line, /** @type {string} */ text) => {
  const wanted = Number(text);
  if (Number.isInteger(wanted) && wanted >= 0 && wanted <= MOST_UNITS) setQuantity(line.productId, wanted);
  else refresh();
};

const stepper = (/** @type {CartLine} */ line) => {
  const { name, productId, quantity } = line;
  const label = t('sale.quantity-of', { name });
  return html`<div class="stepper" role="group" aria-label=${label}>
    ${button('', {
      icon: 'minus',
      tone: 'quiet',
      label: t('sale.less', { name }),
      onClick: () => setQuantity(productId, quantity - 1),
    })}
    <input type="text" inputmode="numeric" aria-label=${label} .value=${live(String(quantity))}
      @focus=${(event) => event.target.select()}
      @change=${(event) => typeQuantity(line, event.target.value)}
      @keydown=${(event) => {
        if (event.key === 'Enter') event.target.blur();
      }}>
    ${button('', {
      icon: 'plus',
      tone: 'quiet',
      label: t('sale.more', { name }),
      onClick: () => setQuantity(productId, quantity + 1),
    })}</div>`;
};

/** The price of a unit; two where an override covers fewer units than the line has. @param {CartLine} line */
const linePrice = ({ unitPrice, listPrice, overriddenUnits, quantity }) => {
  if (listPrice === null || listPrice === unitPrice) return money(unitPrice);
  if (overriddenUnits === null || overriddenUnits === quantity) {
    return html`${money(unitPrice)} <s>${money(listPrice)}</s>`;
  }
  const rest = quantity - overriddenUnits;
  return html`${number(overriddenUnits)} × ${money(unitPrice)} + ${number(rest)} × ${money(listPrice)}`;
};

const discountOf = (/** @type {CartLine} */ { discount }) =>
  discount === 0 ? nothing : html`<small class="discount">${t('line.discount')} ${money(-discount)}</small>`;

/** The deposit stands directly below its product. @param {CartLine} line */
const depositOf = ({ deposit }) =>
  deposit === 0
    ? nothing
    : html`<div class="line-deposit"><span>${t('line.deposit')}</span>
    <b>${money(deposit)}${marks([])}</b></div>`;

const lineView = (/** @type {CartLine} */ line) => {
  const { name, sku, productId, quantity, left, amount } = line;
  const selected = productId === selectedLine()?.productId ? 'selected' : '';
  return html`<li class="line ${selected}" @click=${() => select(productId)}>
    <div class="line-name"><strong>${name}</strong><small>${linePrice(line)} · ${sku}</small>${discountOf(line)}
      ${left < quantity ? html`<small class="short">${t('sale.short', { count: left })}</small>` : nothing}</div>
    ${stepper(line)}
    <b class="amount">${money(amount)}${marks(line.taxes)}</b>
    ${button('', {
      icon: 'ellipsis-vertical',
      tone: 'quiet',
      label: t('sale.line-menu', { name }),
      onClick: () => openLineMenu(line),
    })}${depositOf(line)}</li>`;
};

const priceChange = (/** @type {CartLine} */ { name, previousUnitPrice, unitPrice, listPrice }) => {
  const before = money(previousUnitPrice ?? 0);
  return notice('low', t('sale.price-changed', { name, before, now: money(listPrice ?? unitPrice) }));
};

const closedNotice = () => {
  if (registerState()?.open ?? true) return nothing;
  const opening = button(t('register.open-it'), { tone: 'primary', onClick: () => go('/register') });
  return notice('low', t('register.closed.text'), opening);
};

/**
 * @typedef {'lines' | 'empties' | 'subtotal' | 'taxes' | 'deposits' | 'total' | 'due' | 'cashTotal'} Shown
 * @typedef {Pick<Cart, Shown>} ShownCart
 */

const cartHead = (/** @type {ShownCart} */ shown) => html`<header><h2 id=${cartId}>${t('cart.title')}</h2>
  ${button('', {
    icon: 'recycle',
    tone: 'quiet',
    label: t('empties.title'),
    keys: KEYS.empties,
    onClick: takeEmpties,
  })}
  ${button(t('parked.park'), {
    icon: 'circle-pause',
    tone: 'quiet',
    keys: KEYS.park,
    disabled: shown.lines.length === 0,
    onClick: park,
  })}
  ${button('', {
    icon: 'trash-2',
    tone: 'quiet',
    label: t('sale.empty'),
    disabled: !hasContent(shown),
    onClick: emptyCart,
  })}</header>`;

const cashRow = (/** @type {ShownCart} */ { due, cashTotal }) =>
  cashTotal === due || due < 0 ? nothing : row(t('sum.total-cash'), money(cashTotal));

/** The goods that pay for the cart, and what is left to pay or to hand back. @param {ShownCart} shown */
const exchangeRows = (shown) => {
  const goods = exchange();
  if (goods === undefined) return cashRow(shown);
  const due = shown.due - goods.total;
  return html`${row(t('exchange.goods', { number: goods.sale.number }), money(-goods.total))}
    ${row(t(due < 0 ? 'exchange.hand-back' : 'exchange.due'), money(Math.abs(due)), 'total')}`;
};

const sums = (/** @type {ShownCart} */ shown) => html`<dl class="sums">${amountRows(shown)}
  ${emptiesRows(shown.empties, shown.total)}${exchangeRows(shown)}</dl>`;

const exchangeNotice = () => {
  const goods = exchange();
  if (goods === undefined) return nothing;
  const abandoning = button(t('exchange.abandon'), { tone: 'quiet', icon: 'x', onClick: endExchange });
  return notice('info', t('exchange.text', { number: goods.sale.number, total: money(goods.total) }), abandoning);
};

const payText = (/** @type {ShownCart} */ shown) => {
  const goods = exchange();
  const due = shown.due - (goods?.total ?? 0);
  if (!hasContent(shown)) return t('sale.pay');
  if (due >= 0) return t('sale.pay-total', { total: money(due) });
  return goods
    ? t('exchange.hand-back-total', { total: money(-due) })
    : t('sale.hand-back', { amount: money(-shown.cashTotal) });
};

const payButton = (/** @type {ShownCart} */ shown) =>
  button(payText(shown), {
    tone: 'primary',
    size: 'large full pay',
    icon: shown.due < 0 ? 'banknote' : 'credit-card',
    keys: KEYS.pay,
    disabled: !hasContent(shown),
    onClick: payNow,
  });

const cartLines = (/** @type {CartLine[]} */ lines) => {
  if (lines.length === 0) {
    return html`<div class="cart-empty">${icon('scan-barcode')}<p>${t('cart.empty')}</p></div>`;
  }
  return html`<ul class="lines">${repeat(lines, (line) => line.productId, lineView)}</ul>`;
};

const cartView = (/** @type {ShownCart} */ shown) => html`<section class="cart" aria-labelledby=${cartId}>
  ${cartHead(shown)}
  ${closedNotice()}${exchangeNotice()}${changedPrices().map(priceChange)}
  ${cartLines(shown.lines)}
  <footer>${sums(shown)}${payButton(shown)}</footer></section>`;

const paneButtons = (/** @type {ShownCart} */ { lines, due }) => {
  const units = lines.reduce((sum, line) => sum + line.quantity, 0);
  return html`<div class="panes" role="group" aria-label=${t('sale.panes')}>
    ${button(t('sale.products'), { pressed: state.pane === 'products', onClick: () => showPane('products') })}
    ${button(`${t('cart.title')} · ${number(units)}`, {
      pressed: state.pane === 'cart',
      onClick: () => showPane('cart'),
    })}
    <b>${money(due)}</b></div>`;
};

/** @type {Page} */
export const sale = {
  enter: () => {
    state.unbind = bind(handlers);
    onScan(onScanned);
    forgetCart();
    loadCart();
    catalogue.load();
    setTimeout(() => {
      if (!isDialogOpen() && matchMedia('(hover: hover)').matches) catalogue.focus();
    }, 50);
  },
  leave: () => state.unbind?.(),
  view: () => {
    const none = { lines: [], empties: [], subtotal: 0, taxes: [], deposits: 0, total: 0, due: 0, cashTotal: 0 };
    const shown = cart() ?? none;
    return html`<h1 class="hidden">${t('sale.title')}</h1>
      <p class="hidden" role="status">${state.announcement}</p>
      ${paneButtons(shown)}
      <div class="sale show-${state.pane}">
        <section class="shelves" aria-label=${t('sale.products')}>${catalogue.view()}</section>
        ${cartView(shown)}</div>`;
  },
};
