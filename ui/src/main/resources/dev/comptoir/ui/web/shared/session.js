// Who is signed in, in this tab. The token is gone when the tab is closed.

const KEY = `comptoir.session.${document.documentElement.dataset.root}`;

/** @typedef {{ promise: Promise<boolean>, settle: (same: boolean) => void }} Renewal */

const state = {
  /** @type {Session | null} */
  current: JSON.parse(sessionStorage.getItem(KEY) ?? 'null'),
  /** @type {Renewal | undefined} Pending while somebody must sign in again. */
  renewal: undefined,
  /** @type {Set<() => void>} */
  listeners: new Set(),
};

const notify = () => {
  for (const listener of state.listeners) listener();
};

export const isSignedIn = () => state.current !== null;

/** The session of the employee who is logged in. */
export const session = () => {
  if (state.current === null) throw new Error('nobody is signed in');
  return state.current;
};

/** The session's token, if somebody is signed in. */
export const token = () => state.current?.token;

/** True while somebody must sign in again before the page can go on. */
export const isExpired = () => state.renewal !== undefined;

/** @param {() => void} listener */
export const onSession = (listener) => state.listeners.add(listener);

/**
 * Whether both are sessions of the same person at the same register.
 * @typedef {{ username: string, store?: string, register?: number }} Place
 * @param {Place | null} one
 * @param {Place} other
 */
const isSame = (one, other) =>
  one?.username === other.username && one?.store === other.store && one?.register === other.register;

/**
 * @param {Session | null} session
 * @param {boolean} same whether it continues the session before
 */
const change = (session, same) => {
  const { renewal } = state;
  state.current = session;
  state.renewal = undefined;
  if (session === null) sessionStorage.removeItem(KEY);
  else sessionStorage.setItem(KEY, JSON.stringify(session));
  renewal?.settle(same);
  notify();
};

/** @param {Session} opened */
export const signedIn = (opened) => change(opened, isSame(state.current, opened));

export const signedOut = () => change(null, false);

/**
 * Shows the sign-in because the service rejected a token.
 * @param {string} rejected
 * @returns {Promise<boolean>} true when the same person signed in again at the same register
 */
export const renew = (rejected) => {
  if (state.current === null) return Promise.resolve(false);
  if (rejected !== state.current.token) return Promise.resolve(true);
  if (state.renewal === undefined) {
    const { promise, resolve } = Promise.withResolvers();
    state.renewal = { promise, settle: resolve };
    notify();
  }
  return state.renewal.promise;
};
