// A manager's approval on the spot, when the service requires one.

import { Problem } from './shared/api.js';
import { openDialog } from './shared/dialogs.js';
import { refresh } from './shared/drawing.js';
import { selectField, textField } from './shared/fields.js';
import { html, nothing } from './shared/lit.js';
import { button, notice } from './shared/ui.js';
import { explain, has, money, t } from './shared/words.js';
import { managers } from './till.js';

/** @typedef {Schema<'Approval'>} Approval */

const approverField = (/** @type {Approval} */ approval) => {
  const choose = (/** @type {string} */ username) => {
    approval.username = username;
  };
  if (managers().length === 0) {
    return textField('approver', t('sign-in.username'), { value: approval.username, onInput: choose });
  }
  return selectField('approver', t('approval.manager'), {
    value: approval.username,
    options: managers().map((manager) => ({ value: manager.username, text: manager.displayName })),
    onChange: choose,
  });
};

/**
 * Why a manager must approve: a limit that is exceeded is named.
 * @param {{ exceeded?: string, amount?: number, limit?: number }} needed
 */
export const reasonOf = ({ exceeded, amount = 0, limit = 0 }) => {
  const key = `approval.exceeded-${exceeded}`;
  return has(key) ? t(key, { amount: money(amount), limit: money(limit) }) : t('approval.text');
};

/**
 * @param {string} reason
 * @param {string | undefined} refusal of the approval before
 * @returns {Promise<Approval | undefined>} undefined when the dialog was dismissed
 */
const requestApproval = (reason, refusal) => {
  const approval = { username: managers()[0]?.username ?? '', password: '' };
  return openDialog(
    (/** @type {(result: Approval) => void} */ close) => html`<form class="stack" @submit=${(event) => {
      event.preventDefault();
      close(approval);
    }}>
      <p>${reason}</p>
      ${approverField(approval)}
      ${textField('approval-password', t('sign-in.password'), {
        kind: 'password',
        value: approval.password,
        focus: true,
        onInput: (value) => {
          approval.password = value;
        },
      })}
      ${refusal ? notice('bad', refusal) : nothing}
      ${button(t('approval.give'), {
        tone: 'primary',
        size: 'large full',
        type: 'submit',
        icon: 'shield-check',
      })}</form>`,
    { title: t('approval.title') },
  );
};

/**
 * Does the work, first without an approval. While the service requires one, a manager is asked for it.
 * @template Result
 * @param {(approval: Approval | undefined) => Promise<Result>} work
 */
export const withApproval = async (work) => {
  /** @type {Approval | undefined} */
  let approval;
  let reason = t('approval.text');
  for (;;) {
    try {
      return await work(approval);
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      if (problem.type !== 'approval-needed' && problem.type !== 'approval-refused') throw problem;
      const isRefused = problem.type === 'approval-refused';
      if (!isRefused) reason = reasonOf(problem.members);
      approval = await requestApproval(reason, isRefused ? explain(problem) : undefined);
      refresh();
      if (approval === undefined) throw new Problem('approval-missing', 403);
    }
  }
};
