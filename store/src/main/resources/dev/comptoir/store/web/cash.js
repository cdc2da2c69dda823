// The coins of the store.

import { cart } from './cart.js';
import { profile } from './profile.js';

/** The cents to a multiple of which cash is rounded; the cart is the newest that states them. */
export const cashIncrement = () => cart()?.cashIncrement ?? profile()?.cashIncrement ?? 1;

/**
 * The nearest amount that coins make up; the lower one when two are equally near.
 * @param {number} cents
 * @param {number} increment
 */
export const roundCash = (cents, increment) => {
  const over = ((cents % increment) + increment) % increment;
  return cents - over + (2 * over > increment ? increment : 0);
};
