// Files for the reader.

/**
 * Downloads a file.
 * @param {string} name
 * @param {Blob} content
 */
export const download = (name, content) => {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
};
