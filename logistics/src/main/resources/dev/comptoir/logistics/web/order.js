import { arrivals, counted } from './arrivals.js';
import { accept, isBusy, refuse } from './decisions.js';
import { detail } from './reading.js';
import { get } from './shared/api.js';
import { html, nothing } from './shared/lit.js';
import { button, empty, figure, icon, link, notice } from './shared/ui.js';
import { ago, dateTime, number, t } from './shared/words.js';
import { stateBadge } from './states.js';

const ON_THE_WAY = 3_000;

const shown = detail((id) => get(`/restock-orders/${encodeURIComponent(id)}`));
let leave = () => {};

const step = ({
  picture,
  tone,
  title,
  by,
  at,
  text,
}) => html`<li class="step ${tone}"><span class="step-mark">${icon(picture)}</span>
  <div><h3>${title}</h3>${at ? html`<p class="muted">${by ? html`${by} · ` : nothing}<time datetime=${at} title=${ago(at)}>${dateTime(at)}</time></p>` : nothing}
  ${text ? html`<p>${text}</p>` : nothing}</div></li>`;

const steps = (order) => [
  {
    picture: 'inbox',
    tone: 'done',
    title: t('order.step.requested', { store: order.storeName }),
    by: order.requestedBy,
    at: order.requestedAt,
  },
  order.state === 'requested'
    ? { picture: 'hourglass', tone: 'pending', title: t('order.step.undecided') }
    : order.state === 'refused'
      ? {
          picture: 'circle-x',
          tone: 'bad',
          title: t('order.step.refused'),
          by: order.decidedBy,
          at: order.decidedAt,
          text: order.reason,
        }
      : {
          picture: 'truck',
          tone: 'done',
          title: t('order.step.shipped', { count: order.quantity }),
          by: order.decidedBy,
          at: order.decidedAt,
        },
  ...(order.state === 'received'
    ? [
        {
          picture: 'package-check',
          tone: 'done',
          title: t('order.step.received', { store: order.storeName }),
          at: order.receivedAt,
        },
      ]
    : order.state === 'shipped'
      ? [{ picture: 'package-check', tone: 'pending', title: t('order.step.on-the-way', { store: order.storeName }) }]
      : []),
];

const decide = async (work, order) => {
  await work(order);
  await shown.load();
};

const actions = (found) => {
  const short = found.centralStock < found.quantity;
  return html`${short ? notice('low', t(found.centralStock === 0 ? 'order.none-left' : 'order.too-few', { left: found.centralStock, wanted: found.quantity })) : nothing}
    <div class="actions">${button(t('order.refuse'), { disabled: isBusy(found), onClick: () => decide(refuse, found) })}
    ${button(t('order.accept'), { tone: 'primary', icon: 'truck', disabled: short, busy: isBusy(found), onClick: () => decide(accept, found) })}</div>`;
};

const content = (found) => html`<div class="page-head"><div><h1>${heading(found)}</h1>
    <p><span class="sku">${found.sku}</span> · ${found.storeName} <span class="code">${found.store}</span></p></div>
    <div class="row">${stateBadge(found.state)}${link(t('stock.see'), `#/stock/${found.productId}`, { icon: 'warehouse' })}</div></div>
  ${
    found.state === 'requested'
      ? html`<dl class="figures order-figures">${figure(t('order.central-stock'), number(found.centralStock))}
    ${figure(
      t('order.after'),
      found.centralStock < found.quantity
        ? t('order.short', { count: found.quantity - found.centralStock })
        : number(found.centralStock - found.quantity),
      nothing,
      found.centralStock < found.quantity ? 'bad' : '',
    )}</dl>`
      : nothing
  }
  <section class="card" aria-labelledby="steps"><header><h2 id="steps">${t('order.steps')}</h2></header>
    <ol class="steps">${steps(found).map(step)}</ol>${found.state === 'requested' ? actions(found) : nothing}</section>`;

const back = (found) =>
  found && found.state !== 'requested'
    ? link(t('history.title'), '#/history', { icon: 'arrow-left', tone: 'quiet' })
    : link(t('orders.title'), '#/', { icon: 'arrow-left', tone: 'quiet' });

const heading = (found) => t('order.heading', { quantity: number(found.quantity), product: found.productName });

/** One order and what happened to it. */
export const order = {
  title: () => counted(shown.found() ? heading(shown.found()) : t('order.title')),
  enter: (values) => {
    shown.open(values.id);
    const forget = arrivals.onChange(shown.load);
    const timer = setInterval(() => {
      if (shown.found()?.state === 'shipped') shown.load();
    }, ON_THE_WAY);
    leave = () => {
      forget();
      clearInterval(timer);
    };
  },
  leave: () => leave(),
  view: () => html`<nav class="crumbs" aria-label=${t('crumbs')}>${back(shown.found())}</nav>
    ${shown.found() ? nothing : html`<h1 class="hidden">${t('order.title')}</h1>`}
    ${shown.view(content, () => html`<div class="card">${empty('search-x', t('order.missing'), t('order.not-found'), link(t('history.title'), '#/history', { icon: 'history' }))}</div>`)}`,
};
