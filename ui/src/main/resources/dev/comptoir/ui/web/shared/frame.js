// The frame around every page, and the start of a service's pages.

import { isReachable, onReachability } from './api.js';
import { closeDialogs, dialogs, modal } from './dialogs.js';
import { onRefresh, refresh } from './drawing.js';
import { html, nothing, render } from './lit.js';
import { currentPage, enterPage, startRouter } from './router.js';
import { isExpired, isSignedIn, onSession, session } from './session.js';
import { switches } from './theme.js';
import { toasts } from './toasts.js';
import { icon } from './ui.js';
import { loadWords, t } from './words.js';

/** Navigation items beside the menu on a narrow screen. */
const BAR_ITEMS = 4;

const root = document.documentElement;

const brand = () => html`<a class="brand" href="#/">
  <img src="${root.dataset.base}shared/mark.svg" alt="" width="32" height="32">
  <span><strong>Comptoir</strong><small>${t('service')}</small></span></a>`;

/**
 * @param {NavigationItem} item
 * @param {string} path of the page that is shown
 */
const isCurrent = (item, path) => (item.path === '/' ? path === '/' : path.split('/')[1] === item.path.split('/')[1]);

/**
 * @param {NavigationItem[]} items
 * @param {string} path of the page that is shown
 */
const navigation = (items, path) => {
  const count = (/** @type {NavigationItem} */ item) =>
    item.count ? html`<em class="count ${item.alarm ? 'alarm' : ''}">${item.count}</em>` : nothing;
  const entry = (/** @type {NavigationItem} */ item) => html`<a
    href="#${item.path}"
    aria-current=${isCurrent(item, path) ? 'page' : nothing}
  >${icon(item.icon)}<span>${t(item.text)}</span>${count(item)}</a>`;
  const rest = items.slice(BAR_ITEMS);
  return html`<nav class="navigation" aria-label=${t('navigation')}>
    ${items.map((item, place) => html`<div class=${place < BAR_ITEMS ? 'first' : 'rest'}>${entry(item)}</div>`)}
    ${
      rest.length === 0
        ? nothing
        : menu(
            rest.map(entry),
            rest.some((item) => isCurrent(item, path)),
          )
    }</nav>`;
};

/**
 * @param {Content[]} entries
 * @param {boolean} current whether one of them is the page that is shown
 */
const menu = (entries, current) => html`<div class="others">
  <button type="button" popovertarget="others" aria-current=${current ? 'page' : nothing}>
    ${icon('menu')}<span>${t('navigation.more')}</span></button>
  <div popover id="others" @click=${(event) => event.currentTarget.hidePopover()}>${entries}</div></div>`;

const skipLink = () => html`<a
  class="skip"
  href="#main"
  @click=${(event) => {
    event.preventDefault();
    document.getElementById('main')?.focus();
  }}
>${t('skip')}</a>`;

const offline = () => html`<div class="offline" role="alert">${icon('wifi-off')}<span>${t('offline')}</span></div>`;

/**
 * @param {ServicePages} service
 * @param {Page & { route: Route }} page
 */
const framed = (service, page) => html`${skipLink()}
  <div class="frame ${page.route.wide ? 'wide' : ''}">
  <header class="top">${brand()}<div class="top-middle">${service.header?.() ?? nothing}</div>
    ${switches()}${service.account()}</header>
  ${navigation(
    service.navigation().filter((item) => !item.hidden),
    page.route.path,
  )}
  ${isReachable() ? nothing : offline()}
  <main id="main" tabindex="-1">${page.view()}</main>
  ${service.footer ? html`<footer class="status">${service.footer()}</footer>` : nothing}</div>`;

const signIn = (/** @type {ServicePages} */ service) => html`<div class="sign-in">
  <header>${brand()}${switches()}</header><main id="main">${service.signIn()}</main></div>`;

const draw = (/** @type {ServicePages} */ service) => {
  const page = currentPage();
  const title = page ? (page.title?.() ?? t(page.route.title)) : t('sign-in');
  document.title = `${title} · Comptoir`;
  render(
    html`${page ? framed(service, page) : signIn(service)}${dialogs()}
      ${isExpired() ? modal('expired', t('session.expired'), service.signIn()) : nothing}${toasts()}`,
    /** @type {HTMLElement} */ (document.getElementById('app')),
  );
};

/** @param {ServicePages} service */
const followSession = (service) => {
  /** @type {string | undefined} */
  let shown;
  const follow = () => {
    const username = isSignedIn() ? session().username : undefined;
    if (username !== shown) {
      if (shown !== undefined) service.onEnd?.();
      shown = username;
      if (username === undefined) closeDialogs();
      else service.onStart?.();
      enterPage();
    }
    refresh();
  };
  onSession(follow);
  follow();
};

/**
 * Starts the pages of a service. `onStart` is called when somebody signs in, `onEnd` when they sign out.
 * @param {ServicePages} service
 */
export const start = async (service) => {
  await loadWords();
  onRefresh(() => draw(service));
  onReachability(refresh);
  startRouter(service.pages);
  followSession(service);
};
