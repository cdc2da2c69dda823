// Carts that wait for their customers; any register of the store goes on with them.

import { cart, loadCart } from './cart.js';
import { del, get, post } from './shared/api.js';
import { attempt, confirm, go, openDialog, refresh, toast } from './shared/frame.js';
import { html, nothing } from './shared/lit.js';
import { button, empty, textField, waiting } from './shared/ui.js';
import { ago, money, t } from './shared/words.js';
import { loadRegister, nameOf } from './till.js';

let items;

const load = () =>
  attempt(async () => {
    items = (await get('/parked-carts')).items;
    refresh();
  });

/** Asks for a note and parks the register's cart. */
export const parkCart = async () => {
  if (!cart()?.lines.length) return;
  let note = '';
  const answer = await openDialog(
    (close) => html`<form class="stack" @submit=${(event) => {
      event.preventDefault();
      close(note);
    }}>
    ${textField('note', t('parked.note'), {
      value: note,
      maxlength: 100,
      focus: true,
      hint: t('parked.note.hint'),
      onInput: (text) => {
        note = text;
      },
    })}
    ${button(t('parked.park-it'), { tone: 'primary', size: 'large full', type: 'submit', icon: 'circle-pause' })}</form>`,
    { title: t('parked.park') },
  );
  if (answer === undefined) return;
  await post('/parked-carts', { note: answer });
  toast(t('parked.done'));
  await loadCart();
  loadRegister();
};

const resume = (parked) =>
  attempt(async () => {
    try {
      await post(`/parked-carts/${parked.id}/resume`);
    } finally {
      load();
    }
    loadRegister();
    go('/');
  });

const drop = (parked) =>
  attempt(async () => {
    if (
      !(await confirm({
        title: t('parked.drop'),
        text: t('parked.drop.text'),
        yes: t('parked.drop.yes'),
        tone: 'danger',
      }))
    )
      return;
    await del(`/parked-carts/${parked.id}`);
    load();
    loadRegister();
  });

const card = (parked) => html`<li class="card parked"><header><div><h2>${parked.note || t('parked.no-note')}</h2>
  <p class="muted">${t('parked.by', { name: nameOf(parked.parkedBy), register: parked.register, when: ago(parked.parkedAt) })}</p></div><b>${money(parked.subtotal)}</b></header>
  <ul>${parked.lines.map((line) => html`<li>${line.quantity} × ${line.name}</li>`)}</ul>
  <div class="actions">${button(t('parked.drop'), { tone: 'quiet', icon: 'trash-2', onClick: () => drop(parked) })}
    ${button(t('parked.resume'), { tone: 'primary', icon: 'play', onClick: () => resume(parked) })}</div></li>`;

/** The page. */
export const parked = {
  enter: () => {
    items = undefined;
    load();
  },
  view: () => html`<div class="page-head"><h1>${t('parked.title')}</h1></div>
    ${
      items === undefined
        ? waiting()
        : items.length === 0
          ? empty('circle-pause', t('parked.none'), t('parked.none.text'))
          : html`<ul class="parked-list">${items.map(card)}</ul>`
    }${nothing}`,
};
