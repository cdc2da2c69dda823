import { badge } from './shared/ui.js';
import { t } from './shared/words.js';

/** @typedef {Schema<'RestockOrder'>['state']} State */

/** @type {Record<string, [MessageTone, string]>} */
const BADGES = {
  requested: ['low', 'hourglass'],
  shipped: ['info', 'truck'],
  refused: ['bad', 'circle-x'],
  received: ['ok', 'package-check'],
  elsewhere: ['info', 'user-round'],
};

/** Every state of a decided order. @type {State[]} */
export const DECIDED = ['shipped', 'received', 'refused'];

/** The badge of an order's state. @param {string} state */
export const stateBadge = (state) => badge(t(`order.state.${state}`), ...BADGES[state]);
