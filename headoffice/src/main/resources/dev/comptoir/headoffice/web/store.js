// One store: its profile of a day on, its registers, and who changed what and when.

import { openForm } from './form-dialog.js';
import { loadStores } from './live.js';
import { get, Problem, patch } from './shared/api.js';
import { confirm } from './shared/dialogs.js';
import { refresh } from './shared/drawing.js';
import { textField } from './shared/fields.js';
import { html, nothing } from './shared/lit.js';
import { attempt, complain, failureText, toast } from './shared/toasts.js';
import { badge, button, link, notice, table, waiting } from './shared/ui.js';
import { dateTime, day, number, t } from './shared/words.js';
import { bodyOf, faultOf, profileFields, valuesOf } from './store-profile.js';
import { loadTaxClasses } from './tax-classes.js';

/**
 * @typedef {ResponseOf<'get', `/stores/${string}`>} Store
 * @typedef {Store['registers'][number]} Register
 * @typedef {Store['profiles'][number]} Profile
 * @typedef {Store['history'][number]} Change
 * @typedef {import('./store-profile.js').Values} Values
 * @typedef {object} Form
 * @property {Values} values
 * @property {string} [refusal]
 * @property {boolean} busy
 */

const state = {
  /** @type {Store | undefined} undefined until it is loaded */
  store: undefined,
  /** @type {Form | undefined} */
  form: undefined,
};

/** Puts a profile into the form: a planned one with its own first day, any other one to begin today. */
const edit = (/** @type {Store} */ { today }, /** @type {Profile} */ profile) => {
  state.form = { values: valuesOf(profile, profile.from > today ? profile.from : today), busy: false };
  refresh();
};

const load = (/** @type {string} */ code) =>
  attempt(async () => {
    state.store = await get(`/stores/${code}`);
    edit(state.store, state.store.profiles.at(-1) ?? state.store.profile);
  });

/**
 * Changes the store that is shown. When somebody else changed it, that state is shown, and the refusal thrown.
 * @param {BodyOf<'patch', `/stores/${string}`>} changes
 */
const change = async (changes) => {
  if (!state.store) return;
  const { code, version } = state.store;
  try {
    state.store = await patch(`/stores/${code}`, changes, { version });
    toast(t('store.saved', { name: state.store.name }));
    loadStores();
  } catch (failure) {
    if (failure instanceof Problem && failure.type === 'version-stale') state.store = await get(`/stores/${code}`);
    throw failure;
  }
};

/** What was typed stays in the form, also when the store was changed in the meantime. */
const submit = async (/** @type {Form} */ form) => {
  form.refusal = faultOf(form.values);
  if (form.refusal) {
    refresh();
    return;
  }
  form.busy = true;
  refresh();
  try {
    await change({ profile: bodyOf(form.values) });
  } catch (failure) {
    form.refusal = failureText(failure);
  }
  form.busy = false;
  refresh();
};

const profileCard = (/** @type {Form} */ form) => html`<section class="card">
  <header><h2>${t('store.profile')}</h2></header>
  <form class="stack" novalidate @submit=${(event) => {
    event.preventDefault();
    if (!form.busy) submit(form);
  }}>
    <p class="muted">${t('store.profile.text')}</p>
    ${profileFields(form.values)}
    ${form.refusal ? notice('bad', form.refusal) : nothing}
    ${button(t('store.save'), { tone: 'primary', size: 'large full', type: 'submit', busy: form.busy })}
  </form></section>`;

/**
 * A dialog with a form whose values change the store.
 * @param {string} title
 * @param {() => Content} fields
 * @param {() => BodyOf<'patch', `/stores/${string}`>} changes
 * @param {() => string | undefined} [faultOf]
 */
const openChange = (title, fields, changes, faultOf) => openForm(title, fields, () => change(changes()), faultOf);

const nameField = (/** @type {{ name: string }} */ form, /** @type {string} */ label) =>
  textField('new-name', label, {
    value: form.name,
    required: true,
    maxlength: 60,
    focus: true,
    onInput: (value) => {
      form.name = value;
    },
  });

const rename = (/** @type {Store} */ { name }) => {
  const form = { name };
  return openChange(
    t('store.rename'),
    () => nameField(form, t('stores.name')),
    () => ({ name: form.name.trim() }),
  );
};

const renameRegister = (/** @type {Register} */ { number: register, name }) => {
  const form = { name };
  const changes = () => ({ registers: [{ number: register, name: form.name.trim() }] });
  return openChange(t('store.register.rename'), () => nameField(form, t('store.register.name')), changes);
};

/** What is wrong with the number of a new register, if anything: an old one would be renamed. */
const numberFault = (/** @type {string} */ text) => {
  const isFree = state.store?.registers.every((register) => register.number !== Number(text));
  return /^[1-9]\d{0,3}$/.test(text) && isFree ? undefined : t('store.register.number.wrong');
};

const addRegister = (/** @type {Store} */ { registers }) => {
  const next = Math.max(...registers.map((register) => register.number)) + 1;
  const form = { number: String(next), name: t('stores.register-name', { number: String(next) }) };
  const fields = () =>
    html`${textField('register-number', t('store.register.number'), {
      value: form.number,
      inputmode: 'numeric',
      maxlength: 4,
      onInput: (value) => {
        form.number = value.trim();
      },
    })}${nameField(form, t('store.register.name'))}`;
  const changes = () => ({ registers: [{ number: Number(form.number), name: form.name.trim() }] });
  return openChange(t('store.register.add'), fields, changes, () => numberFault(form.number));
};

const setClosed = async (/** @type {Register} */ { number: register, name }, /** @type {boolean} */ closed) => {
  const text = t('store.register.close.text');
  const title = t('store.register.close.title', { name });
  if (closed && !(await confirm({ title, text, yes: t('store.register.close'), tone: 'danger' }))) return;
  await change({ registers: [{ number: register, closed }] }).catch(complain);
  refresh();
};

const registerActions = (/** @type {Register} */ register) => html`<div class="row">
  ${button(t('store.register.rename'), { icon: 'pencil', onClick: () => renameRegister(register) })}
  ${
    register.closed
      ? button(t('store.register.reopen'), { icon: 'undo-2', onClick: () => setClosed(register, false) })
      : button(t('store.register.close'), { icon: 'circle-x', onClick: () => setClosed(register, true) })
  }</div>`;

/** @returns {Column<Register>[]} */
const registerColumns = () => [
  { title: t('store.register.name'), cell: ({ name }) => name },
  { title: t('store.register.number'), kind: 'number', cell: (register) => number(register.number) },
  {
    title: t('state'),
    cell: ({ closed }) =>
      closed ? badge(t('store.register.closed'), 'low') : badge(t('store.register.in-service'), 'ok', 'circle-check'),
  },
  { title: t('actions'), cell: registerActions },
];

const registersCard = (/** @type {Store} */ store) => {
  const list = table(t('stores.registers'), registerColumns(), store.registers, { key: ({ number: key }) => key });
  return html`<section class="card">
    <header><h2>${t('stores.registers')}</h2>
      ${button(t('store.register.add'), { icon: 'plus', onClick: () => addRegister(store) })}</header>
    ${list}</section>`;
};

/** Whether a profile will begin: the first one of a store may have been replaced before its first day. */
const isPlanned = (/** @type {Store} */ { today, profiles }, /** @type {Profile} */ { version, from }) =>
  from > today && profiles.every((other) => other.version <= version || other.from > from);

const stateOf = (/** @type {Store} */ store, /** @type {Profile} */ profile) => {
  if (profile.version === store.profile.version) return badge(t('store.profile.in-force'), 'ok', 'circle-check');
  return isPlanned(store, profile)
    ? badge(t('store.profile.planned'), 'info', 'clock')
    : badge(t('store.profile.past'));
};

const editButton = (/** @type {Store} */ store, /** @type {Profile} */ profile) =>
  profile.version === store.profile.version || isPlanned(store, profile)
    ? button(t('store.profile.edit'), { icon: 'pencil', onClick: () => edit(store, profile) })
    : nothing;

const profilesCard = (/** @type {Store} */ store) => {
  if (store.profiles.length === 0) return nothing;
  /** @type {Column<Profile>[]} */
  const columns = [
    { title: t('store.from'), cell: ({ from }) => day(from) },
    { title: t('store.trade-name'), cell: ({ tradeName }) => tradeName },
    { title: t('state'), cell: (profile) => stateOf(store, profile) },
    { title: t('actions'), cell: (profile) => editButton(store, profile) },
  ];
  const newestFirst = [...store.profiles].reverse();
  return html`<section class="card"><header><h2>${t('store.profiles')}</h2></header>
    ${table(t('store.profiles'), columns, newestFirst, { key: (profile) => profile.version })}</section>`;
};

const registerLine = (/** @type {{ before: Register | null, after: Register }} */ { before, after }) => {
  if (!before) return t('store.change.register-added', { name: after.name });
  if (before.closed !== after.closed) {
    return t(after.closed ? 'store.change.register-closed' : 'store.change.register-reopened', { name: after.name });
  }
  return t('store.change.register-renamed', { before: before.name, after: after.name });
};

/** What is new in a version. @returns {Record<string, any>} */
const partsOf = (/** @type {Change} */ change) => change.changes;

/** @returns {string[]} */
const linesOf = (/** @type {Change} */ change) => {
  const { added, name, profile, registers } = partsOf(change);
  return [
    ...(added ? [t('store.change.added', { name: added.name })] : []),
    ...(name ? [t('store.change.name', name)] : []),
    ...(profile ? [t('store.change.profile', { day: day(profile.from), name: profile.tradeName })] : []),
    ...(registers ?? []).map(registerLine),
  ];
};

const changeView = (/** @type {Change} */ change) => html`<li><p><b>${dateTime(change.changedAt)}</b>
    <span class="muted">${t('by', { name: change.changedBy })}</span></p>
    <ul>${linesOf(change).map((line) => html`<li>${line}</li>`)}</ul></li>`;

const historyCard = (/** @type {Change[]} */ changes) => html`<section class="card">
  <header><h2>${t('store.history')}</h2></header>
  ${
    changes.length === 0
      ? html`<p class="muted">${t('store.history.none')}</p>`
      : html`<ol class="history">${changes.map(changeView)}</ol>`
  }</section>`;

const head = (/** @type {Store} */ store) => html`<div class="page-head">
  <div><h1>${store.name}</h1><p>${store.code} · ${store.timeZone}</p></div>
  <div class="row">${button(t('store.rename'), { icon: 'pencil', onClick: () => rename(store) })}
    ${link(t('stores.title'), '#/stores', { icon: 'arrow-left' })}</div></div>`;

/** @type {Page} */
export const store = {
  title: () => state.store?.name ?? t('store'),
  enter: ({ code }) => {
    state.store = undefined;
    state.form = undefined;
    loadTaxClasses();
    load(code);
  },
  view: () => {
    const { store: shown, form } = state;
    if (!shown || !form) return waiting();
    return html`${head(shown)}<div class="halves">${profileCard(form)}
      <div class="stack">${registersCard(shown)}${profilesCard(shown)}${historyCard(shown.history)}</div></div>`;
  },
};
