// The sale: products at the left, the cart at the right, and Pay.

import {
  add,
  cart,
  changedPrices,
  empty,
  forgetCart,
  listPrice,
  loadCart,
  moveSelection,
  remove,
  select,
  selectedLine,
  setQuantity,
} from './cart.js';
import { makeCatalogue } from './catalogue.js';
import { bind, isTyping, KEYS } from './keys.js';
import { parkCart } from './parked.js';
import { overridePrice } from './prices.js';
import { onScan } from './scanner.js';
import { attempt, complain, confirm, go, isDialogOpen, openDialog, refresh, toast } from './shared/frame.js';
import { html, live, nothing, repeat } from './shared/lit.js';
import { beep, button, icon, notice, uniqueId } from './shared/ui.js';
import { money, number, rate, t } from './shared/words.js';
import { askForRestock, showOtherStores } from './shelves.js';
import { nextSale, pay } from './tender.js';
import { registerState } from './till.js';

let pane = 'products';
let said = '';
let release;

const put = async (name, said = undefined) => {
  try {
    const line = await add(name);
    if (line) announce(t('sale.added', { name: line.name, count: line.quantity }));
    return true;
  } catch (problem) {
    if (problem.word === 'unknown-product' && said) {
      beep(false);
      toast(t('sale.unknown', { code: said }), 'bad');
    } else complain(problem);
    return false;
  }
};

const announce = (text) => {
  said = text;
  refresh();
};

const catalogue = makeCatalogue({ onChoose: (product) => put({ productId: product.id }) });

const scanned = async (code) => {
  if (nextSale()) await Promise.resolve();
  if (isDialogOpen()) {
    beep(false);
    toast(t('sale.scan-later'), 'info');
    return;
  }
  if (location.hash !== '' && location.hash !== '#/') go('/');
  const barcode = /^\d{8,14}$/.test(code);
  if (await put(barcode ? { barcode: code } : { sku: code.toUpperCase() }, code)) beep(true);
};

const more = (step) => (event) => {
  const line = selectedLine();
  if (!line || (isTyping(event.target) && !(event.target.id === 'search' && catalogue.isEmpty()))) return;
  event.preventDefault();
  setQuantity(line.productId, line.quantity + step);
};

const move = (step) => (event) => {
  if (isTyping(event.target) && event.target.id !== 'search') return;
  event.preventDefault();
  moveSelection(step);
};

const emptyCart = async () => {
  if (
    cart()?.lines.length &&
    (await confirm({ title: t('sale.empty'), text: t('sale.empty.text'), yes: t('sale.empty.yes'), tone: 'danger' }))
  )
    empty();
};

const park = () => attempt(parkCart);

const payNow = () => {
  if (cart()?.lines.length) pay();
};

const pressed = (work) => (event) => {
  event.preventDefault();
  work();
};

const keys = {
  [KEYS.search]: pressed(() => {
    pane = 'products';
    refresh();
    queueMicrotask(catalogue.focus);
  }),
  [KEYS.pay]: pressed(payNow),
  [KEYS.park]: pressed(park),
  '+': more(1),
  '-': more(-1),
  ArrowDown: move(1),
  ArrowUp: move(-1),
  Delete: (event) => {
    const line = selectedLine();
    if (line && (!isTyping(event.target) || event.target.value === '')) remove(line.productId);
  },
  'Ctrl+Delete': pressed(emptyCart),
};

const lineMenu = (line) =>
  openDialog(
    (close) => html`<div class="stack">
  ${button(t('price.other'), {
    icon: 'tag',
    size: 'full',
    onClick: () => {
      close();
      overridePrice(line);
    },
  })}
  ${
    line.listPrice === null
      ? nothing
      : button(t('price.list', { price: money(line.listPrice) }), {
          icon: 'undo-2',
          size: 'full',
          onClick: () => {
            close();
            listPrice(line.productId);
          },
        })
  }
  ${button(t('stock.others'), {
    icon: 'store',
    size: 'full',
    onClick: () => {
      close();
      showOtherStores(line);
    },
  })}
  ${button(t('restock.ask'), {
    icon: 'truck',
    size: 'full',
    onClick: () => {
      close();
      askForRestock(line);
    },
  })}
  ${button(t('sale.remove'), {
    icon: 'trash-2',
    tone: 'danger',
    size: 'full',
    onClick: () => {
      close();
      remove(line.productId);
    },
  })}</div>`,
    { title: line.name },
  );

const typedQuantity = (line) => (event) => {
  const wanted = Number(event.target.value);
  if (Number.isInteger(wanted) && wanted >= 0 && wanted <= 10_000) setQuantity(line.productId, wanted);
  else refresh();
};

const lineView = (
  line,
) => html`<li class="line ${line.productId === selectedLine()?.productId ? 'selected' : ''}" @click=${() => select(line.productId)}>
  <div class="line-name"><strong>${line.name}</strong><small>${money(line.unitPrice)}${
    line.listPrice === null ? nothing : html` <s>${money(line.listPrice)}</s>`
  } · ${line.sku}</small>
    ${line.left < line.quantity ? html`<small class="short">${t('sale.short', { count: line.left })}</small>` : nothing}</div>
  <div class="stepper" role="group" aria-label=${t('sale.quantity-of', { name: line.name })}>
    ${button('', { icon: 'minus', tone: 'quiet', label: t('sale.less', { name: line.name }), onClick: () => setQuantity(line.productId, line.quantity - 1) })}
    <input type="text" inputmode="numeric" aria-label=${t('sale.quantity-of', { name: line.name })} .value=${live(String(line.quantity))}
      @focus=${(event) => event.target.select()} @change=${typedQuantity(line)}
      @keydown=${(event) => {
        if (event.key === 'Enter') event.target.blur();
      }}>
    ${button('', { icon: 'plus', tone: 'quiet', label: t('sale.more', { name: line.name }), onClick: () => setQuantity(line.productId, line.quantity + 1) })}</div>
  <b class="amount">${money(line.amount)}</b>
  ${button('', { icon: 'ellipsis-vertical', tone: 'quiet', label: t('sale.line-menu', { name: line.name }), onClick: () => lineMenu(line) })}</li>`;

const changes = () =>
  changedPrices().map((change) =>
    notice(
      'low',
      t('sale.price-changed', {
        name: change.name,
        before: money(change.previousUnitPrice),
        now: money(change.unitPrice),
      }),
    ),
  );

const cartId = uniqueId('cart');

const closedNotice = () =>
  registerState() && !registerState().open
    ? notice(
        'low',
        t('register.closed.text'),
        button(t('register.open-it'), { tone: 'primary', onClick: () => go('/register') }),
      )
    : nothing;

const cartView = (shown) => html`<section class="cart" aria-labelledby=${cartId}>
  <header><h2 id=${cartId}>${t('cart.title')}</h2>
    ${button(t('parked.park'), { icon: 'circle-pause', tone: 'quiet', keys: KEYS.park, disabled: shown.lines.length === 0, onClick: park })}
    ${button('', { icon: 'trash-2', tone: 'quiet', label: t('sale.empty'), disabled: shown.lines.length === 0, onClick: emptyCart })}</header>
  ${closedNotice()}${changes()}
  ${
    shown.lines.length === 0
      ? html`<div class="cart-empty">${icon('scan-barcode')}<p>${t('cart.empty')}</p></div>`
      : html`<ul class="lines">${repeat(shown.lines, (line) => line.productId, lineView)}</ul>`
  }
  <footer><dl class="sums"><div><dt>${t('sum.subtotal')}</dt><dd>${money(shown.subtotal)}</dd></div>
    ${shown.taxes.map((tax) => html`<div><dt>${t(`tax.${tax.name}`)} ${rate(tax.perMillion)}</dt><dd>${money(tax.amount)}</dd></div>`)}
    <div class="total"><dt>${t('sum.total')}</dt><dd>${money(shown.total)}</dd></div></dl>
    ${button(shown.lines.length === 0 ? t('sale.pay') : t('sale.pay-total', { total: money(shown.total) }), {
      tone: 'primary',
      size: 'large full pay',
      icon: 'credit-card',
      keys: KEYS.pay,
      disabled: shown.lines.length === 0,
      onClick: payNow,
    })}</footer></section>`;

const panes = (shown) => html`<div class="panes" role="group" aria-label=${t('sale.panes')}>
  ${button(t('sale.products'), {
    pressed: pane === 'products',
    onClick: () => {
      pane = 'products';
      refresh();
    },
  })}
  ${button(`${t('cart.title')} · ${number(shown.lines.reduce((sum, line) => sum + line.quantity, 0))}`, {
    pressed: pane === 'cart',
    onClick: () => {
      pane = 'cart';
      refresh();
    },
  })}
  <b>${money(shown.total)}</b></div>`;

/** The page. */
export const sale = {
  enter: () => {
    release = bind(keys);
    onScan(scanned);
    forgetCart();
    loadCart();
    catalogue.load();
    setTimeout(() => {
      if (!isDialogOpen() && matchMedia('(hover: hover)').matches) catalogue.focus();
    }, 50);
  },
  leave: () => release?.(),
  view: () => {
    const shown = cart() ?? { lines: [], subtotal: 0, taxes: [], total: 0 };
    return html`<h1 class="hidden">${t('sale.title')}</h1><p class="hidden" role="status">${said}</p>
      ${panes(shown)}<div class="sale show-${pane}"><section class="shelves" aria-label=${t('sale.products')}>${catalogue.view()}</section>${cartView(shown)}</div>`;
  },
};
