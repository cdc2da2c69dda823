import { approvals } from './approvals.js';
import { cart } from './cart.js';
import { showKeys, watchKeys } from './keys.js';
import { parked } from './parked.js';
import { refund } from './refund.js';
import { register } from './register.js';
import { restockOrders } from './restock.js';
import { sale } from './sale.js';
import { receipt } from './sale-receipt.js';
import { saleDetail, sales } from './sales.js';
import { start } from './shared/frame.js';
import { session } from './shared/session.js';
import { startStatus, statusBar, stopStatus } from './status.js';
import { stock } from './stock.js';
import { resumeTender } from './tender.js';
import { account, place, registerState, signIn, startTill } from './till.js';
import { zReport, zReports } from './z-reports.js';

watchKeys();

start({
  pages: [
    { path: '/', title: 'sale.title', page: sale, wide: true },
    { path: '/sales', title: 'sales.title', page: sales },
    { path: '/sales/:number', title: 'sales.one', page: saleDetail },
    { path: '/sales/:number/receipt', title: 'receipt.title', page: receipt },
    { path: '/sales/:number/refund', title: 'refund.title', page: refund },
    { path: '/parked', title: 'parked.title', page: parked },
    { path: '/stock', title: 'stock.title', page: stock },
    { path: '/restock-orders', title: 'restock.title', page: restockOrders },
    { path: '/register', title: 'register.title', page: register },
    { path: '/z-reports', title: 'z.title', page: zReports },
    { path: '/z-reports/:number', title: 'z.one', page: zReport },
    { path: '/approvals', title: 'approvals.title', page: approvals },
  ],
  navigation: () => [
    { path: '/', icon: 'shopping-cart', text: 'sale.title', count: cart()?.lines.length },
    { path: '/sales', icon: 'receipt-text', text: 'sales.title' },
    { path: '/stock', icon: 'boxes', text: 'stock.title' },
    { path: '/register', icon: 'banknote', text: 'register.title' },
    { path: '/parked', icon: 'circle-pause', text: 'parked.title', count: registerState()?.parkedCarts },
    { path: '/restock-orders', icon: 'truck', text: 'restock.title' },
    { path: '/z-reports', icon: 'file-check', text: 'z.title' },
    { path: '/approvals', icon: 'shield-check', text: 'approvals.title', hidden: session().role !== 'manager' },
  ],
  signIn,
  account,
  header: place,
  footer: () => statusBar(showKeys),
  onStart: () => {
    startTill();
    startStatus();
    resumeTender();
  },
  onEnd: stopStatus,
});
