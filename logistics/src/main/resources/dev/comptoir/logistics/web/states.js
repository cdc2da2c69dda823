import { badge } from './shared/ui.js';
import { t } from './shared/words.js';

const STATES = {
  requested: ['low', 'hourglass'],
  shipped: ['info', 'truck'],
  refused: ['bad', 'circle-x'],
  received: ['ok', 'package-check'],
};

/** Every state that an order may be in after a decision. */
export const DECIDED = ['shipped', 'received', 'refused'];

export const stateBadge = (state) => badge(t(`order.state.${state}`), ...STATES[state]);
