// Who is signed in, in this tab. The token goes when the tab closes.
const KEY = `comptoir.session.${document.documentElement.dataset.root}`;

let current = JSON.parse(sessionStorage.getItem(KEY) ?? 'null');
let renewal;
const listeners = new Set();

const tell = () => {
  for (const listener of listeners) listener();
};

export const session = () => current;

/** True while somebody must sign in again before the page can go on. */
export const isExpired = () => renewal !== undefined;

export const onSession = (listener) => listeners.add(listener);

const isSame = (one, other) =>
  one?.username === other.username && one?.store === other.store && one?.register === other.register;

export const signedIn = (opened) => {
  const waiting = renewal;
  const same = isSame(current, opened);
  current = opened;
  renewal = undefined;
  sessionStorage.setItem(KEY, JSON.stringify(opened));
  waiting?.settle(same);
  tell();
};

/** Keeps what a page learns about its session, such as whether the register is open. */
export const amend = (changes) => {
  current = { ...current, ...changes };
  sessionStorage.setItem(KEY, JSON.stringify(current));
  tell();
};

export const signedOut = () => {
  const waiting = renewal;
  current = null;
  renewal = undefined;
  sessionStorage.removeItem(KEY);
  waiting?.settle(false);
  tell();
};

/** Asks for a new sign-in; true when the same person signed in again at the same place. */
export const renew = (refused) => {
  if (current === null) return Promise.resolve(false);
  if (refused !== current.token) return Promise.resolve(true);
  if (renewal === undefined) {
    let settle;
    const promise = new Promise((resolve) => {
      settle = resolve;
    });
    renewal = { promise, settle };
    tell();
  }
  return renewal.promise;
};
