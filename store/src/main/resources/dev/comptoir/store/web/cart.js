// The cart of the register. It lives at the server; changes are sent one after the other, so that none is lost in a burst.
import { del, get, post, request } from './shared/api.js';
import { complain, refresh } from './shared/frame.js';

let shown;
let queue = Promise.resolve();
let selected;
let priceChanges = [];

/** {lines, subtotal, taxes, total}; undefined until it is loaded. */
export const cart = () => shown;

export const selectedLine = () => shown?.lines.find((line) => line.productId === selected) ?? shown?.lines.at(-1);

export const select = (productId) => {
  selected = productId;
  refresh();
};

export const moveSelection = (step) => {
  const lines = shown?.lines ?? [];
  if (lines.length === 0) return;
  const at = lines.indexOf(selectedLine()) + step;
  select(lines[Math.max(0, Math.min(lines.length - 1, at))].productId);
};

/** Lines whose price changed while they were in the cart, until the cart is done with. */
export const changedPrices = () =>
  priceChanges.filter((change) => shown?.lines.some((line) => line.productId === change.productId));

const take = (found) => {
  shown = found;
  for (const line of found.lines) {
    if (line.previousUnitPrice !== null) {
      priceChanges = [...priceChanges.filter((one) => one.productId !== line.productId), { ...line }];
    }
  }
  if (found.lines.length === 0) priceChanges = [];
  refresh();
};

const change = (work) => {
  const done = queue.then(async () => {
    const found = await work();
    if (found) take(found);
    return found;
  });
  queue = done.catch(() => {});
  return done;
};

const complaining = (work) =>
  change(work).catch((problem) => {
    complain(problem);
    loadCart();
  });

export const loadCart = () => change(() => get('/cart')).catch(complain);

/** Forgets what is shown, when another register or person is signed in. */
export const forgetCart = () => {
  shown = undefined;
  priceChanges = [];
};

/** Shows a cart that another request answered with. */
export const showCart = (found) => take(found);

/** @param name {productId}, {sku} or {barcode}; refuses as the service does */
export const add = async (name) => {
  const before = new Map(shown?.lines.map((line) => [line.productId, line.quantity]));
  const found = await change(() => post('/cart/lines', name));
  const touched = found.lines.find((line) => before.get(line.productId) !== line.quantity);
  if (touched) select(touched.productId);
  return touched;
};

export const setQuantity = (productId, quantity) =>
  complaining(() =>
    quantity < 1 ? del(`/cart/lines/${productId}`) : request('PUT', `/cart/lines/${productId}`, { body: { quantity } }),
  );

export const remove = (productId) => complaining(() => del(`/cart/lines/${productId}`));

export const empty = () => complaining(() => del('/cart'));

export const forcePrice = (productId, body) => change(() => request('PUT', `/cart/lines/${productId}/price`, { body }));

export const listPrice = (productId) => complaining(() => del(`/cart/lines/${productId}/price`));
