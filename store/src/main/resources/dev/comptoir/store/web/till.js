// The till itself: which store and register it stands at, who works there, and whether the register is open.

import { chooseUsername, chosenUsername, signInForm, signOut } from './shared/account.js';
import { get, post } from './shared/api.js';
import { attempt, openDialog, refresh } from './shared/frame.js';
import { html, nothing } from './shared/lit.js';
import { isExpired, session, signedIn } from './shared/session.js';
import { badge, button, notice, selectField, textField } from './shared/ui.js';
import { explain, t } from './shared/words.js';

const KEPT = 'comptoir.till';

let stores;
let staff = [];
let chosen = JSON.parse(localStorage.getItem(KEPT) ?? 'null');
let someoneElse = false;
let state;

export const storeCodes = () => stores?.map((store) => store.code) ?? [];
export const storeNames = () => Object.fromEntries(stores?.map((store) => [store.code, store.name]) ?? []);
export const people = () => staff;
export const managers = () => staff.filter((person) => person.role === 'manager');
export const nameOf = (username) => staff.find((person) => person.username === username)?.displayName ?? username;

/** How the register stands: {open, day, openedBy, openingFloat, parkedCarts …}; undefined until it is known. */
export const registerState = () => state;

export const loadRegister = () =>
  attempt(async () => {
    state = await get('/register');
    refresh();
  });

export const startTill = () => {
  if (stores === undefined) load();
  state = undefined;
  loadRegister();
};

const choose = (store, register) => {
  chosen = { store, register };
  localStorage.setItem(KEPT, JSON.stringify(chosen));
  refresh();
};

const load = async () => {
  stores = [];
  await attempt(async () => {
    const [found, known] = await Promise.all([get('/stores'), get('/staff')]);
    stores = found.items;
    staff = known.items;
    const kept = stores.find((store) => store.code === chosen?.store);
    if (!kept?.registers.some((register) => register.number === chosen.register) && stores.length > 0) {
      choose(stores[0].code, stores[0].registers[0]?.number);
    }
  });
};

const chooser = () => {
  const store = stores.find((one) => one.code === chosen?.store);
  return html`<div class="columns">
    ${selectField('store', t('sign-in.store'), {
      value: chosen?.store,
      options: stores.map((one) => ({ value: one.code, text: one.name })),
      onChange: (code) => choose(code, stores.find((one) => one.code === code).registers[0]?.number),
    })}
    ${selectField('register', t('sign-in.register'), {
      value: chosen?.register,
      options:
        store?.registers.map((one) => ({
          value: one.number,
          text: `${one.name}${one.open ? '' : ` · ${t('register.closed')}`}`,
        })) ?? [],
      onChange: (number) => choose(chosen.store, Number(number)),
    })}</div>`;
};

const initials = (name) =>
  name
    .split(/\s+/)
    .map((part) => part[0])
    .slice(0, 2)
    .join('');

const crowd = (onChoose, current) =>
  html`<ul class="people" aria-label=${t('sign-in.who')}>${staff.map(
    (person) => html`<li><button type="button"
  class="person" aria-pressed=${String(current === person.username)} @click=${() => onChoose(person)}>
  <span class="initials" aria-hidden="true">${initials(person.displayName)}</span><span>${person.displayName}
  <small>${t(`role.${person.role}`)}</small></span></button></li>`,
  )}</ul>`;

/** The sign-in: place, person, password. When a session has ended, only the password is asked for. */
export const signIn = () => {
  if (stores === undefined) load();
  if (isExpired()) {
    return signInForm({ complete: () => ({ store: session().store, register: session().register }) });
  }
  const listed = staff.length > 0 && !someoneElse;
  return signInForm({
    before: html`${chooser()}${listed ? crowd((person) => chooseUsername(person.username), chosenUsername()) : nothing}
      ${
        staff.length > 0
          ? button(t(listed ? 'sign-in.other' : 'sign-in.list'), {
              tone: 'quiet',
              onClick: () => {
                someoneElse = listed;
                chooseUsername('');
              },
            })
          : nothing
      }`,
    named: !listed,
    ready: !listed || chosenUsername() !== '',
    complete: () => ({ store: chosen?.store ?? '', register: chosen?.register ?? 0 }),
  });
};

const takeOver = async (person, password) => {
  const { store, register, token } = session();
  const opened = await post('/login', { username: person.username, password, store, register }, { patient: false });
  signedIn(opened);
  post('/logout', undefined, { token, patient: false }).catch(() => {});
};

/** Somebody else goes on at this register: a touch opens the list, another one chooses. */
export const switchStaff = () => {
  let person;
  let password = '';
  let refusal;
  let busy = false;
  const submit = async (event, close) => {
    event.preventDefault();
    busy = true;
    refresh();
    try {
      await takeOver(person, password);
      close();
    } catch (problem) {
      refusal = explain(problem);
      busy = false;
      refresh();
    }
  };
  return openDialog(
    (close) => html`${crowd((one) => {
      person = one;
      refusal = undefined;
      refresh();
    }, person?.username)}
    ${
      person
        ? html`<form class="stack switch" @submit=${(event) => submit(event, close)}>
      ${textField('switch-password', t('sign-in.password-of', { name: person.displayName }), {
        kind: 'password',
        value: password,
        autocomplete: 'off',
        required: true,
        focus: true,
        onInput: (value) => {
          password = value;
        },
      })}
      ${refusal ? notice('bad', refusal) : nothing}
      ${button(t('sign-in.submit'), { tone: 'primary', size: 'large full', type: 'submit', busy })}</form>`
        : nothing
    }
    <div class="actions">${button(t('sign-out'), {
      icon: 'log-out',
      tone: 'quiet',
      onClick: () => {
        close();
        signOut();
      },
    })}</div>`,
    { title: t('sign-in.switch') },
  );
};

export const account = () => html`<div class="account"><div class="who"><strong>${session().displayName}</strong>
  <small>${t(`role.${session().role}`)}</small></div>
  ${button('', { icon: 'users-round', tone: 'quiet', label: t('sign-in.switch'), onClick: switchStaff })}</div>`;

export const place =
  () => html`<div class="place"><strong>${session().storeName}</strong><span>${session().registerName}</span>
  ${state === undefined ? nothing : state.open ? badge(t('register.open'), 'ok') : badge(t('register.closed'), 'low')}</div>`;
