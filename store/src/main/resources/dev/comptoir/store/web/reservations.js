// Sales of other stores: they are reserved at their store before they are refunded here.

import { del, get, post } from './shared/api.js';

const POLL_MILLISECONDS = 250;

/** The number of a sale: S1-2-000042. */
const SALE_NUMBER = /^[A-Z][A-Z0-9]{0,7}-\d{1,4}-\d{6,12}$/;

/** @typedef {Schema<'Reservation'>} Reservation */

export const isSaleNumber = (/** @type {string} */ text) => SALE_NUMBER.test(text);

const pause = () =>
  new Promise((resolve) => {
    setTimeout(resolve, POLL_MILLISECONDS);
  });

/**
 * Requests the reservation of a sale, and waits for the answer; the service ends a request without one.
 * @param {string} sale its number
 * @param {(id: string) => void} onRequested
 * @returns {Promise<Reservation>} granted, refused or released
 */
export const reserve = async (sale, onRequested) => {
  let reservation = await post('/reservations', { sale });
  onRequested(reservation.id);
  while (reservation.state === 'requested') {
    await pause();
    reservation = await get(`/reservations/${reservation.id}`);
  }
  return reservation;
};

/** Lets the store of the sale refund it again. */
export const release = (/** @type {string} */ id) => del(`/reservations/${id}`);
