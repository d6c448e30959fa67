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

describe('the announcements of the player to a screen reader', () => {
  it('stay silent when the app shows the last lecture at its start', () => {
    expect(saidOf([null, 'idle'], ['one', 'paused'])).toEqual([]);
  });

  it('say that a lecture plays, and that it was paused', () => {
    expect(saidOf(['one', 'paused'], ['one', 'loading'], ['one', 'playing'], ['one', 'paused'])).toEqual([
      'playing one',
      'paused one',
    ]);
  });

  it('repeat that a lecture plays after a pause, but not after the player waited for the network', () => {
    expect(saidOf(['one', 'playing'], ['one', 'loading'], ['one', 'playing'])).toEqual(['playing one']);
    expect(saidOf(['one', 'playing'], ['one', 'paused'], ['one', 'playing'])).toHaveLength(3);
  });

  it('name the next lecture when it begins by itself', () => {
    expect(saidOf(['one', 'playing'], ['two', 'loading'], ['two', 'playing'])).toEqual([
      'playing one',
      'playing two',
    ]);
  });

  it('name a failure once, and do not add that the failed lecture was paused', () => {
    expect(saidOf(['one', 'loading'], ['one', 'failed'], ['one', 'failed'], ['one', 'paused'])).toEqual([
      'failed one',
    ]);
  });

  it('name the lecture again after the player was emptied', () => {
    expect(saidOf(['one', 'playing'], [null, 'idle'], ['one', 'paused'], ['one', 'playing'])).toEqual([
      'playing one',
      'playing one',
    ]);
  });
});
