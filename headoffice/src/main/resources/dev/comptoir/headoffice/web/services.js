// The names of the services.

import { has, t } from './shared/words.js';

/** The name of a service in the reader's language. @param {string} name */
export const serviceName = (name) => {
  const key = `service.${name}`;
  return has(key) ? t(key) : name;
};
