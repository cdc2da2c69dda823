// Files for spreadsheets.

import { download } from './shared/files.js';

/** Some spreadsheets read UTF-8 only after it; reading a response as a text removes it. */
const BYTE_ORDER_MARK = '\uFEFF';

/**
 * Downloads a text as a file.
 * @param {string} name
 * @param {string} text
 */
export const save = (name, text) => download(name, new Blob([BYTE_ORDER_MARK + text], { type: 'text/csv' }));
