// Files for the reader.

/** Some spreadsheets read UTF-8 only after it; reading a response as a text removes it. */
const BYTE_ORDER_MARK = '\uFEFF';

/**
 * Downloads a text as a file.
 * @param {string} name
 * @param {string} text
 */
export const save = (name, text) => {
  const address = URL.createObjectURL(new Blob([BYTE_ORDER_MARK + text], { type: 'text/csv' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
};
