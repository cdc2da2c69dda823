import { get } from './shared/api.js';
import { html } from './shared/lit.js';
import { money } from './shared/words.js';

export const total = async (/** @type {string} */ number) => {
  const { sale } = await get(`/sales/${number}`);
  return html`<b>${money(sale.totl)}</b>`;
};
