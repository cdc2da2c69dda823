import { account, signInForm } from './shared/account.js';
import { start } from './shared/frame.js';
import { html } from './shared/lit.js';
import { t } from './shared/words.js';

start({
  pages: [{ path: '/', title: 'sale.title', wide: true, page: { view: () => html`<h1>${t('sale.title')}</h1>` } }],
  navigation: () => [{ path: '/', icon: 'shopping-cart', text: 'sale.title' }],
  signIn: () => signInForm({ complete: () => ({ store: 'S1', register: 1 }) }),
  account: () => account(),
});
