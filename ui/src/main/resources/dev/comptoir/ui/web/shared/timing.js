// Work that waits a moment.

/**
 * Does `work` after a pause in typing; `cancel()` cancels the scheduled call.
 * @param {number} milliseconds
 * @param {() => unknown} work
 */
export const debounced = (milliseconds, work) => {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(work, milliseconds);
  };
  later.cancel = () => clearTimeout(timer);
  return later;
};

/**
 * Does `work` soon after a call, once for all calls until then.
 * @param {number} milliseconds
 * @param {() => unknown} work
 */
export const throttled = (milliseconds, work) => {
  let scheduled = false;
  return () => {
    if (scheduled) return;
    scheduled = true;
    setTimeout(() => {
      scheduled = false;
      work();
    }, milliseconds);
  };
};
