// Sales of other stores: they are reserved at their store before they are refunded here.

import { del, get, post } from './shared/api.js';

const POLL_MILLISECONDS = 250;

/** @typedef {Schema<'Reservation'>} Reservation */

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
