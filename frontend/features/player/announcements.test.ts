import { describe, expect, it } from 'vitest';
import type { PlayerView } from '../../offline/index';
import { NO_ANNOUNCEMENT, nextAnnouncement } from './announcements';

type Step = readonly [lectureId: string | null, state: PlayerView['state']];

/** What is said, one after the other, while the player goes through these states. */
function saidOf(...steps: readonly Step[]): string[] {
  const words: string[] = [];
  let said = NO_ANNOUNCEMENT;
  for (const [lectureId, state] of steps) {
    const next = nextAnnouncement(said, { lectureId, state });
    if (next !== said && next.what !== 'nothing') {
      words.push(`${next.what} ${next.lectureId ?? ''}`);
    }
    said = next;
  }
  return words;
}

describe('what screen readers hear of the player', () => {
  it('is nothing when the app shows at its start what was listened to last', () => {
    expect(saidOf([null, 'idle'], ['one', 'paused'])).toEqual([]);
  });

  it('is that it plays, and that it was paused', () => {
    expect(saidOf(['one', 'paused'], ['one', 'loading'], ['one', 'playing'], ['one', 'paused'])).toEqual([
      'playing one',
      'paused one',
    ]);
  });

  it('is said again after a pause, and not after the network was waited for', () => {
    expect(saidOf(['one', 'playing'], ['one', 'loading'], ['one', 'playing'])).toEqual(['playing one']);
    expect(saidOf(['one', 'playing'], ['one', 'paused'], ['one', 'playing'])).toHaveLength(3);
  });

  it('is the next lecture when that begins by itself', () => {
    expect(saidOf(['one', 'playing'], ['two', 'loading'], ['two', 'playing'])).toEqual([
      'playing one',
      'playing two',
    ]);
  });

  it('is a failure once, and not that what failed was paused', () => {
    expect(saidOf(['one', 'loading'], ['one', 'failed'], ['one', 'failed'], ['one', 'paused'])).toEqual([
      'failed one',
    ]);
  });

  it('begins anew after the player was emptied', () => {
    expect(saidOf(['one', 'playing'], [null, 'idle'], ['one', 'paused'], ['one', 'playing'])).toEqual([
      'playing one',
      'playing one',
    ]);
  });
});
