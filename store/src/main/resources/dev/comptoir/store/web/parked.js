// Carts that wait for their customers; any register of the store can resume them.

import { cart, loadCart } from './cart.js';
import { del, get, post } from './shared/api.js';
import { confirm, openDialog } from './shared/dialogs.js';
import { refresh } from './shared/drawing.js';
import { textField } from './shared/fields.js';
import { html } from './shared/lit.js';
import { go } from './shared/router.js';
import { attempt, toast } from './shared/toasts.js';
import { button, empty, waiting } from './shared/ui.js';
import { ago, money, t } from './shared/words.js';
import { loadRegister, nameOf } from './till.js';

/** @typedef {Schema<'ParkedCart'>} ParkedCart */

const state = {
  /** @type {ParkedCart[] | undefined} undefined until they are loaded */
  carts: undefined,
};

const load = () =>
  attempt(async () => {
    state.carts = (await get('/parked-carts')).items;
    refresh();
  });

/** @returns {Promise<string | undefined>} the note, or undefined when the dialog was dismissed */
const requestNote = () => {
  let note = '';
  return openDialog(
    (/** @type {(result: string) => void} */ close) => html`<form class="stack" @submit=${(event) => {
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
      ${button(t('parked.park-it'), {
        tone: 'primary',
        size: 'large full',
        type: 'submit',
        icon: 'circle-pause',
      })}</form>`,
    { title: t('parked.park') },
  );
};

/** Parks the register's cart with a note. */
export const parkCart = async () => {
  if (!cart()?.lines.length) return;
  const note = await requestNote();
  if (note === undefined) return;
  await post('/parked-carts', { note });
  toast(t('parked.done'));
  await loadCart();
  loadRegister();
};

const resume = (/** @type {ParkedCart} */ parkedCart) =>
  attempt(async () => {
    try {
      await post(`/parked-carts/${parkedCart.id}/resume`);
    } finally {
      load();
    }
    loadRegister();
    go('/');
  });

const discard = (/** @type {ParkedCart} */ parkedCart) =>
  attempt(async () => {
    const confirmed = await confirm({
      title: t('parked.discard'),
      text: t('parked.discard.text'),
      yes: t('parked.discard.yes'),
      tone: 'danger',
    });
    if (!confirmed) return;
    await del(`/parked-carts/${parkedCart.id}`);
    load();
    loadRegister();
  });

/** An instance of version 0.2, which may respond during an upgrade, has none; to be removed in 0.4. */
const emptiesOf = (/** @type {ParkedCart} */ parkedCart) => parkedCart.empties ?? [];

const card = (/** @type {ParkedCart} */ parkedCart) => {
  const { note, parkedBy, register, parkedAt, subtotal, lines } = parkedCart;
  return html`<li class="card parked"><header><div><h2>${note || t('parked.no-note')}</h2>
      <p class="muted">${t('parked.by', { name: nameOf(parkedBy), register, when: ago(parkedAt) })}</p></div>
      <b>${money(subtotal)}</b></header>
    <ul>${lines.map((line) => html`<li>${line.quantity} × ${line.name}</li>`)}${emptiesOf(parkedCart).map(
      ({ containers, each }) => html`<li>${t('sum.empties', { containers, deposit: money(each) })}</li>`,
    )}</ul>
    <div class="actions">
      ${button(t('parked.discard'), { tone: 'quiet', icon: 'trash-2', onClick: () => discard(parkedCart) })}
      ${button(t('parked.resume'), { tone: 'primary', icon: 'play', onClick: () => resume(parkedCart) })}</div></li>`;
};

const content = () => {
  if (state.carts === undefined) return waiting();
  if (state.carts.length === 0) return empty('circle-pause', t('parked.none'), t('parked.none.text'));
  return html`<ul class="parked-list">${state.carts.map(card)}</ul>`;
};

/** @type {Page} */
export const parked = {
  enter: () => {
    state.carts = undefined;
    load();
  },
  view: () => html`<div class="page-head"><h1>${t('parked.title')}</h1></div>${content()}`,
};
