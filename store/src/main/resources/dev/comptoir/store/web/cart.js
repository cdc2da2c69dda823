// The cart of the register. The server holds it; changes are sent one after the other, so that none is lost in a burst.

import { del, get, Problem, post, put } from './shared/api.js';
import { refresh } from './shared/drawing.js';
import { complain } from './shared/toasts.js';

/**
 * @typedef {Schema<'Cart'>} Cart
 * @typedef {Cart['lines'][number]} CartLine
 */

const state = {
  /** @type {Cart | undefined} undefined until it is loaded */
  cart: undefined,
  /** @type {number | undefined} product of the selected line */
  selected: undefined,
  /** @type {CartLine[]} lines whose price changed while they were in the cart */
  priceChanges: [],
  /** @type {Promise<unknown>} */
  queue: Promise.resolve(),
};

export const cart = () => state.cart;

const lines = () => state.cart?.lines ?? [];

export const selectedLine = () => lines().find((line) => line.productId === state.selected) ?? lines().at(-1);

export const select = (/** @type {number} */ productId) => {
  state.selected = productId;
  refresh();
};

/** Selects a line further down, or up for a negative number. @param {number} step */
export const moveSelection = (step) => {
  const selected = selectedLine();
  if (!selected) return;
  const place = lines().indexOf(selected) + step;
  select(lines()[Math.max(0, Math.min(lines().length - 1, place))].productId);
};

/** Lines whose price changed while they were in the cart, until the cart is empty. */
export const changedPrices = () =>
  state.priceChanges.filter((change) => lines().some((line) => line.productId === change.productId));

/* Version 0.2, an instance of which may respond during an upgrade, has no empties; to be removed in 0.4. */
const show = (/** @type {Cart} */ found) => {
  state.cart = { ...found, empties: found.empties ?? [], due: found.due ?? found.total };
  for (const line of found.lines) {
    if (line.previousUnitPrice !== null) {
      const others = state.priceChanges.filter((change) => change.productId !== line.productId);
      state.priceChanges = [...others, { ...line }];
    }
  }
  if (found.lines.length === 0) state.priceChanges = [];
  refresh();
};

/**
 * Does some work after all that is queued, and shows the cart that it returns.
 * @param {() => Promise<Cart>} work
 */
const change = (work) => {
  const done = state.queue.then(async () => {
    const found = await work();
    show(found);
    return found;
  });
  state.queue = done.catch(() => {});
  return done;
};

/** The same for work whose failure is shown. @param {() => Promise<Cart>} work */
const attemptChange = (work) =>
  change(work).catch((problem) => {
    complain(problem);
    loadCart();
  });

/**
 * The same for what is approved; when the cart was not the one that was seen, it is shown as it is now.
 * @param {() => Promise<Cart>} work
 */
const approvedChange = (work) =>
  change(work).catch((problem) => {
    if (problem instanceof Problem && problem.type === 'cart-changed') loadCart();
    throw problem;
  });

export const loadCart = () => change(() => get('/cart')).catch(complain);

/** Forgets the cart when another register or person is signed in. */
export const forgetCart = () => {
  state.cart = undefined;
  state.priceChanges = [];
};

/**
 * Adds one unit of a product; a refusal is thrown.
 * @param {{ productId: number } | { sku: string } | { barcode: string }} product
 * @returns the line that changed
 */
export const add = async (product) => {
  const before = new Map(lines().map((line) => [line.productId, line.quantity]));
  const found = await change(() => post('/cart/lines', product));
  const touched = found.lines.find((line) => before.get(line.productId) !== line.quantity);
  if (touched) select(touched.productId);
  return touched;
};

/**
 * @param {number} productId
 * @param {number} quantity zero removes the line
 */
export const setQuantity = (productId, quantity) =>
  quantity < 1 ? remove(productId) : attemptChange(() => put(`/cart/lines/${productId}`, { quantity }));

export const remove = (/** @type {number} */ productId) => attemptChange(() => del(`/cart/lines/${productId}`));

export const empty = () => attemptChange(() => del('/cart'));

/**
 * Sells a line at another price; a refusal is thrown.
 * @param {number} productId
 * @param {BodyOf<'put', `/cart/lines/${number}/price`>} override
 */
export const overridePrice = (productId, override) =>
  approvedChange(() => put(`/cart/lines/${productId}/price`, override));

/**
 * Gives a discount on a line; a refusal is thrown.
 * @param {number} productId
 * @param {BodyOf<'put', `/cart/lines/${number}/discount`>} discount
 */
export const discountLine = (productId, discount) =>
  approvedChange(() => put(`/cart/lines/${productId}/discount`, discount));

/** The same on the whole cart. @param {BodyOf<'put', '/cart/discount'>} discount */
export const discountCart = (discount) => approvedChange(() => put('/cart/discount', discount));

/** Replaces the empties that the customer brings back; a refusal is thrown. @param {Cart['empties']} empties */
export const setEmpties = (empties) => change(() => put('/cart/empties', { empties }));

/** Sells a line at its list price again. */
export const resetPrice = (/** @type {number} */ productId) =>
  attemptChange(() => del(`/cart/lines/${productId}/price`));
