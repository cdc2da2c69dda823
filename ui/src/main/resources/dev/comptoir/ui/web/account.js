// Signing in and out: the same form for all services, with what a service asks beside the name and the password.

import { post } from './api.js';
import { attempt, refresh } from './frame.js';
import { html, nothing } from './lit.js';
import { isExpired, session, signedIn, signedOut } from './session.js';
import { button, notice, textField } from './ui.js';
import { explain, t } from './words.js';

let form = { username: '', password: '' };
let refusal;
let busy = false;

const submit = async (complete) => {
  busy = true;
  refusal = undefined;
  refresh();
  try {
    const opened = await post(
      '/login',
      { username: form.username.trim(), password: form.password, ...complete() },
      { patient: false },
    );
    form = { username: '', password: '' };
    signedIn(opened);
  } catch (failure) {
    refusal = failure.word ? explain(failure) : t('mistake');
    form.password = '';
  } finally {
    busy = false;
    refresh();
  }
};

/** Fills in the name, for a screen that lets one choose it. */
export const chooseUsername = (username) => {
  form = { username, password: '' };
  refusal = undefined;
  refresh();
};

export const chosenUsername = () => form.username;

/**
 * The form.
 * @param before what stands above the fields; complete() gives what the request holds beside name and password;
 *   named: false leaves the name field out, because the name is chosen above; ready: false while something must be chosen first
 */
export const signInForm = ({ before = nothing, complete = () => ({}), named = true, ready = true } = {}) => {
  const again = isExpired();
  if (again && !form.username) form.username = session().username;
  return html`<form class="card stack" novalidate @submit=${(event) => {
    event.preventDefault();
    if (!busy) submit(complete);
  }}>
    <div><h1>${t(again ? 'session.expired' : 'sign-in.welcome')}</h1><p class="muted">${t(again ? 'session.expired.text' : 'sign-in.text')}</p></div>
    ${before}
    ${
      named
        ? textField('username', t('sign-in.username'), {
            value: form.username,
            autocomplete: 'username',
            required: true,
            maxlength: 64,
            focus: !again,
            onInput: (value) => {
              form.username = value;
            },
          })
        : nothing
    }
    ${
      ready
        ? html`${textField('password', t('sign-in.password'), {
            value: form.password,
            kind: 'password',
            autocomplete: 'current-password',
            required: true,
            maxlength: 200,
            focus: again || !named,
            onInput: (value) => {
              form.password = value;
            },
          })}
    ${refusal ? notice('bad', refusal) : nothing}
    ${button(t('sign-in.submit'), { tone: 'primary', size: 'large full', type: 'submit', busy, icon: 'log-in' })}`
        : nothing
    }
    ${again ? button(t('sign-out'), { tone: 'quiet', onClick: signedOut }) : nothing}</form>`;
};

export const signOut = () =>
  attempt(async () => {
    try {
      await post('/logout', undefined, { patient: false });
    } finally {
      signedOut();
    }
  });

/** Who is signed in, with the way out. */
export const account = (detail) => html`<div class="account"><div class="who"><strong>${session().displayName}</strong>
  <small>${detail ?? t(`role.${session().role}`)}</small></div>
  ${button('', { icon: 'log-out', tone: 'quiet', label: t('sign-out'), onClick: signOut })}</div>`;
