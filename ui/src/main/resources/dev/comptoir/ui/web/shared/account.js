// Signing in and out. The form is the same for all services, apart from what a service needs beside name and password.

import { post } from './api.js';
import { refresh } from './drawing.js';
import { textField } from './fields.js';
import { html, nothing } from './lit.js';
import { isExpired, session, signedIn, signedOut } from './session.js';
import { attempt, failureText } from './toasts.js';
import { button, notice } from './ui.js';
import { t } from './words.js';

const state = {
  username: '',
  password: '',
  /** @type {string | undefined} */
  refusal: undefined,
  busy: false,
};

/** @typedef {() => object} Addition what the request holds beside name and password */

const submit = async (/** @type {Addition} */ addition) => {
  state.busy = true;
  state.refusal = undefined;
  refresh();
  try {
    const body = { ...addition(), username: state.username.trim(), password: state.password };
    signedIn(await post('/login', /** @type {BodyOf<'post', '/login'>} */ (body), { retry: false }));
    state.username = '';
  } catch (failure) {
    state.refusal = failureText(failure);
  } finally {
    state.password = '';
    state.busy = false;
    refresh();
  }
};

/**
 * Fills in the name, for a screen where it is chosen from a list.
 * @param {string} username
 */
export const chooseUsername = (username) => {
  Object.assign(state, { username, password: '', refusal: undefined });
  refresh();
};

export const chosenUsername = () => state.username;

const usernameField = (/** @type {boolean} */ focus) =>
  textField('username', t('sign-in.username'), {
    value: state.username,
    autocomplete: 'username',
    required: true,
    maxlength: 64,
    focus,
    onInput: (value) => {
      state.username = value;
    },
  });

const passwordField = (/** @type {boolean} */ focus) =>
  textField('password', t('sign-in.password'), {
    value: state.password,
    kind: 'password',
    autocomplete: 'current-password',
    required: true,
    maxlength: 200,
    focus,
    onInput: (value) => {
      state.password = value;
    },
  });

const passwordAndSubmit = (/** @type {boolean} */ focus) => html`${passwordField(focus)}
  ${state.refusal ? notice('bad', state.refusal) : nothing}
  ${button(t('sign-in.submit'), {
    tone: 'primary',
    size: 'large full',
    type: 'submit',
    busy: state.busy,
    icon: 'log-in',
  })}`;

/**
 * The form.
 * @param {object} [options]
 * @param {Content} [options.before] stands above the fields
 * @param {Addition} [options.addition]
 * @param {boolean} [options.named] false leaves the name field out, because the name is chosen above
 * @param {boolean} [options.ready] false while something must be chosen first
 */
export const signInForm = ({ before = nothing, addition = () => ({}), named = true, ready = true } = {}) => {
  const again = isExpired();
  if (again && !state.username) state.username = session().username;
  return html`<form class="card stack" novalidate @submit=${(event) => {
    event.preventDefault();
    if (!state.busy) submit(addition);
  }}>
    <div><h1>${t(again ? 'session.expired' : 'sign-in.welcome')}</h1>
      <p class="muted">${t(again ? 'session.expired.text' : 'sign-in.text')}</p></div>
    ${before}
    ${named ? usernameField(!again) : nothing}
    ${ready ? passwordAndSubmit(again || !named) : nothing}
    ${again ? button(t('sign-out'), { tone: 'quiet', onClick: signedOut }) : nothing}</form>`;
};

export const signOut = () =>
  attempt(async () => {
    try {
      await post('/logout', undefined, { retry: false });
    } finally {
      signedOut();
    }
  });

/**
 * Who is signed in, with a button that signs out.
 * @param {string} [detail] the role where it is not given
 */
export const account = (detail) => html`<div class="account"><div class="who"><strong>${session().displayName}</strong>
  <small>${detail ?? t(`role.${session().role}`)}</small></div>
  ${button('', { icon: 'log-out', tone: 'quiet', label: t('sign-out'), onClick: signOut })}</div>`;
