import { get } from './shared/api.js';

export const slip = (/** @type {string} */ number) => get(`/sales/${number}/slip`);
