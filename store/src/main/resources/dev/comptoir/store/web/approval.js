// A manager's approval on the spot: asked for when the service says that one is needed.

import { Problem } from './shared/api.js';
import { openDialog, refresh } from './shared/frame.js';
import { html, nothing } from './shared/lit.js';
import { button, notice, selectField, textField } from './shared/ui.js';
import { explain, t } from './shared/words.js';
import { managers } from './till.js';

const ask = (refusal) => {
  let username = managers()[0]?.username ?? '';
  let password = '';
  return openDialog(
    (close) => html`<form class="stack" @submit=${(event) => {
      event.preventDefault();
      close({ username, password });
    }}>
    <p>${t('approval.text')}</p>
    ${
      managers().length > 0
        ? selectField('approver', t('approval.manager'), {
            value: username,
            options: managers().map((one) => ({ value: one.username, text: one.displayName })),
            onChange: (value) => {
              username = value;
            },
          })
        : textField('approver', t('sign-in.username'), {
            value: username,
            onInput: (value) => {
              username = value;
            },
          })
    }
    ${textField('approval-password', t('sign-in.password'), {
      kind: 'password',
      value: password,
      focus: true,
      onInput: (value) => {
        password = value;
      },
    })}
    ${refusal ? notice('bad', refusal) : nothing}
    ${button(t('approval.give'), { tone: 'primary', size: 'large full', type: 'submit', icon: 'shield-check' })}</form>`,
    { title: t('approval.title') },
  );
};

/** Does `work(approval)`, first without one; asks for one as long as it is needed and somebody gives one. */
export const withApproval = async (work) => {
  let approval;
  for (;;) {
    try {
      return await work(approval);
    } catch (problem) {
      if (problem.word !== 'approval-needed' && problem.word !== 'approval-refused') throw problem;
      approval = await ask(problem.word === 'approval-refused' ? explain(problem) : undefined);
      refresh();
      if (approval === undefined) throw new Problem('approval-missing', 403);
    }
  }
};
