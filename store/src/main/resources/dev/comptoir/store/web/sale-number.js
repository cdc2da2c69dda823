// The number of a sale, which its receipt shows as a barcode. No SKU and no product's barcode has its form.

import { get, Problem } from './shared/api.js';
import { go } from './shared/router.js';
import { complain, toast } from './shared/toasts.js';
import { t } from './shared/words.js';

const FORM = /^[A-Z][A-Z0-9]{0,7}-\d{1,4}-\d{6,12}$/;

const numberOf = (/** @type {string} */ code) => code.trim().toUpperCase();

/** Whether a scanned or typed code has the form of a sale's number. @param {string} code */
export const isSaleNumber = (code) => FORM.test(numberOf(code));

/**
 * Opens the sale with a number, or the refund of a sale of another store, and shows why that failed.
 * @param {string} code
 * @returns whether it was opened
 */
export const openSale = async (code) => {
  const number = numberOf(code);
  try {
    await get(`/sales/${number}`);
    go(`/sales/${number}`);
    return true;
  } catch (failure) {
    if (failure instanceof Problem && failure.type === 'other-store') {
      go(`/sales/${number}/refund`);
      return true;
    }
    if (failure instanceof Problem && failure.type === 'not-found') toast(t('sale.no-sale', { number }), 'bad');
    else complain(failure);
    return false;
  }
};
