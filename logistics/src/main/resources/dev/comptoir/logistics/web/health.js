import { arrivals } from './arrivals.js';
import { rounds } from './rounds.js';
import { get } from './shared/api.js';
import { html, nothing } from './shared/lit.js';
import { icon } from './shared/ui.js';
import { ago, t } from './shared/words.js';

let status;

const round = rounds(10_000, async () => {
  status = await get('/status', {}, { patient: false });
});

const service = () => {
  if (round.ok() && !status.database) return html`<span>${icon('circle-alert')}${t('health.no-database')}</span>`;
  return arrivals.isLive()
    ? html`<span>${icon('circle-check')}${t('health.good')}</span>`
    : html`<span>${icon('circle-alert')}${t('health.silent')}</span>`;
};

const backlog = () => {
  const late = status.destinations.filter((peer) => peer.backlog > 0);
  const deadLetters = status.destinations.reduce((sum, peer) => sum + peer.deadLetters, 0);
  const oldest = late
    .map((peer) => peer.oldestAt)
    .filter(Boolean)
    .sort()[0];
  return html`<span>${icon('send')}${
    status.backlog === 0 ? t('health.nothing-owed') : t('health.owed', { count: status.backlog })
  }${oldest ? html` · ${t('health.oldest', { ago: ago(oldest) })}` : nothing}</span>
    ${deadLetters ? html`<span>${icon('triangle-alert')}${t('health.dead-letters', { count: deadLetters })}</span>` : nothing}`;
};

/** What the bar at the foot of every page says. */
export const health = {
  start: () => {
    status = undefined;
    round.start();
  },
  stop: round.stop,
  view: () => html`<span class="live-dot ${arrivals.isLive() ? 'on' : 'off'}">${t(arrivals.isLive() ? 'health.live' : 'health.interrupted')}</span>
    ${status ? service() : nothing}${status?.database ? backlog() : nothing}`,
};
