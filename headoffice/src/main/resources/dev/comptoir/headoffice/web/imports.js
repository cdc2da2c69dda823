// Products from a file: first what it would do, line by line, then doing it.

import { newKey, post } from './shared/api.js';
import { attempt, complain, refresh, toast } from './shared/frame.js';
import { html, nothing } from './shared/lit.js';
import { badge, button, figure, icon, link, notice, table } from './shared/ui.js';
import { money, number, t } from './shared/words.js';

const SHOWN = 300;
const LARGEST = 2_000_000;
const TONES = { add: 'ok', change: 'info', none: 'plain', error: 'bad' };

let file;
let effect;
let key;
let busy = false;
let over = false;
let done;

const look = (chosen) =>
  attempt(async () => {
    done = undefined;
    effect = undefined;
    if (!chosen) return;
    if (chosen.size > LARGEST) {
      toast(t('import.too-large'), 'bad');
      return;
    }
    busy = true;
    refresh();
    try {
      file = { name: chosen.name, csv: await chosen.text() };
      key = newKey();
      effect = await post('/products/imports/preview', { csv: file.csv });
    } finally {
      busy = false;
    }
  });

const apply = async () => {
  busy = true;
  refresh();
  try {
    done = await post('/products/imports', { csv: file.csv }, { key });
    effect = undefined;
  } catch (problem) {
    complain(problem);
    if (problem.word === 'bad-lines')
      effect = await post('/products/imports/preview', { csv: file.csv }).catch(() => effect);
  }
  busy = false;
  refresh();
};

const value = (name, one) =>
  name === 'price'
    ? money(one)
    : one === null || one === ''
      ? '—'
      : one?.low === undefined
        ? String(one)
        : `${one.low} – ${one.high}`;

const what = (line) => {
  if (line.reason) return t(`import.reason.${line.reason}`);
  if (line.changes.added) return `${line.changes.added.name} · ${money(line.changes.added.price)}`;
  return Object.entries(line.changes).map(
    ([name, { before, after }]) =>
      html`<span class="change">${t(`product.${name}`)} : <s>${value(name, before)}</s> → <b>${value(name, after)}</b></span>`,
  );
};

const ordered = () => [
  ...effect.lines.filter((line) => line.effect === 'error'),
  ...effect.lines.filter((line) => line.effect !== 'error' && line.effect !== 'none'),
];

const columns = () => [
  { title: t('import.line'), kind: 'number', cell: (line) => number(line.line) },
  { title: t('product.sku'), cell: (line) => line.sku },
  { title: t('import.effect'), cell: (line) => badge(t(`import.${line.effect}`), TONES[line.effect]) },
  { title: t('import.what'), cell: what },
];

const preview =
  () => html`<div class="stack"><dl class="figures">${figure(t('import.add'), number(effect.added), nothing, 'ok')}${figure(t('import.change'), number(effect.changed))}
    ${figure(t('import.none'), number(effect.unchanged))}${figure(t('import.error'), number(effect.errors), nothing, effect.errors > 0 ? 'bad' : '')}</dl>
  ${
    effect.errors > 0
      ? notice('bad', t('import.errors', { count: effect.errors }))
      : effect.added + effect.changed === 0
        ? notice('info', t('import.nothing'))
        : notice(
            'ok',
            t('import.ready'),
            button(t('import.apply'), { tone: 'primary', icon: 'upload', busy, onClick: apply }),
          )
  }
  ${ordered().length > 0 ? table(t('import.preview'), columns(), ordered().slice(0, SHOWN), { key: (line) => line.line }) : nothing}
  ${ordered().length > SHOWN ? html`<p class="muted">${t('import.more', { count: ordered().length - SHOWN })}</p>` : nothing}</div>`;

const drop = () => html`<label class="drop ${over ? 'over' : ''}" @dragover=${(event) => {
  event.preventDefault();
  over = true;
  refresh();
}}
  @dragleave=${() => {
    over = false;
    refresh();
  }} @drop=${(event) => {
    event.preventDefault();
    over = false;
    look(event.dataTransfer.files[0]);
  }}>
  ${icon('file-up')}<strong>${file ? file.name : t('import.choose')}</strong><span class="muted">${t('import.columns')}</span>
  <input class="hidden" type="file" accept=".csv,text/csv" @change=${(event) => {
    look(event.target.files[0]);
    event.target.value = '';
  }}></label>`;

/** The page. */
export const imports = {
  enter: () => {
    file = undefined;
    effect = undefined;
    done = undefined;
  },
  view: () => html`<div class="page-head"><div><h1>${t('import.title')}</h1><p>${t('import.text')}</p></div>${link(t('products.title'), '#/products', { icon: 'arrow-left' })}</div>
    <div class="stack">${drop()}${done ? notice('ok', t('import.done', { added: done.added, changed: done.changed })) : nothing}${effect ? preview() : nothing}</div>`,
};
