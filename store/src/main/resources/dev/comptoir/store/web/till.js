// The till: its store and register, the staff who work there, and whether the register is open.

import { loadProfile } from './profile.js';
import { chooseUsername, chosenUsername, signInForm, signOut } from './shared/account.js';
import { get, post } from './shared/api.js';
import { openDialog } from './shared/dialogs.js';
import { refresh } from './shared/drawing.js';
import { selectField, textField } from './shared/fields.js';
import { html, nothing } from './shared/lit.js';
import { isExpired, session, signedIn } from './shared/session.js';
import { attempt, failureText } from './shared/toasts.js';
import { badge, button, notice } from './shared/ui.js';
import { t } from './shared/words.js';

/** Where the browser stores which register it is. */
const TILL = 'comptoir.till';

/**
 * @typedef {ItemOf<'/stores'>} Store
 * @typedef {ItemOf<'/staff'>} Person
 * @typedef {{ store: string, register: number }} Till
 */

const state = {
  /** @type {Store[] | undefined} undefined until they are loaded */
  stores: undefined,
  /** @type {Person[]} */
  staff: [],
  /** @type {Till | null} */
  till: JSON.parse(localStorage.getItem(TILL) ?? 'null'),
  /** Whether the name is typed, instead of chosen from the list. */
  typesName: false,
  /** @type {Schema<'RegisterState'> | undefined} undefined until it is loaded */
  register: undefined,
};

const stores = () => state.stores ?? [];

export const storeCodes = () => stores().map((store) => store.code);

/** The names of the stores by their codes. @returns {Record<string, string>} */
export const storeNames = () => Object.fromEntries(stores().map((store) => [store.code, store.name]));

export const people = () => state.staff;

export const managers = () => state.staff.filter((person) => person.role === 'manager');

/** The name of an employee. @param {string} username */
export const nameOf = (username) => state.staff.find((person) => person.username === username)?.displayName ?? username;

/** Whether the register is open, and its day; undefined until it is loaded. */
export const registerState = () => state.register;

export const loadRegister = () =>
  attempt(async () => {
    state.register = await get('/register');
    refresh();
  });

export const startTill = () => {
  if (state.stores === undefined) load();
  state.register = undefined;
  loadRegister();
  loadProfile();
};

const choose = (/** @type {string} */ store, /** @type {number} */ register) => {
  state.till = { store, register };
  localStorage.setItem(TILL, JSON.stringify(state.till));
  refresh();
};

/** The first register of a store. @param {Store | undefined} store */
const firstRegister = (store) => store?.registers[0]?.number ?? 0;

const storeOf = (/** @type {string | undefined} */ code) => stores().find((store) => store.code === code);

const hasRegister = (/** @type {Store} */ { registers }, /** @type {number} */ wanted) =>
  registers.some(({ number }) => number === wanted);

/** The browser stays in its store when its register is out of service. */
const load = async () => {
  state.stores = [];
  await attempt(async () => {
    const [foundStores, foundStaff] = await Promise.all([get('/stores'), get('/staff')]);
    state.stores = foundStores.items;
    state.staff = foundStaff.items;
    const own = storeOf(state.till?.store) ?? state.stores[0];
    if (own && (own.code !== state.till?.store || !hasRegister(own, state.till.register))) {
      choose(own.code, firstRegister(own));
    }
  });
};

const tillFields = () => {
  const { till } = state;
  const registers = storeOf(till?.store)?.registers ?? [];
  const suffix = (/** @type {boolean} */ open) => (open ? '' : ` · ${t('register.closed')}`);
  return html`<div class="columns">
    ${selectField('store', t('sign-in.store'), {
      value: till?.store,
      options: stores().map((one) => ({ value: one.code, text: one.name })),
      onChange: (code) => choose(code, firstRegister(storeOf(code))),
    })}
    ${selectField('register', t('sign-in.register'), {
      value: till?.register,
      options: registers.map((one) => ({ value: one.number, text: `${one.name}${suffix(one.open)}` })),
      onChange: (number) => choose(till?.store ?? '', Number(number)),
    })}</div>`;
};

const initials = (/** @type {string} */ name) =>
  name
    .split(/\s+/)
    .map((part) => part[0])
    .slice(0, 2)
    .join('');

/**
 * The staff, each as a button.
 * @param {(person: Person) => unknown} onChoose
 * @param {string | undefined} chosen user name
 */
const staffButtons = (onChoose, chosen) => {
  const personButton = (/** @type {Person} */ person) => html`<li><button
    type="button"
    class="person"
    aria-pressed=${String(chosen === person.username)}
    @click=${() => onChoose(person)}
  >
    <span class="initials" aria-hidden="true">${initials(person.displayName)}</span><span>${person.displayName}
    <small>${t(`role.${person.role}`)}</small></span></button></li>`;
  return html`<ul class="people" aria-label=${t('sign-in.who')}>${state.staff.map(personButton)}</ul>`;
};

const typeNameInstead = (/** @type {boolean} */ listed) => {
  if (state.staff.length === 0) return nothing;
  return button(t(listed ? 'sign-in.other' : 'sign-in.list'), {
    tone: 'quiet',
    onClick: () => {
      state.typesName = listed;
      chooseUsername('');
    },
  });
};

/** The sign-in: till, person, password. When a session has expired, only the password is needed. */
export const signIn = () => {
  if (state.stores === undefined) load();
  if (isExpired()) {
    const { store, register } = session();
    return signInForm({ addition: () => ({ store, register }) });
  }
  const listed = state.staff.length > 0 && !state.typesName;
  const names = listed ? staffButtons((person) => chooseUsername(person.username), chosenUsername()) : nothing;
  return signInForm({
    before: html`${tillFields()}${names}${typeNameInstead(listed)}`,
    named: !listed,
    ready: !listed || chosenUsername() !== '',
    addition: () => state.till ?? { store: '', register: 0 },
  });
};

const takeOver = async (/** @type {Person} */ person, /** @type {string} */ password) => {
  const { store, register, token } = session();
  const opened = await post('/login', { username: person.username, password, store, register }, { retry: false });
  signedIn(opened);
  post('/logout', undefined, { token, retry: false }).catch(() => {});
};

/** Signs somebody else in at this register. */
export const switchStaff = () => {
  const form = {
    /** @type {Person | undefined} */
    person: undefined,
    password: '',
    /** @type {string | undefined} */
    refusal: undefined,
    busy: false,
  };

  const submit = async (/** @type {Person} */ person, /** @type {() => void} */ close) => {
    form.busy = true;
    refresh();
    try {
      await takeOver(person, form.password);
      close();
    } catch (failure) {
      form.refusal = failureText(failure);
      form.busy = false;
      refresh();
    }
  };

  const passwordForm = (/** @type {Person} */ person, /** @type {() => void} */ close) => html`<form
    class="stack switch"
    @submit=${(event) => {
      event.preventDefault();
      submit(person, close);
    }}
  >
    ${textField('switch-password', t('sign-in.password-of', { name: person.displayName }), {
      kind: 'password',
      value: form.password,
      autocomplete: 'off',
      required: true,
      focus: true,
      onInput: (value) => {
        form.password = value;
      },
    })}
    ${form.refusal ? notice('bad', form.refusal) : nothing}
    ${button(t('sign-in.submit'), { tone: 'primary', size: 'large full', type: 'submit', busy: form.busy })}</form>`;

  const choosePerson = (/** @type {Person} */ person) => {
    form.person = person;
    form.refusal = undefined;
    refresh();
  };

  const leave = (/** @type {() => void} */ close) =>
    button(t('sign-out'), {
      icon: 'log-out',
      tone: 'quiet',
      onClick: () => {
        close();
        signOut();
      },
    });

  return openDialog(
    (close) => html`${staffButtons(choosePerson, form.person?.username)}
      ${form.person ? passwordForm(form.person, close) : nothing}
      <div class="actions">${leave(close)}</div>`,
    { title: t('sign-in.switch') },
  );
};

/** Who is signed in, with a button to switch. */
export const account = () => html`<div class="account"><div class="who"><strong>${session().displayName}</strong>
  <small>${t(`role.${session().role}`)}</small></div>
  ${button('', { icon: 'users-round', tone: 'quiet', label: t('sign-in.switch'), onClick: switchStaff })}</div>`;

const openBadge = () => {
  if (state.register === undefined) return nothing;
  return state.register.open ? badge(t('register.open'), 'ok') : badge(t('register.closed'), 'low');
};

/** The store and the register. */
export const place = () => html`<div class="place"><strong>${session().storeName}</strong>
  <span>${session().registerName}</span>${openBadge()}</div>`;
