// The stores and the services: how far each is behind, and what restores of databases meant.

import { taxName } from './breakdown.js';
import { deadLetterCards, loadDeadLetters } from './dead-letters.js';
import { stores as currentStores, loadStores, onActivity } from './live.js';
import { serviceName } from './services.js';
import { get, newKey, post } from './shared/api.js';
import { openDialog } from './shared/dialogs.js';
import { refresh } from './shared/drawing.js';
import { selectField, textField } from './shared/fields.js';
import { html, nothing } from './shared/lit.js';
import { go } from './shared/router.js';
import { attempt, failureText, toast } from './shared/toasts.js';
import { badge, button, notice, table, waiting } from './shared/ui.js';
import { ago, dateTime, number, t } from './shared/words.js';
import { bodyOf, valuesOf } from './store-profile.js';

const INTERVAL_MILLISECONDS = 3000;
const REGISTER_COUNTS = [1, 2, 3, 4, 5, 6, 8, 10];
const TIME_ZONE = 'America/Toronto';

/**
 * @typedef {ResponseOf<'get', '/propagation'>} Propagation
 * @typedef {Propagation['peers'][number]} Peer
 * @typedef {Schema<'Store'>} Store
 */

const state = {
  /** @type {Propagation | undefined} undefined until it is loaded */
  propagation: undefined,
  /** @type {ReturnType<typeof setInterval> | undefined} */
  timer: undefined,
  /** Ends the updates. */
  unsubscribe: () => {},
};

const load = () =>
  attempt(async () => {
    const [propagation] = await Promise.all([get('/propagation', undefined, { retry: false }), loadDeadLetters()]);
    state.propagation = propagation;
    refresh();
  });

/** How many catalogue versions a service is behind. @param {Peer} peer */
const versionsBehind = (peer) => (state.propagation?.catalogueVersion ?? 0) - peer.catalogueVersion;

const stateOf = (/** @type {Peer} */ peer) => {
  const { toPeer, fromPeer } = peer;
  if (toPeer.failure) return badge(t('stores.unreachable'), 'bad', 'wifi-off');
  if (toPeer.differing.length + (fromPeer?.differing.length ?? 0) > 0) {
    return badge(t('stores.copies-differ'), 'bad', 'circle-alert');
  }
  if (fromPeer?.resentAt && fromPeer.behind > 0) {
    return badge(t('stores.resending', { count: number(fromPeer.behind) }), 'low', 'rotate-cw');
  }
  if (versionsBehind(peer) > 0 || toPeer.backlog > 0 || (fromPeer?.backlog ?? 0) > 0) {
    return badge(t('stores.behind'), 'low', 'clock');
  }
  return badge(t('stores.up-to-date'), 'ok', 'circle-check');
};

/** @param {{ backlog: number, oldestSeconds: number | null }} connection */
const backlogText = ({ backlog, oldestSeconds }) =>
  html`${number(backlog)} ${oldestSeconds === null ? '' : t('stores.age', { count: oldestSeconds })}`;

const versionText = (/** @type {Peer} */ peer) => {
  const count = versionsBehind(peer);
  return count === 0 ? number(peer.catalogueVersion) : t('stores.versions-behind', { count });
};

/** @returns {Column<Peer>[]} */
const columns = () => [
  {
    title: t('stores.service'),
    cell: ({ name, stores: codes }) => html`${serviceName(name)} <small class="muted">${codes.join(', ')}</small>`,
  },
  { title: t('state'), cell: stateOf },
  { title: t('stores.catalogue'), kind: 'number', cell: versionText },
  { title: t('stores.outgoing'), kind: 'number', cell: ({ toPeer }) => backlogText(toPeer) },
  { title: t('stores.incoming'), kind: 'number', cell: ({ fromPeer }) => (fromPeer ? backlogText(fromPeer) : '—') },
  {
    title: t('stores.dead-letters'),
    kind: 'number',
    cell: ({ toPeer, fromPeer }) => number(toPeer.deadLetters + (fromPeer?.deadLetters ?? 0)),
  },
  {
    title: t('stores.last-contact'),
    cell: ({ fromPeer }) => (fromPeer ? ago(fromPeer.lastContact) : t('stores.never')),
  },
];

/** @typedef {{ peer: string, text: string, at?: string | null }} Finding */

/** @param {string} peer @param {string} text @param {string | null} [at] @returns {Finding} */
const finding = (peer, text, at) => ({ peer, text, at });

/** What restores meant for the events of the head office for a service. @param {Peer} peer @returns {Finding[]} */
const findingsThere = ({ name, toPeer }) => {
  const { rewoundAt, divergedAt, forgotten, differing } = toPeer;
  return [
    ...(rewoundAt ? [finding(name, t('stores.resent-there'), rewoundAt)] : []),
    ...(divergedAt ? [finding(name, t('stores.diverged-here', { count: forgotten }), divergedAt)] : []),
    ...(differing.length > 0 ? [finding(name, t('stores.differing-there', { names: list(differing) }))] : []),
  ];
};

/** What restores meant for the events of a service for the head office. @param {Peer} peer @returns {Finding[]} */
const findingsHere = ({ name, fromPeer }) => {
  if (!fromPeer) return [];
  const { resentAt, divergedAt, lost, differing } = fromPeer;
  return [
    ...(resentAt ? [finding(name, t('stores.resent-here'), resentAt)] : []),
    ...(divergedAt ? [finding(name, t('stores.diverged-there'), divergedAt)] : []),
    ...(lost > 0 ? [finding(name, t('stores.lost', { count: lost }))] : []),
    ...(differing.length > 0 ? [finding(name, t('stores.differing-here', { names: list(differing) }))] : []),
  ];
};

const list = (/** @type {string[]} */ names) => names.join(', ');

/** @returns {Column<Finding>[]} */
const findingColumns = () => [
  { title: t('stores.service'), cell: ({ peer }) => serviceName(peer) },
  { title: t('stores.happened'), cell: ({ text }) => text },
  { title: t('stores.when'), kind: 'number', cell: ({ at }) => (at ? dateTime(at) : '—') },
];

const restores = (/** @type {Peer[]} */ peers) => {
  const findings = peers.flatMap((peer) => [...findingsThere(peer), ...findingsHere(peer)]);
  if (findings.length === 0) return nothing;
  return card(
    t('stores.restores'),
    table(t('stores.restores'), findingColumns(), findings, { key: ({ peer, text }) => `${peer} ${text}` }),
  );
};

const inService = (/** @type {Store['registers']} */ registers) => registers.filter(({ closed }) => !closed).length;

/** @returns {Column<Store>[]} */
const storeColumns = () => [
  {
    title: t('store'),
    cell: ({ name, code }) =>
      html`<a class="row-link" href="#/stores/${code}">${name}</a> <small class="muted">${code}</small>`,
  },
  { title: t('stores.registers'), kind: 'number', cell: ({ registers }) => number(inService(registers)) },
  { title: t('stores.zone'), cell: ({ timeZone }) => timeZone },
  { title: t('stores.taxes'), cell: ({ taxes }) => taxes.map(({ name }) => taxName(name)).join(', ') },
];

/** @typedef {{ code: string, name: string, registers: string }} StoreForm */

/**
 * The taxes, languages and coins of a store, for another one of the same company; none before it has a profile.
 * @param {Store} example
 * @param {string} name
 */
const profileLike = async (example, name) => {
  const { profile, today } = await get(`/stores/${example.code}`);
  if (profile.version === 0) return undefined;
  return { ...bodyOf(valuesOf(profile, today)), tradeName: name, address: [], telephone: undefined };
};

/** A store like the first one: its time zone, its taxes. @param {StoreForm} form */
const newStore = async ({ code, name, registers }) => {
  const [example] = currentStores();
  const profile = example && (await profileLike(example, name.trim()));
  const register = (/** @type {number} */ number) => ({
    number,
    name: t('stores.register-name', { number: String(number) }),
  });
  return {
    code: code.trim().toUpperCase(),
    name: name.trim(),
    timeZone: example?.timeZone ?? TIME_ZONE,
    taxes: example?.taxes ?? [],
    registers: Array.from({ length: Number(registers) }, (_none, place) => register(place + 1)),
    ...(profile && { profile }),
  };
};

const storeFields = (/** @type {StoreForm} */ form) => html`${textField('store-code', t('stores.code'), {
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
    options: REGISTER_COUNTS.map((count) => ({ value: String(count), text: String(count) })),
    onChange: (value) => {
      form.registers = value;
    },
  })}`;

const add = () => {
  const form = { code: '', name: '', registers: '2' };
  const key = newKey();
  /** @type {string | undefined} */
  let refusal;

  const submit = async (/** @type {PageEvent} */ event, /** @type {() => void} */ close) => {
    event.preventDefault();
    try {
      const { code } = await post('/stores', await newStore(form), { key });
      toast(t('stores.added', { name: form.name }));
      close();
      loadStores();
      go(`/stores/${code}`);
    } catch (failure) {
      refusal = failureText(failure);
      refresh();
    }
  };

  return openDialog(
    (close) => html`<form class="stack" @submit=${(event) => submit(event, close)}>${storeFields(form)}
      ${refusal ? notice('bad', refusal) : nothing}
      ${button(t('stores.add'), { tone: 'primary', size: 'large full', type: 'submit' })}</form>`,
    { title: t('stores.add') },
  );
};

/**
 * @param {string} title
 * @param {Content} content
 * @param {Content} [detail]
 */
const card = (title, content, detail = nothing) =>
  html`<section class="card"><header><h2>${title}</h2>${detail}</header>${content}</section>`;

const content = (/** @type {Propagation} */ { catalogueVersion, peers }) => html`<div class="stack">
    ${card(
      t('stores.propagation'),
      table(t('stores.propagation'), columns(), peers, { key: (peer) => peer.name }),
      badge(t('stores.newest', { version: catalogueVersion })),
    )}
    ${deadLetterCards(card)} ${restores(peers)}
    ${card(
      t('stores.title'),
      table(t('stores.title'), storeColumns(), currentStores(), { key: (store) => store.code }),
    )}</div>`;

/** @type {Page} */
export const stores = {
  enter: () => {
    load();
    loadStores();
    state.timer = setInterval(load, INTERVAL_MILLISECONDS);
    state.unsubscribe = onActivity(load);
  },
  leave: () => {
    clearInterval(state.timer);
    state.unsubscribe();
  },
  view: () => html`<div class="page-head"><h1>${t('stores.title')}</h1>
      ${button(t('stores.add'), { icon: 'plus', tone: 'primary', onClick: add })}</div>
    ${state.propagation === undefined ? waiting() : content(state.propagation)}`,
};
