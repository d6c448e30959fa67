import type { PlayerView } from '../offline/index';

/** What was last said of the player, and of which lecture. */
export interface Said {
  readonly lectureId: string | null;
  readonly what: 'playing' | 'paused' | 'failed' | 'nothing';
}

export const NOTHING_SAID: Said = { lectureId: null, what: 'nothing' };

/**
 * What is to be said now, or the same as before when nothing is. A lecture that is only shown, after a start or out of
 * the queue, was not paused by anybody; sound that waited for the network and goes on did not begin.
 */
export function sayingOf(said: Said, { lectureId, state }: Pick<PlayerView, 'lectureId' | 'state'>): Said {
  const before = said.lectureId === lectureId ? said.what : 'nothing';
  const say = (what: Said['what']): Said => (what === before ? said : { lectureId, what });
  switch (state) {
    case 'playing':
    case 'failed':
      return say(state);
    case 'paused':
      return before === 'playing' ? say('paused') : said;
    case 'loading':
      return said;
    case 'idle':
      return NOTHING_SAID;
  }
}
