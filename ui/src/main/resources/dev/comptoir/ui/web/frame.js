// Draws the page: which one the address names, the frame around it, dialogs and short messages above it.

import { isReachable, onReachability } from './api.js';
import { html, nothing, ref, render, repeat } from './lit.js';
import { isExpired, onSession, session } from './session.js';
import { button, icon } from './ui.js';
import { chooseLanguage, explain, language, loadWords, t } from './words.js';

const root = document.documentElement;
const place = document.getElementById('app');

let service;
let page;
let drawing = false;
let dialogs = [];
let toasts = [];
let ids = 0;

const nextId = () => {
  ids += 1;
  return ids;
};

/** Draws again, once, before the browser paints. Every change of what is shown ends in a call of this. */
export const refresh = () => {
  if (drawing) return;
  drawing = true;
  queueMicrotask(() => {
    drawing = false;
    draw();
  });
};

export const go = (address) => {
  location.hash = address;
};

/** A short message. `tone`: ok, bad, info. It leaves by itself; a bad one stays longer. */
export const toast = (text, tone = 'ok', action) => {
  const id = nextId();
  toasts = [...toasts.slice(-3), { id, text, tone, action }];
  setTimeout(() => dropToast(id), tone === 'bad' ? 9000 : 4500);
  refresh();
};

const dropToast = (id) => {
  toasts = toasts.filter((one) => one.id !== id);
  refresh();
};

/** Shows a refusal; anything else is a mistake of ours and goes to the console as well. */
export const complain = (failure) => {
  if (!failure.word) console.error(failure);
  toast(failure.word ? explain(failure) : t('mistake'), 'bad');
};

/** Runs a piece of work and complains when it fails; answers undefined then. */
export const attempt = async (work) => {
  try {
    return await work();
  } catch (failure) {
    complain(failure);
    return undefined;
  } finally {
    refresh();
  }
};

/**
 * Opens a dialog above the page.
 * @param view makes the content; it is called at every drawing and gets `close(result)`
 * @param closable whether it may be dismissed now
 * @return a promise of the result; undefined when it was dismissed
 */
export const openDialog = (view, { title, wide = false, closable = () => true } = {}) =>
  new Promise((resolve) => {
    const id = nextId();
    const close = (result) => {
      if (!dialogs.some((one) => one.id === id)) return;
      dialogs = dialogs.filter((one) => one.id !== id);
      resolve(result);
      refresh();
    };
    dialogs = [...dialogs, { id, view, title, wide, closable, close }];
    refresh();
  });

const closeDialogs = () => {
  for (const dialog of dialogs) dialog.close(undefined);
};

export const isDialogOpen = () => dialogs.length > 0 || isExpired();

/** Asks before something that cannot be undone. */
export const confirm = ({ title, text, yes, tone = 'primary' }) =>
  openDialog(
    (close) => html`<p>${text}</p>
  <div class="actions">${button(t('cancel'), { onClick: () => close(false) })}${button(yes, { tone, onClick: () => close(true) })}</div>`,
    { title },
  );

/* An element that a template makes is in the document only after the drawing. */
const show = (element) =>
  queueMicrotask(() => {
    if (element?.isConnected && !element.open) element.showModal();
  });

/* Browsers close a dialog at the second Escape whatever its page says: one that must stay is shown again. */
const modal = (kind, label, content, dismiss = () => {}) => html`<dialog class=${kind} aria-label=${label} ${ref(show)}
  @keydown=${(event) => {
    if (event.key === 'Escape') {
      event.preventDefault();
      dismiss();
    }
  }}
  @cancel=${(event) => {
    event.preventDefault();
    dismiss();
  }} @close=${(event) => show(event.target)}>${content}</dialog>`;

const dialogOf = ({ view, title, wide, closable, close }) => {
  const name = typeof title === 'function' ? title() : title;
  const dismiss = () => {
    if (closable()) close(undefined);
  };
  return modal(
    wide ? 'wide' : '',
    name,
    html`<header><h2>${name}</h2>
    ${closable() ? button('', { icon: 'x', tone: 'quiet', label: t('close'), onClick: dismiss }) : nothing}</header>
    <div class="dialog-body">${view(close)}</div>`,
    dismiss,
  );
};

const toastOf = ({
  id,
  text,
  tone,
  action,
}) => html`<div class="toast ${tone}" role=${tone === 'bad' ? 'alert' : 'status'}>
  ${icon({ ok: 'circle-check', bad: 'circle-alert', info: 'info' }[tone])}<span>${text}</span>
  ${
    action
      ? button(action.text, {
          tone: 'quiet',
          onClick: () => {
            dropToast(id);
            action.onClick();
          },
        })
      : nothing
  }
  ${button('', { icon: 'x', tone: 'quiet', label: t('close'), onClick: () => dropToast(id) })}</div>`;

/* Themes and languages */

const themes = { auto: 'sun-moon', light: 'sun', dark: 'moon' };
const theme = () => root.dataset.theme ?? 'auto';
const changeTheme = () => {
  const names = Object.keys(themes);
  const next = names[(names.indexOf(theme()) + 1) % names.length];
  if (next === 'auto') {
    delete root.dataset.theme;
    localStorage.removeItem('comptoir.theme');
  } else {
    root.dataset.theme = next;
    localStorage.setItem('comptoir.theme', next);
  }
  dispatchEvent(new Event('comptoir:theme'));
  refresh();
};

const changeLanguage = async () => {
  await chooseLanguage(language() === 'fr' ? 'en' : 'fr');
  dispatchEvent(new Event('comptoir:language'));
  refresh();
};

/** The two switches that stand on every page, before the sign-in too. */
export const switches = () => html`<div class="switches">
  <button type="button" class="button quiet language" lang=${language() === 'fr' ? 'en' : 'fr'} @click=${changeLanguage}>${
    language() === 'fr' ? 'English' : 'Français'
  }</button>
  ${button('', { icon: themes[theme()], tone: 'quiet', label: t(`theme.${theme()}`), onClick: changeTheme })}</div>`;

/* The frame */

const brand =
  () => html`<a class="brand" href="#/"><img src="${root.dataset.base}shared/mark.svg" alt="" width="32" height="32">
  <span><strong>Comptoir</strong><small>${t('service')}</small></span></a>`;

const BAR = 4;

const navigation = () => {
  const items = service.navigation().filter((item) => !item.hidden);
  const entry = (
    item,
  ) => html`<a href="#${item.path}" aria-current=${isCurrent(item) ? 'page' : nothing}>${icon(item.icon)}
    <span>${t(item.text)}</span>${item.count ? html`<em class="count ${item.alarm ? 'alarm' : ''}">${item.count}</em>` : nothing}</a>`;
  const rest = items.slice(BAR);
  return html`<nav class="navigation" aria-label=${t('navigation')}>${items.map((item, at) => html`<div class=${at < BAR ? 'first' : 'rest'}>${entry(item)}</div>`)}
    ${
      rest.length === 0
        ? nothing
        : html`<div class="others"><button type="button" popovertarget="others" aria-current=${rest.some(isCurrent) ? 'page' : nothing}>
      ${icon('menu')}<span>${t('navigation.more')}</span></button>
      <div popover id="others" @click=${(event) => event.currentTarget.hidePopover()}>${rest.map(entry)}</div></div>`
    }</nav>`;
};

const isCurrent = (item) =>
  item.path === '/' ? page.route.path === '/' : page.route.path.split('/')[1] === item.path.split('/')[1];

const framed = () => html`<a class="skip" href="#main" @click=${(event) => {
  event.preventDefault();
  document.getElementById('main').focus();
}}>${t('skip')}</a>
  <div class="frame ${page.route.wide ? 'wide' : ''}">
  <header class="top">${brand()}<div class="top-middle">${service.header?.() ?? nothing}</div>${switches()}${service.account()}</header>
  ${navigation()}
  ${isReachable() ? nothing : html`<div class="offline" role="alert">${icon('wifi-off')}<span>${t('offline')}</span></div>`}
  <main id="main" tabindex="-1">${page.view()}</main>
  ${service.footer ? html`<footer class="status">${service.footer()}</footer>` : nothing}</div>`;

const signIn = () =>
  html`<div class="sign-in"><header>${brand()}${switches()}</header><main id="main">${service.signIn()}</main></div>`;

const expired = () => modal('expired', t('session.expired'), service.signIn());

const draw = () => {
  const content = session() === null ? signIn() : framed();
  const title = session() === null ? t('sign-in') : (page.title?.() ?? t(page.route.title));
  document.title = `${title} · Comptoir`;
  render(
    html`${content}${repeat(dialogs, (one) => one.id, dialogOf)}${isExpired() ? expired() : nothing}
    <div class="toasts">${repeat(toasts, (one) => one.id, toastOf)}</div>`,
    place,
  );
};

/* Addresses */

const matches = (path, address) => {
  const names = path.split('/');
  const parts = address.split('/');
  if (names.length !== parts.length) return undefined;
  const values = {};
  for (let at = 0; at < names.length; at += 1) {
    if (names[at].startsWith(':')) values[names[at].slice(1)] = decodeURIComponent(parts[at]);
    else if (names[at] !== parts[at]) return undefined;
  }
  return values;
};

const find = () => {
  const [address, query = ''] = (location.hash.slice(1) || '/').split('?');
  for (const route of service.pages) {
    const values = matches(route.path, address);
    if (values) return { route, values: { ...Object.fromEntries(new URLSearchParams(query)), ...values } };
  }
  return { route: service.pages[0], values: {} };
};

const enter = () => {
  if (session() === null) {
    page?.leave?.();
    page = undefined;
    refresh();
    return;
  }
  const { route, values } = find();
  const before = page?.route;
  page?.leave?.();
  page = { ...route.page, route };
  page.enter?.(values);
  if (before !== route) scrollTo(0, 0);
  refresh();
};

/**
 * Starts the pages of a service.
 * @param made {pages: [{path, title, page: {enter, leave, view, title}, wide}], navigation: () => [{path, icon, text, count, alarm, hidden}],
 *   signIn, account, header, footer: () => template, onStart: () => work when somebody is signed in, onEnd}
 */
export const start = async (made) => {
  service = made;
  await loadWords();
  let known = null;
  const sessionChanged = () => {
    const now = session()?.username ?? null;
    if (now !== known) {
      if (known !== null) service.onEnd?.();
      known = now;
      if (now !== null) service.onStart?.();
      if (now === null) closeDialogs();
      enter();
    }
    refresh();
  };
  onSession(sessionChanged);
  onReachability(refresh);
  addEventListener('hashchange', enter);
  sessionChanged();
  if (known === null) enter();
};
