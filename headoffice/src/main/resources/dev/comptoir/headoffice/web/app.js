import { account, signInForm } from './shared/account.js';
import { start } from './shared/frame.js';
import { html } from './shared/lit.js';
import { t } from './shared/words.js';

start({
  pages: [{ path: '/', title: 'dashboard.title', page: { view: () => html`<h1>${t('dashboard.title')}</h1>` } }],
  navigation: () => [{ path: '/', icon: 'layout-dashboard', text: 'dashboard.title' }],
  signIn: () => signInForm(),
  account: () => account(),
});
