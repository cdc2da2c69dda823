// The stores and the services: who is behind, and what nobody could take.

import { stores as known, loadStores, onActivity } from './live.js';
import { get, newKey, post } from './shared/api.js';
import { attempt, openDialog, refresh, toast } from './shared/frame.js';
import { html, nothing } from './shared/lit.js';
import { badge, button, notice, selectField, table, textField, waiting } from './shared/ui.js';
import { ago, dateTime, explain, number, t } from './shared/words.js';

const PAUSE = 3000;

let found;
let deadLetters = [];
let timer;
let release;

const load = () =>
  attempt(async () => {
    const [propagation, events] = await Promise.all([
      get('/propagation', {}, { patient: false }),
      get('/dead-letters', {}, { patient: false }),
    ]);
    found = propagation;
    deadLetters = events.items;
    refresh();
  });

const behind = (peer) => found.catalogueVersion - peer.catalogueVersion;

const stateOf = (peer) => {
  if (peer.toPeer.failure) return badge(t('stores.unreachable'), 'bad', 'wifi-off');
  if (behind(peer) > 0 || peer.toPeer.backlog > 0 || peer.fromPeer?.backlog > 0)
    return badge(t('stores.behind'), 'low', 'clock');
  return badge(t('stores.in-step'), 'ok', 'circle-check');
};

const age = (seconds) => (seconds === null || seconds === undefined ? '' : t('stores.age', { count: seconds }));

const columns = () => [
  {
    title: t('stores.service'),
    cell: (peer) => html`${peer.name} <small class="muted">${peer.stores.join(', ')}</small>`,
  },
  { title: t('state'), cell: stateOf },
  {
    title: t('stores.catalogue'),
    kind: 'number',
    cell: (peer) =>
      behind(peer) === 0 ? number(peer.catalogueVersion) : t('stores.versions-behind', { count: behind(peer) }),
  },
  {
    title: t('stores.to'),
    kind: 'number',
    cell: (peer) => html`${number(peer.toPeer.backlog)} ${age(peer.toPeer.oldestSeconds)}`,
  },
  {
    title: t('stores.from'),
    kind: 'number',
    cell: (peer) => (peer.fromPeer ? html`${number(peer.fromPeer.backlog)} ${age(peer.fromPeer.oldestSeconds)}` : '—'),
  },
  {
    title: t('stores.dead-letters'),
    kind: 'number',
    cell: (peer) => number(peer.toPeer.deadLetters + (peer.fromPeer?.deadLetters ?? 0)),
  },
  { title: t('stores.heard'), cell: (peer) => (peer.fromPeer ? ago(peer.fromPeer.lastContact) : t('stores.never')) },
];

const retry = (event) =>
  attempt(async () => {
    await post(`/dead-letters/${event.id}/retry`);
    toast(t('stores.retried'));
    load();
  });

const deadLetterColumns = () => [
  { title: t('stores.event'), cell: (event) => event.type },
  { title: t('stores.for'), cell: (event) => event.destination },
  { title: t('stores.since'), cell: (event) => dateTime(event.rejectedAt) },
  { title: t('stores.error'), cell: (event) => event.error },
  {
    title: t('actions'),
    kind: 'action',
    cell: (event) => button(t('try-again'), { icon: 'rotate-cw', onClick: () => retry(event) }),
  },
];

const storeColumns = () => [
  { title: t('store'), cell: (store) => html`${store.name} <small class="muted">${store.code}</small>` },
  { title: t('stores.registers'), kind: 'number', cell: (store) => number(store.registers.length) },
  { title: t('stores.zone'), cell: (store) => store.timeZone },
  { title: t('stores.taxes'), cell: (store) => store.taxes.map((tax) => t(`tax.${tax.name}`)).join(', ') },
];

const add = () => {
  const form = { code: '', name: '', registers: '2' };
  let refusal;
  const key = newKey();
  const example = known()[0];
  const submit = async (event, close) => {
    event.preventDefault();
    try {
      await post(
        '/stores',
        {
          code: form.code.trim().toUpperCase(),
          name: form.name.trim(),
          timeZone: example?.timeZone ?? 'America/Toronto',
          taxes: example?.taxes ?? [],
          registers: Array.from({ length: Number(form.registers) }, (_, at) => ({
            number: at + 1,
            name: t('stores.register-name', { number: String(at + 1) }),
          })),
        },
        { key },
      );
      toast(t('stores.added', { name: form.name }));
      close();
      loadStores();
      load();
    } catch (problem) {
      refusal = explain(problem);
      refresh();
    }
  };
  return openDialog(
    (close) => html`<form class="stack" @submit=${(event) => submit(event, close)}>
    ${textField('store-code', t('stores.code'), {
      value: form.code,
      maxlength: 8,
      focus: true,
      hint: t('stores.code.hint'),
      onInput: (value) => {
        form.code = value;
      },
    })}
    ${textField('store-name', t('stores.name'), {
      value: form.name,
      maxlength: 60,
      onInput: (value) => {
        form.name = value;
      },
    })}
    ${selectField('store-registers', t('stores.registers'), {
      value: form.registers,
      onChange: (value) => {
        form.registers = value;
      },
      options: [1, 2, 3, 4, 5, 6, 8, 10].map((count) => ({ value: count, text: String(count) })),
    })}
    ${refusal ? notice('bad', refusal) : nothing}${button(t('stores.add'), { tone: 'primary', size: 'large full', type: 'submit' })}</form>`,
    { title: t('stores.add') },
  );
};

/** The page. */
export const stores = {
  enter: () => {
    load();
    loadStores();
    timer = setInterval(load, PAUSE);
    release = onActivity(load);
  },
  leave: () => {
    clearInterval(timer);
    release();
  },
  view: () => html`<div class="page-head"><h1>${t('stores.title')}</h1>${button(t('stores.add'), { icon: 'plus', tone: 'primary', onClick: add })}</div>
    ${
      found === undefined
        ? waiting()
        : html`<div class="stack"><section class="card"><header><h2>${t('stores.step')}</h2>${badge(t('stores.newest', { version: found.catalogueVersion }))}</header>
      ${table(t('stores.step'), columns(), found.peers, { key: (peer) => peer.name })}</section>
      ${deadLetters.length === 0 ? nothing : html`<section class="card"><header><h2>${t('stores.dead-letters')}</h2></header>${table(t('stores.dead-letters'), deadLetterColumns(), deadLetters)}</section>`}
      <section class="card"><header><h2>${t('stores.title')}</h2></header>${table(t('stores.title'), storeColumns(), known(), { key: (store) => store.code })}</section></div>`
    }`,
};
