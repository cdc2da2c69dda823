// Draws what is shown, at most once before each paint.

/** @type {{ scheduled: boolean, draw: () => void }} */
const state = { scheduled: false, draw: () => {} };

/** @param {() => void} draw draws everything */
export const onRefresh = (draw) => {
  state.draw = draw;
};

/** Draws again, once, before the browser paints. Call it after every change of what is shown. */
export const refresh = () => {
  if (state.scheduled) return;
  state.scheduled = true;
  queueMicrotask(() => {
    state.scheduled = false;
    state.draw();
  });
};
