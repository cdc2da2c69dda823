// Events from other services that the head office could not apply, and what managers decided about them.

import { serviceName } from './services.js';
import { get, newKey, post } from './shared/api.js';
import { openDialog } from './shared/dialogs.js';
import { refresh } from './shared/drawing.js';
import { checkbox, textField } from './shared/fields.js';
import { html, nothing } from './shared/lit.js';
import { failureText, toast } from './shared/toasts.js';
import { badge, button, notice, table } from './shared/ui.js';
import { ago, dateTime, number, t } from './shared/words.js';

const REASON_LIMIT = 500;

/**
 * @typedef {ItemOf<'/dead-letters'>} DeadLetter
 * @typedef {ItemOf<'/dead-letters/settlements'>} SettledLetter
 * @typedef {'retry' | 'discard'} Action
 */

const state = {
  /** @type {DeadLetter[]} */
  letters: [],
  total: 0,
  /** @type {SettledLetter[]} */
  settled: [],
};

export const loadDeadLetters = async () => {
  const [kept, settled] = await Promise.all([
    get('/dead-letters', undefined, { retry: false }),
    get('/dead-letters/settlements', undefined, { retry: false }),
  ]);
  state.letters = kept.items;
  state.total = kept.total;
  state.settled = settled.items;
};

/** @param {{ action: Action, reason: string, alike: boolean }} decision @param {DeadLetter} letter */
const settlement = ({ action, reason, alike }, { id, sender, type }) => ({
  action,
  reason: reason.trim(),
  ...(alike ? { sender, type } : { ids: [id] }),
});

/** @param {Action} action @param {DeadLetter} letter */
const settle = (action, letter) => {
  const form = { action, reason: '', alike: false };
  const key = newKey();
  /** @type {string | undefined} */
  let refusal;
  let missing = false;

  const submit = async (/** @type {PageEvent} */ event, /** @type {() => void} */ close) => {
    event.preventDefault();
    missing = form.reason.trim() === '';
    if (missing) return refresh();
    try {
      const { settled, kept } = await post('/dead-letters/settlements', settlement(form, letter), { key });
      toast(kept > 0 ? t('stores.left', { count: kept }) : t('stores.settled-now', { count: settled }));
      close();
      await loadDeadLetters();
    } catch (failure) {
      refusal = failureText(failure);
    }
    return refresh();
  };

  return openDialog(
    (close) => html`<form class="stack" @submit=${(event) => submit(event, close)}>
      <p><strong>${letter.type}</strong> · ${serviceName(letter.sender)}</p>
      <p class="muted">${letter.error}</p>
      <p>${t(`stores.${action}.text`)}</p>
      ${textField('settlement-reason', t('stores.reason'), {
        value: form.reason,
        maxlength: REASON_LIMIT,
        focus: true,
        error: missing ? t('stores.reason.missing') : undefined,
        onInput: (value) => {
          form.reason = value;
        },
      })}
      ${checkbox('settlement-alike', t('stores.all-alike'), {
        checked: form.alike,
        onChange: (checked) => {
          form.alike = checked;
        },
      })}
      ${refusal ? notice('bad', refusal) : nothing}
      ${button(actionText(action), {
        tone: action === 'discard' ? 'danger' : 'primary',
        size: 'large full',
        type: 'submit',
      })}</form>`,
    { title: actionText(action) },
  );
};

const actionText = (/** @type {Action} */ action) => (action === 'retry' ? t('try-again') : t('stores.discard'));

const kindOf = (/** @type {DeadLetter} */ { kind }) =>
  kind === 'not-yet'
    ? badge(t('stores.kind.not-yet'), 'low', 'clock')
    : badge(t('stores.kind.never'), 'bad', 'circle-alert');

const causeOf = (/** @type {DeadLetter} */ letter) =>
  html`<div>${kindOf(letter)}<br><small>${letter.error}</small></div>`;

const actions = (/** @type {DeadLetter} */ letter) => html`${button(t('try-again'), {
  icon: 'rotate-cw',
  tone: 'quiet',
  onClick: () => settle('retry', letter),
})}
  ${button(t('stores.discard'), { icon: 'circle-x', tone: 'quiet', onClick: () => settle('discard', letter) })}`;

/** What could not be applied, and who sent it. @param {{ type: string, sender: string }} letter */
const eventText = ({ type, sender }) => html`${type} <small class="muted">${serviceName(sender)}</small>`;

/** @returns {Column<DeadLetter>[]} */
const columns = () => [
  { title: t('stores.event'), cell: eventText },
  { title: t('stores.kind'), cell: causeOf },
  { title: t('stores.since'), cell: ({ arrivedAt }) => ago(arrivedAt) },
  { title: t('stores.attempts'), kind: 'number', cell: ({ attempts }) => number(attempts) },
  { title: t('actions'), kind: 'action', cell: actions },
];

/** @returns {Column<SettledLetter>[]} */
const settledColumns = () => [
  { title: t('stores.event'), cell: eventText },
  { title: t('stores.action'), cell: ({ action }) => t(`stores.action.${action}`) },
  { title: t('stores.reason'), cell: ({ reason }) => reason },
  { title: t('stores.by'), cell: ({ settledBy }) => settledBy },
  { title: t('stores.when'), cell: ({ settledAt }) => dateTime(settledAt) },
];

const countBadge = () =>
  state.letters.length < state.total
    ? badge(t('stores.dead-letters.shown', { shown: number(state.letters.length), total: number(state.total) }))
    : badge(number(state.total));

/**
 * The lists, each only when it has entries.
 * @param {(title: string, content: Content, detail?: Content) => Content} card
 */
export const deadLetterCards = (card) => html`${
  state.letters.length === 0
    ? nothing
    : card(t('stores.dead-letters'), table(t('stores.dead-letters'), columns(), state.letters), countBadge())
}
${
  state.settled.length === 0
    ? nothing
    : card(t('stores.settled'), table(t('stores.settled'), settledColumns(), state.settled))
}`;
