import { alerts } from './alerts.js';
import { analytics } from './analytics.js';
import { dashboard } from './dashboard.js';
import { imports } from './imports.js';
import { liveBadge, openAlerts, startLive, stopLive } from './live.js';
import { operations } from './operations.js';
import { newProduct, product } from './product.js';
import { products } from './products.js';
import { reconciliation } from './reconciliation.js';
import { report } from './report.js';
import { restockOrders } from './restock.js';
import { saleDetail, sales } from './sales.js';
import { account, signInForm } from './shared/account.js';
import { start } from './shared/frame.js';
import { staff } from './staff.js';
import { stock } from './stock.js';
import { store } from './store.js';
import { stores } from './stores.js';
import { taxClasses } from './tax-classes.js';
import { taxReport } from './tax-report.js';
import { zReport, zReports } from './z-reports.js';

start({
  pages: [
    { path: '/', title: 'dashboard.title', page: dashboard },
    { path: '/products', title: 'products.title', page: products },
    { path: '/products/new', title: 'product.new', page: newProduct },
    { path: '/products/import', title: 'import.title', page: imports },
    { path: '/products/:id', title: 'product', page: product },
    { path: '/tax-classes', title: 'tax-classes.title', page: taxClasses },
    { path: '/report', title: 'report.title', page: report },
    { path: '/tax-report', title: 'tax-report.title', page: taxReport },
    { path: '/alerts', title: 'alerts.title', page: alerts },
    { path: '/analytics', title: 'analytics.title', page: analytics },
    { path: '/sales', title: 'sales.title', page: sales },
    { path: '/sales/:number', title: 'sales.one', page: saleDetail },
    { path: '/stock', title: 'stock.title', page: stock },
    { path: '/restock-orders', title: 'restock.title', page: restockOrders },
    { path: '/z-reports', title: 'z.title', page: zReports },
    { path: '/z-reports/:number', title: 'z.one', page: zReport },
    { path: '/stores', title: 'stores.title', page: stores },
    { path: '/stores/:code', title: 'store', page: store },
    { path: '/staff', title: 'staff.title', page: staff },
    { path: '/reconciliation', title: 'reconciliation.title', page: reconciliation },
    { path: '/operations', title: 'operations.title', page: operations },
  ],
  navigation: () => [
    { path: '/', icon: 'layout-dashboard', text: 'dashboard.title' },
    { path: '/products', icon: 'package', text: 'products.title' },
    { path: '/report', icon: 'file-chart-column', text: 'report.title' },
    { path: '/tax-report', icon: 'percent', text: 'tax-report.title' },
    { path: '/alerts', icon: 'bell', text: 'alerts.title', count: openAlerts(), alarm: true },
    { path: '/analytics', icon: 'chart-column', text: 'analytics.title' },
    { path: '/sales', icon: 'receipt-text', text: 'sales.title' },
    { path: '/stock', icon: 'boxes', text: 'stock.title' },
    { path: '/restock-orders', icon: 'truck', text: 'restock.title' },
    { path: '/z-reports', icon: 'file-check', text: 'z.title' },
    { path: '/stores', icon: 'store', text: 'stores.title' },
    { path: '/staff', icon: 'users-round', text: 'staff.title' },
    { path: '/reconciliation', icon: 'scale', text: 'reconciliation.title' },
    { path: '/operations', icon: 'activity', text: 'operations.title' },
  ],
  signIn: () => signInForm(),
  account: () => account(),
  header: liveBadge,
  onStart: startLive,
  onEnd: stopLive,
});
