// The staff of the chain.

import { openForm } from './form-dialog.js';
import { get, newKey, patch, post } from './shared/api.js';
import { confirm } from './shared/dialogs.js';
import { refresh } from './shared/drawing.js';
import { searchField, selectField, textField } from './shared/fields.js';
import { html } from './shared/lit.js';
import { attempt, toast } from './shared/toasts.js';
import { badge, button, table, waiting } from './shared/ui.js';
import { fold, t } from './shared/words.js';

/** @typedef {Schema<'Employee'>} Employee */

/** @type {Employee['role'][]} */
const ROLES = ['clerk', 'manager', 'warehouse-clerk'];

const state = {
  /** @type {Employee[] | undefined} undefined until they are loaded */
  staff: undefined,
  query: '',
};

const load = () =>
  attempt(async () => {
    state.staff = (await get('/staff')).items;
    refresh();
  });

const confirmEnd = (/** @type {Employee} */ { displayName }) =>
  confirm({
    title: t('staff.deactivate.title', { name: displayName }),
    text: t('staff.deactivate.text'),
    yes: t('staff.deactivate.yes'),
    tone: 'danger',
  });

const toggleActive = (/** @type {Employee} */ employee) =>
  attempt(async () => {
    if (employee.active && !(await confirmEnd(employee))) return;
    await patch(`/staff/${employee.username}`, { active: !employee.active });
    load();
  });

/** Saves the values of a form, then shows the staff as it is now. @param {() => Promise<unknown>} save */
const saving = (save) => async () => {
  await save();
  load();
};

const nameField = (/** @type {{ displayName: string }} */ form) =>
  textField('displayName', t('staff.name'), {
    value: form.displayName,
    focus: true,
    maxlength: 60,
    onInput: (value) => {
      form.displayName = value;
    },
  });

const usernameField = (/** @type {{ username: string }} */ form) =>
  textField('new-username', t('sign-in.username'), {
    value: form.username,
    maxlength: 40,
    onInput: (value) => {
      form.username = value.toLowerCase();
    },
  });

const roleField = (/** @type {{ role: Employee['role'] }} */ form) =>
  selectField('new-role', t('staff.role'), {
    value: form.role,
    options: ROLES.map((role) => ({ value: role, text: t(`role.${role}`) })),
    onChange: (role) => {
      form.role = /** @type {Employee['role']} */ (role);
    },
  });

const passwordField = (/** @type {{ password: string }} */ form) =>
  textField('new-password', t('sign-in.password'), {
    value: form.password,
    kind: 'password',
    autocomplete: 'new-password',
    hint: t('staff.password.hint'),
    maxlength: 128,
    onInput: (value) => {
      form.password = value;
    },
  });

const add = () => {
  /** @type {BodyOf<'post', '/staff'>} */
  const form = { username: '', displayName: '', role: 'clerk', password: '' };
  const key = newKey();
  const fields = () => html`${nameField(form)}${usernameField(form)}${roleField(form)}${passwordField(form)}`;
  const save = async () => {
    await post('/staff', form, { key });
    toast(t('staff.added', { name: form.displayName }));
  };
  return openForm(t('staff.add'), fields, saving(save));
};

const edit = (/** @type {Employee} */ { username, displayName, role }) => {
  const form = { displayName, role };
  const fields = () => html`${nameField(form)}${roleField(form)}`;
  return openForm(
    displayName,
    fields,
    saving(() => patch(`/staff/${username}`, form)),
  );
};

const setPassword = (/** @type {Employee} */ { username, displayName }) => {
  const form = { password: '' };
  const save = async () => {
    await post(`/staff/${username}/password`, form);
    toast(t('staff.password.done', { name: displayName }));
  };
  return openForm(t('staff.password', { name: displayName }), () => passwordField(form), saving(save));
};

const nameOf = (/** @type {Employee} */ { displayName, username }) =>
  html`${displayName} <small class="muted">${username}</small>`;

const activeBadge = (/** @type {Employee} */ { active }) =>
  badge(t(active ? 'staff.active' : 'staff.inactive'), active ? 'ok' : 'plain');

const actions = (/** @type {Employee} */ employee) => {
  const [text, picture] = employee.active ? ['staff.deactivate', 'user-x'] : ['staff.reactivate', 'user-check'];
  return html`${button(t('staff.edit'), { icon: 'pencil', tone: 'quiet', onClick: () => edit(employee) })}
    ${button(t('sign-in.password'), { icon: 'key-round', tone: 'quiet', onClick: () => setPassword(employee) })}
    ${button(t(text), { icon: picture, tone: 'quiet', onClick: () => toggleActive(employee) })}`;
};

/** @returns {Column<Employee>[]} */
const columns = () => [
  { title: t('staff.name'), cell: nameOf },
  { title: t('staff.role'), cell: (employee) => t(`role.${employee.role}`) },
  { title: t('state'), cell: activeBadge },
  { title: t('actions'), kind: 'action', cell: actions },
];

const matches = (/** @type {Employee} */ { displayName, username }) =>
  fold(`${displayName} ${username}`).includes(fold(state.query));

const staffTable = (/** @type {Employee[]} */ employees) =>
  table(t('staff.title'), columns(), employees.filter(matches), { key: (employee) => employee.username });

/** @type {Page} */
export const staff = {
  enter: load,
  view: () => html`<div class="page-head"><h1>${t('staff.title')}</h1>
      ${button(t('staff.add'), { icon: 'plus', tone: 'primary', onClick: add })}</div>
    <div class="tools">${searchField('staff-search', t('staff.search'), {
      value: state.query,
      onSearch: (text) => {
        state.query = text;
        refresh();
      },
    })}</div>
    ${state.staff === undefined ? waiting() : staffTable(state.staff)}`,
};
