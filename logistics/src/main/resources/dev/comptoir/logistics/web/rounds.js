import { refresh } from './shared/frame.js';
import { session } from './shared/session.js';

const pause = (milliseconds) =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });

/**
 * Work that is done again and again while somebody is signed in.
 * @param work gets nothing and may fail: the next round comes all the same
 */
export const rounds = (milliseconds, work) => {
  let current;
  let wake = () => {};
  let ok = true;
  let again = false;
  const run = async (mine) => {
    while (current === mine && session() !== null) {
      ok = await work().then(
        () => true,
        () => false,
      );
      refresh();
      if (again) {
        again = false;
        continue;
      }
      await Promise.race([
        pause(milliseconds),
        new Promise((resolve) => {
          wake = resolve;
        }),
      ]);
      again = false;
    }
  };
  return {
    start: () => {
      current = {};
      run(current);
    },
    stop: () => {
      current = undefined;
    },
    /** Whether the last round succeeded. */
    ok: () => ok,
    /** Begins the next round now. */
    now: () => {
      again = true;
      wake();
    },
  };
};
