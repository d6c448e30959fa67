import type { PlayerView } from '../../offline/index';

/** The last announcement of the player's state, and its lecture. */
export interface Announcement {
  readonly lectureId: string | null;
  readonly what: 'playing' | 'paused' | 'failed' | 'nothing';
}

export const NO_ANNOUNCEMENT: Announcement = { lectureId: null, what: 'nothing' };

/**
 * The next announcement, or the last one when there is nothing new. Nobody paused a lecture that is only shown, after a
 * start or out of the queue. Playback that waited for the network and goes on did not begin.
 */
export function nextAnnouncement(
  last: Announcement,
  { lectureId, state }: Pick<PlayerView, 'lectureId' | 'state'>,
): Announcement {
  const before = last.lectureId === lectureId ? last.what : 'nothing';
  const announce = (what: Announcement['what']): Announcement =>
    what === before ? last : { lectureId, what };
  switch (state) {
    case 'playing':
    case 'failed':
      return announce(state);
    case 'paused':
      return before === 'playing' ? announce('paused') : last;
    case 'loading':
      return last;
    case 'idle':
      return NO_ANNOUNCEMENT;
  }
}
