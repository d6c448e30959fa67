/**
 * The number of event loop turns by which a callback is delayed; 0 without a seed. With a seed the same test
 * gets the same delays each time, so a failure can be repeated.
 */

const MOST_TURNS = 8;

const { DURUS_DELAYS: seed } = process.env;

/** Whether this run delays callbacks: the environment variable DURUS_DELAYS is a seed. */
export const DELAYED = seed !== undefined && seed !== '';

let state = 0;

/** Starts the sequence of one test again. */
export function beginDelays(test: string): void {
  state = 7;
  for (const byte of new TextEncoder().encode(`${seed ?? ''} ${test}`)) {
    state = Math.imul(state ^ byte, 16_777_619);
  }
}

/** From 0 to MOST_TURNS. */
export function delayTurns(): number {
  return DELAYED ? Math.floor(random() * (MOST_TURNS + 1)) : 0;
}

/** Mulberry32: uniform in [0, 1). */
function random(): number {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
}
