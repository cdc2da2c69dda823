// Work that is repeated while somebody is signed in.

import { refresh } from './shared/drawing.js';
import { isSignedIn } from './shared/session.js';

const pause = (/** @type {number} */ milliseconds) =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });

/**
 * Repeats some work at an interval, whether it fails or not.
 * @param {number} milliseconds
 * @param {() => Promise<unknown>} work
 */
export const makePoll = (milliseconds, work) => {
  const state = {
    /** @type {object | undefined} the loop that is running */
    loop: undefined,
    /** Ends the pause before the next run. */
    wake: () => {},
    succeeded: true,
    /** Whether to run again without a pause. */
    again: false,
  };

  const run = async (/** @type {object} */ loop) => {
    while (state.loop === loop && isSignedIn()) {
      state.again = false;
      state.succeeded = await work().then(
        () => true,
        () => false,
      );
      refresh();
      if (!state.again) {
        const woken = new Promise((resolve) => {
          state.wake = () => resolve(undefined);
        });
        await Promise.race([pause(milliseconds), woken]);
      }
    }
  };

  return {
    start: () => {
      state.loop = {};
      run(state.loop);
    },
    stop: () => {
      state.loop = undefined;
    },
    /** Whether the last run succeeded. */
    succeeded: () => state.succeeded,
    /** Starts the next run at once. */
    now: () => {
      state.again = true;
      state.wake();
    },
  };
};
