// The page that the address names.

import { refresh } from './drawing.js';
import { isSignedIn } from './session.js';

/** @type {{ routes: Route[], current: (Page & { route: Route }) | undefined }} */
const state = { routes: [], current: undefined };

/** @param {string} address the address of a page: `/sales` */
export const go = (address) => {
  location.hash = address;
};

/**
 * @param {string} path
 * @param {string} address
 * @returns {Record<string, string> | undefined} the parameters, or undefined when the address does not fit
 */
const valuesOf = (path, address) => {
  const names = path.split('/');
  const parts = address.split('/');
  if (names.length !== parts.length) return undefined;
  /** @type {Record<string, string>} */
  const values = {};
  for (const [place, name] of names.entries()) {
    if (name.startsWith(':')) values[name.slice(1)] = decodeURIComponent(parts[place]);
    else if (name !== parts[place]) return undefined;
  }
  return values;
};

const find = () => {
  const [address, query = ''] = (location.hash.slice(1) || '/').split('?');
  for (const route of state.routes) {
    const values = valuesOf(route.path, address);
    if (values) return { route, values: { ...Object.fromEntries(new URLSearchParams(query)), ...values } };
  }
  return { route: state.routes[0], values: {} };
};

/** Leaves the page that is shown and enters the one that the address names. */
export const enterPage = () => {
  const before = state.current?.route;
  state.current?.leave?.();
  state.current = undefined;
  if (isSignedIn()) {
    const { route, values } = find();
    const page = { ...route.page, route };
    state.current = page;
    page.enter?.(values);
    if (before !== route) scrollTo(0, 0);
  }
  refresh();
};

/** The page that is shown; undefined while nobody is signed in. */
export const currentPage = () => state.current;

/** @param {Route[]} routes the first one is shown for unknown addresses */
export const startRouter = (routes) => {
  state.routes = routes;
  addEventListener('hashchange', enterPage);
};
