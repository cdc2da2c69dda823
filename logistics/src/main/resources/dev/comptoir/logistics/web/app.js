import { history } from './history.js';
import { openOrders } from './open-orders.js';
import { order } from './order.js';
import { orders } from './orders.js';
import { product } from './product.js';
import { account, signInForm } from './shared/account.js';
import { start } from './shared/frame.js';
import { status } from './status.js';
import { stock } from './stock.js';
import { suggestions } from './suggestions.js';

start({
  pages: [
    { path: '/', title: 'orders.title', page: orders },
    { path: '/history', title: 'history.title', page: history },
    { path: '/orders/:id', title: 'order.title', page: order },
    { path: '/stock', title: 'stock.title', page: stock },
    { path: '/suggestions', title: 'suggestions.title', page: suggestions },
    { path: '/stock/:id', title: 'stock.title', page: product },
  ],
  navigation: () => [
    { path: '/', icon: 'inbox', text: 'orders.title', count: openOrders.all()?.length },
    { path: '/history', icon: 'history', text: 'history.title' },
    { path: '/stock', icon: 'warehouse', text: 'stock.title' },
    { path: '/suggestions', icon: 'lightbulb', text: 'suggestions.title' },
  ],
  signIn: () => signInForm(),
  account: () => account(),
  footer: status.view,
  onStart: () => {
    openOrders.start();
    status.start();
  },
  onEnd: () => {
    openOrders.stop();
    status.stop();
  },
});
