// The filters of the lists.

import { stores } from './live.js';
import { dayField, selectField } from './shared/fields.js';
import { t } from './shared/words.js';

/** @typedef {{ filter: () => Record<string, any>, set: (changes: any) => unknown }} FilteredList */

/**
 * A field for one store or all of them.
 * @param {string} value a store's code
 * @param {(store: string) => unknown} onChange
 * @param {string} [all] the value that means all stores
 */
export const storeField = (value, onChange, all = '') =>
  selectField('store', t('store'), {
    value,
    onChange,
    options: [
      { value: all, text: t('report.all') },
      ...stores().map(({ code, name }) => ({ value: code, text: name })),
    ],
  });

/** Filters a list by store. @param {FilteredList} list */
export const storeFilter = (list) => storeField(list.filter().store, (store) => list.set({ store }));

/**
 * @param {FilteredList} list
 * @param {'from' | 'to'} name
 */
const dayFilter = (list, name) =>
  dayField(name, t(name), { value: list.filter()[name], onChange: (value) => list.set({ [name]: value }) });

/** Filters a list by its first and last day. @param {FilteredList} list */
export const dayFilters = (list) => [dayFilter(list, 'from'), dayFilter(list, 'to')];
