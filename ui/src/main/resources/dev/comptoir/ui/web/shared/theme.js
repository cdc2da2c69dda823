// The switches for theme and language.

import { refresh } from './drawing.js';
import { html } from './lit.js';
import { button } from './ui.js';
import { chooseLanguage, language, t } from './words.js';

const page = document.documentElement;

/** @type {Record<string, string>} */
const ICONS = { auto: 'sun-moon', light: 'sun', dark: 'moon' };

const theme = () => page.dataset.theme ?? 'auto';

const changeTheme = () => {
  const names = Object.keys(ICONS);
  const next = names[(names.indexOf(theme()) + 1) % names.length];
  if (next === 'auto') {
    delete page.dataset.theme;
    localStorage.removeItem('comptoir.theme');
  } else {
    page.dataset.theme = next;
    localStorage.setItem('comptoir.theme', next);
  }
  dispatchEvent(new Event('comptoir:theme'));
  refresh();
};

const changeLanguage = async () => {
  await chooseLanguage(language() === 'fr' ? 'en' : 'fr');
  refresh();
};

/** Both switches; shown on every page, also before sign-in. */
export const switches = () => {
  const other = language() === 'fr' ? { code: 'en', name: 'English' } : { code: 'fr', name: 'Français' };
  return html`<div class="switches">
    <button type="button" class="button quiet language" lang=${other.code} @click=${changeLanguage}>
      ${other.name}</button>
    ${button('', { icon: ICONS[theme()], tone: 'quiet', label: t(`theme.${theme()}`), onClick: changeTheme })}
  </div>`;
};
