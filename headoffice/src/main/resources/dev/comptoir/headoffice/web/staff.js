// Who works in the chain.

import { get, newKey, post, request } from './shared/api.js';
import { attempt, confirm, openDialog, refresh, toast } from './shared/frame.js';
import { html, nothing } from './shared/lit.js';
import { badge, button, notice, searchField, selectField, table, textField, waiting } from './shared/ui.js';
import { explain, fold, t } from './shared/words.js';

const ROLES = ['clerk', 'manager', 'warehouse-clerk'];

let people;
let query = '';

const load = () =>
  attempt(async () => {
    people = (await get('/staff')).items;
    refresh();
  });

const patch = (person, body) => request('PATCH', `/staff/${person.username}`, { body });

const toggle = (person) =>
  attempt(async () => {
    if (
      person.active &&
      !(await confirm({
        title: t('staff.end', { name: person.displayName }),
        text: t('staff.end.text'),
        yes: t('staff.end.yes'),
        tone: 'danger',
      }))
    )
      return;
    await patch(person, { active: !person.active });
    load();
  });

const roleField = (id, value, onChange) =>
  selectField(id, t('staff.role'), {
    value,
    onChange,
    options: ROLES.map((role) => ({ value: role, text: t(`role.${role}`) })),
  });

/** A dialog with a form that says why it was refused. */
const ask = (title, fields, save) => {
  let refusal;
  let busy = false;
  const submit = async (event, close) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    refresh();
    try {
      await save();
      close();
      load();
    } catch (problem) {
      refusal = explain(problem);
    }
    busy = false;
    refresh();
  };
  return openDialog(
    (
      close,
    ) => html`<form class="stack" @submit=${(event) => submit(event, close)}>${fields()}${refusal ? notice('bad', refusal) : nothing}
    ${button(t('save'), { tone: 'primary', size: 'large full', type: 'submit', busy })}</form>`,
    { title },
  );
};

const passwordField = (form) =>
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

const hire = () => {
  const form = { username: '', displayName: '', role: 'clerk', password: '' };
  const key = newKey();
  return ask(
    t('staff.hire'),
    () => html`${textField('displayName', t('staff.name'), {
      value: form.displayName,
      focus: true,
      maxlength: 60,
      onInput: (value) => {
        form.displayName = value;
      },
    })}
    ${textField('new-username', t('sign-in.username'), {
      value: form.username,
      maxlength: 40,
      onInput: (value) => {
        form.username = value.toLowerCase();
      },
    })}
    ${roleField('new-role', form.role, (role) => {
      form.role = role;
    })}${passwordField(form)}`,
    async () => {
      await post('/staff', form, { key });
      toast(t('staff.hired', { name: form.displayName }));
    },
  );
};

const edit = (person) => {
  const form = { displayName: person.displayName, role: person.role };
  return ask(
    person.displayName,
    () => html`${textField('displayName', t('staff.name'), {
      value: form.displayName,
      focus: true,
      maxlength: 60,
      onInput: (value) => {
        form.displayName = value;
      },
    })}
    ${roleField('new-role', form.role, (role) => {
      form.role = role;
    })}`,
    () => patch(person, form),
  );
};

const givePassword = (person) => {
  const form = { password: '' };
  return ask(
    t('staff.password', { name: person.displayName }),
    () => passwordField(form),
    async () => {
      await post(`/staff/${person.username}/password`, form);
      toast(t('staff.password.done', { name: person.displayName }));
    },
  );
};

const columns = () => [
  {
    title: t('staff.name'),
    cell: (person) => html`${person.displayName} <small class="muted">${person.username}</small>`,
  },
  { title: t('staff.role'), cell: (person) => t(`role.${person.role}`) },
  {
    title: t('state'),
    cell: (person) => badge(t(person.active ? 'staff.active' : 'staff.ended'), person.active ? 'ok' : 'plain'),
  },
  {
    title: t('actions'),
    kind: 'action',
    cell: (person) => html`${button(t('staff.edit'), { icon: 'pencil', tone: 'quiet', onClick: () => edit(person) })}
    ${button(t('sign-in.password'), { icon: 'key-round', tone: 'quiet', onClick: () => givePassword(person) })}
    ${button(t(person.active ? 'staff.stop' : 'staff.resume'), { icon: person.active ? 'user-x' : 'user-check', tone: 'quiet', onClick: () => toggle(person) })}`,
  },
];

const matching = () =>
  people.filter((person) => fold(`${person.displayName} ${person.username}`).includes(fold(query)));

/** The page. */
export const staff = {
  enter: load,
  view: () => html`<div class="page-head"><h1>${t('staff.title')}</h1>${button(t('staff.hire'), { icon: 'plus', tone: 'primary', onClick: hire })}</div>
    <div class="tools">${searchField('staff-search', t('staff.search'), {
      value: query,
      onSearch: (text) => {
        query = text;
        refresh();
      },
    })}</div>
    ${people === undefined ? waiting() : table(t('staff.title'), columns(), matching(), { key: (person) => person.username })}`,
};
