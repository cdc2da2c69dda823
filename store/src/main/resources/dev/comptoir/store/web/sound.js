// Sounds for the user of a scanner.

const GOOD = { hertz: 1200, seconds: 0.07 };
const BAD = { hertz: 240, seconds: 0.25 };
const VOLUME = 0.08;

/** @type {{ audio: AudioContext | undefined }} */
const state = { audio: undefined };

/** A short tone: high for a success, low for an error. @param {boolean} good */
export const beep = (good) => {
  state.audio ??= new AudioContext();
  const { hertz, seconds } = good ? GOOD : BAD;
  const tone = state.audio.createOscillator();
  const volume = state.audio.createGain();
  tone.frequency.value = hertz;
  volume.gain.value = VOLUME;
  tone.connect(volume).connect(state.audio.destination);
  tone.start();
  tone.stop(state.audio.currentTime + seconds);
};
