import { account, signInForm } from './shared/account.js';
import { start } from './shared/frame.js';
import { orders } from './orders.js';

start({
  pages: [{ path: '/', title: 'orders.title', page: orders }],
  navigation: () => [{ path: '/', icon: 'inbox', text: 'orders.title' }],
  signIn: () => signInForm(),
  account: () => account(),
});
