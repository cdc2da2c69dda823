// Files for the reader.

/**
 * Downloads a text as a file.
 * @param {string} name
 * @param {string} text
 */
export const save = (name, text) => {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
};
