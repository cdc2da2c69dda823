// Requests to the service that served the page. A write has an idempotency key and is repeated under the same key until
// a response arrives, so a lost connection neither loses nor repeats its effect.

import { renew, token as sessionToken } from './session.js';

const BASE = `${document.documentElement.dataset.root}/api/v1`;
const RETRY_DELAYS_MILLISECONDS = [200, 500, 1000, 2000, 3000];
const TIMEOUT_MILLISECONDS = 10_000;
const RECONNECT_MILLISECONDS = 500;
const MOST_RECONNECT_MILLISECONDS = 5000;
const RETRIABLE = [429, 502, 503, 504];

/**
 * @typedef {object} Options
 * @property {Record<string, unknown>} [query]
 * @property {unknown} [body]
 * @property {string} [key] idempotency key of a write
 * @property {number} [version] of what is changed: If-Match
 * @property {AbortSignal} [signal] cancels the request
 * @property {boolean} [retry] false fails at the first lost request
 * @property {'text' | 'blob'} [as] for a response that is not JSON
 * @property {string} [token] of another session
 */

const state = {
  reachable: true,
  /** @type {Set<() => void>} */
  listeners: new Set(),
};

/** Whether the last request reached the service. */
export const isReachable = () => state.reachable;

/** @param {() => void} listener */
export const onReachability = (listener) => state.listeners.add(listener);

const setReachable = (/** @type {boolean} */ reachable) => {
  if (reachable === state.reachable) return;
  state.reachable = reachable;
  for (const listener of state.listeners) listener();
};

/** A refusal by the service; its type is `unreachable` when no response arrived. */
export class Problem extends Error {
  /**
   * @param {string} type without its prefix: `too-large`
   * @param {number} status of the response, 0 without one
   * @param {Record<string, any>} [members] of the problem document
   */
  constructor(type, status, members = {}) {
    super(members.title ?? type);
    this.type = type;
    this.status = status;
    this.detail = members.detail;
    this.members = members;
  }
}

const pause = (/** @type {number} */ milliseconds) =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });

/** A key for one intended write. */
export const newKey = () =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/**
 * @param {string} path
 * @param {Record<string, unknown>} [query] values that are empty are left out; a list repeats its name
 */
const address = (path, query = {}) => {
  const parameters = Object.entries(query)
    .flatMap(([name, value]) => [value].flat().map((one) => [name, one]))
    .filter(([, value]) => value !== undefined && value !== '' && value !== null)
    .map(([name, value]) => [String(name), String(value)]);
  return `${BASE}${path}${parameters.length ? `?${new URLSearchParams(parameters)}` : ''}`;
};

const problemOf = async (/** @type {Response} */ response) => {
  const members = await response.json().catch(() => ({}));
  return new Problem((members.type ?? 'internal-error').replace('urn:comptoir:problem:', ''), response.status, members);
};

/**
 * @param {Method} method
 * @param {string} path
 * @param {Options} options
 */
const send = async (method, path, { query, body, key, version, signal, token = sessionToken() }) => {
  /** @type {Record<string, string>} */
  const headers = { Accept: 'application/json' };
  if (token) headers.Authorization = `Bearer ${token}`;
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  if (key) headers['Idempotency-Key'] = key;
  if (version !== undefined) headers['If-Match'] = `"${version}"`;
  const limit = AbortSignal.timeout(TIMEOUT_MILLISECONDS);
  const response = await fetch(address(path, query), {
    method: method.toUpperCase(),
    headers,
    body: body === undefined ? undefined : JSON.stringify(body),
    signal: signal ? AbortSignal.any([signal, limit]) : limit,
    cache: 'no-store',
  });
  return { response, token };
};

/**
 * Sends once.
 * @param {Method} method
 * @param {string} path
 * @param {Options} options
 * @returns the response, or undefined when none arrived
 */
const attempt = async (method, path, options) => {
  try {
    const { response, token } = await send(method, path, options);
    setReachable(!RETRIABLE.includes(response.status) || response.status === 429);
    return { response, token };
  } catch (failure) {
    if (options.signal?.aborted) throw failure;
    setReachable(false);
    return undefined;
  }
};

/**
 * Sends until a response arrives that is worth showing.
 * @param {Method} method
 * @param {string} path
 * @param {Options} options
 */
const exchange = async (method, path, options) => {
  const delays = (options.retry ?? true) ? RETRY_DELAYS_MILLISECONDS : [];
  for (const delay of delays) {
    const result = await attempt(method, path, options);
    if (result && !RETRIABLE.includes(result.response.status)) return result;
    await pause(delay);
  }
  const last = await attempt(method, path, options);
  if (last) return last;
  throw new Problem('unreachable', 0);
};

/**
 * @param {Method} method
 * @param {string} path
 * @param {Options} options
 * @returns {Promise<any>}
 */
const fetchBody = async (method, path, options) => {
  const { response, token } = await exchange(method, path, options);
  if (response.ok) {
    if (response.status === 204) return undefined;
    if (options.as === 'blob') return response.blob();
    return options.as === 'text' ? response.text() : response.json();
  }
  const problem = await problemOf(response);
  if (problem.type === 'unauthenticated' && token && (await renew(token))) return fetchBody(method, path, options);
  throw problem;
};

/**
 * @param {Method} method
 * @returns {any} a function whose type is stated where it is exported
 */
const write =
  (method) => (/** @type {string} */ path, /** @type {unknown} */ body, /** @type {Options | undefined} */ options) =>
    fetchBody(method, path, { key: method === 'post' ? newKey() : undefined, body, ...options });

/**
 * @param {string} path
 * @param {Record<string, unknown>} [query]
 * @param {Options} [options]
 * @returns {any} a promise whose type is stated where it is exported
 */
const read = (path, query, options) => fetchBody('get', path, { query, ...options });

/**
 * Returns the body of the response; a refusal is thrown as a `Problem`, here and below.
 * @type {Get}
 */
export const get = /** @type {any} */ (read);

/**
 * A write under its own key; pass the `key` of an earlier attempt to repeat that one.
 * @type {Write<'post'>}
 */
export const post = write('post');

/** @type {Write<'put'>} */
export const put = write('put');

/** @type {Write<'patch'>} */
export const patch = write('patch');

/** @type {Delete} */
export const del = write('delete');

/**
 * @typedef {object} Listener
 * @property {(type: string, data: any) => void} onEvent
 * @property {(connected: boolean) => void} [onState]
 */

/**
 * Receives server-sent events by a request that carries the token, which EventSource cannot. Reconnects after the last
 * event that was received.
 * @param {string} path
 * @param {Listener} listener
 * @returns {() => void} ends the stream
 */
export const listen = (path, { onEvent, onState = () => {} }) => {
  const ended = new AbortController();
  const run = async () => {
    /** @type {string | undefined} */
    let last;
    let failures = 0;
    const received = (/** @type {Record<string, string>} */ { id, event, data }) => {
      if (id) last = id;
      if (data) onEvent(event, JSON.parse(data));
    };
    const connected = () => {
      failures = 0;
      onState(true);
    };
    while (!ended.signal.aborted) {
      const goesOn = await stream(path, last, ended.signal, connected, received).catch(() => true);
      if (!goesOn || ended.signal.aborted) return;
      onState(false);
      failures += 1;
      await pause(Math.min(RECONNECT_MILLISECONDS * failures, MOST_RECONNECT_MILLISECONDS));
    }
  };
  run();
  return () => ended.abort();
};

/**
 * Reads one connection to its end.
 * @param {string} path
 * @param {string | undefined} last id of the last event that was received
 * @param {AbortSignal} signal
 * @param {() => void} connected
 * @param {(fields: Record<string, string>) => void} received
 * @returns {Promise<boolean>} false when nobody is signed in any more
 */
const stream = async (path, last, signal, connected, received) => {
  const token = sessionToken() ?? '';
  const headers = { Accept: 'text/event-stream', Authorization: `Bearer ${token}` };
  const response = await fetch(address(path), {
    headers: last ? { ...headers, 'Last-Event-ID': last } : headers,
    signal,
    cache: 'no-store',
  });
  if (response.status === 401) return renew(token);
  if (!response.ok || !response.body) return true;
  connected();
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    const blocks = (rest + chunk.value).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) received(fieldsOf(block));
  }
  return true;
};

const fieldsOf = (/** @type {string} */ block) =>
  Object.fromEntries(
    block.split('\n').map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon), line.slice(colon + 1).trimStart()];
    }),
  );
