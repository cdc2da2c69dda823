// Requests to the service that served the page. A write carries an idempotency key and is sent again under the same key
// until an answer arrives, so a lost connection neither loses nor doubles anything.
import { renew, session } from './session.js';

const BASE = `${document.documentElement.dataset.root}/api/v1`;
const PAUSES = [200, 500, 1000, 2000, 3000];
const TIMEOUT = 10_000;

let reachable = true;
const listeners = new Set();

/** Whether the service answered last. */
export const isReachable = () => reachable;

export const onReachability = (listener) => listeners.add(listener);

const note = (answered) => {
  if (answered === reachable) return;
  reachable = answered;
  for (const listener of listeners) listener();
};

/** A refusal by the service, or its silence (`unreachable`). */
export class Problem extends Error {
  constructor(word, status, members = {}) {
    super(members.title ?? word);
    this.word = word;
    this.status = status;
    this.detail = members.detail;
    this.members = members;
  }
}

const pause = (milliseconds) =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });

/** A key for one intended write. */
export const newKey = () =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

const address = (path, query = {}) => {
  const parameters = Object.entries(query)
    .flatMap(([name, value]) => (Array.isArray(value) ? value.map((one) => [name, one]) : [[name, value]]))
    .filter(([, value]) => value !== undefined && value !== '' && value !== null);
  return `${BASE}${path}${parameters.length ? `?${new URLSearchParams(parameters)}` : ''}`;
};

const problemOf = async (response) => {
  const members = await response.json().catch(() => ({}));
  return new Problem((members.type ?? 'internal-error').replace('urn:comptoir:problem:', ''), response.status, members);
};

const send = async (method, path, { query, body, key, version, signal, token = session()?.token }) => {
  const headers = { Accept: 'application/json' };
  if (token) headers.Authorization = `Bearer ${token}`;
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  if (key) headers['Idempotency-Key'] = key;
  if (version !== undefined) headers['If-Match'] = `"${version}"`;
  const limit = AbortSignal.timeout(TIMEOUT);
  const response = await fetch(address(path, query), {
    method,
    headers,
    body: body === undefined ? undefined : JSON.stringify(body),
    signal: signal ? AbortSignal.any([signal, limit]) : limit,
    cache: 'no-store',
  });
  return { response, token };
};

const isPassing = (status) => status === 429 || status === 502 || status === 503 || status === 504;

/** One attempt: the response, or undefined when it is worth another. */
const attempt = async (method, path, options) => {
  try {
    const { response, token } = await send(method, path, options);
    note(!isPassing(response.status) || response.status === 429);
    return { response, token };
  } catch (failure) {
    if (options.signal?.aborted) throw failure;
    note(false);
    return undefined;
  }
};

const exchange = async (method, path, options) => {
  const pauses = (options.patient ?? true) ? PAUSES : [];
  for (let tries = 0; ; tries += 1) {
    const result = await attempt(method, path, options);
    const answered = result && !(isPassing(result.response.status) && tries < pauses.length);
    if (answered) return result;
    if (tries >= pauses.length) throw new Problem('unreachable', 0);
    await pause(pauses[tries]);
  }
};

/**
 * The answer to a request.
 * @param options query; body; key (of a write); version (of what is changed: If-Match); signal (to give up);
 *   patient: false to fail at the first silence; as: 'text' for what is not JSON; token: of another session
 */
export const request = async (method, path, options = {}) => {
  const { response, token } = await exchange(method, path, options);
  if (response.ok) {
    if (response.status === 204) return undefined;
    return options.as === 'text' ? response.text() : response.json();
  }
  const problem = await problemOf(response);
  if (problem.word === 'unauthenticated' && token) {
    if (await renew(token)) return request(method, path, options);
  }
  throw problem;
};

export const get = (path, query, options) => request('GET', path, { query, ...options });

/** A write under its own key; pass the `key` of an earlier try to send the same one again. */
export const write = (method, path, body, options) => request(method, path, { key: newKey(), body, ...options });
export const post = (path, body, options) => write('POST', path, body, options);
export const del = (path) => request('DELETE', path);

/** Server-sent events over a request that carries the token, which EventSource cannot. Goes on after the last event seen. */
export const listen = (path, { onEvent, onState = () => {} }) => {
  const ended = new AbortController();
  const run = async () => {
    let last;
    let failures = 0;
    while (!ended.signal.aborted) {
      const token = session()?.token;
      try {
        const response = await fetch(address(path), {
          headers: {
            Accept: 'text/event-stream',
            Authorization: `Bearer ${token}`,
            ...(last && { 'Last-Event-ID': last }),
          },
          signal: ended.signal,
          cache: 'no-store',
        });
        if (response.status === 401 && !(await renew(token))) return;
        if (response.ok) {
          failures = 0;
          onState(true);
          last = await read(response, onEvent, last);
        }
      } catch {
        if (ended.signal.aborted) return;
      }
      onState(false);
      failures += 1;
      await pause(Math.min(500 * failures, 5000));
    }
  };
  run();
  return () => ended.abort();
};

const read = async (response, onEvent, start) => {
  let last = start;
  let rest = '';
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { value, done } = await reader.read().catch(() => ({ done: true }));
    if (done) return last;
    const blocks = (rest + value).split('\n\n');
    rest = blocks.pop();
    for (const block of blocks) {
      const fields = Object.fromEntries(
        block.split('\n').map((line) => {
          const colon = line.indexOf(':');
          return [line.slice(0, colon), line.slice(colon + 1).trimStart()];
        }),
      );
      if (fields.id) last = fields.id;
      if (fields.data) onEvent(fields.event, JSON.parse(fields.data));
    }
  }
};
