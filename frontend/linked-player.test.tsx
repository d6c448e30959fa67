import { beforeEach, describe, expect, it, vi } from 'vitest';
import { lectureIn, linkedPlayerReady, takeOverLinkedPlayer } from './linked-player';

const LECTURE = '10000000-0000-4000-8000-000000000003';

const pause = vi.fn();

function linkedPage(paused: boolean, currentTime: number): void {
  document.body.innerHTML = '<div id="linked-lecture"><p>Title</p><audio controls></audio></div>';
  const audio = document.querySelector('audio');
  if (audio === null) {
    throw new Error('no player');
  }
  Object.defineProperty(audio, 'paused', { value: paused });
  Object.defineProperty(audio, 'currentTime', { value: currentTime });
  audio.pause = pause;
}

describe('the player of a linked page', () => {
  const playFrom = vi.fn();

  beforeEach(() => {
    playFrom.mockReset();
    pause.mockReset();
  });

  it('hands over where it plays', () => {
    linkedPage(false, 12.3456);
    takeOverLinkedPlayer({ playFrom }, LECTURE);
    expect(pause).toHaveBeenCalled();
    expect(playFrom).toHaveBeenCalledExactlyOnceWith(LECTURE, 12_346);
    expect(document.getElementById('linked-lecture')).toBeNull();
  });

  it('leaves without a word when nobody used it', () => {
    linkedPage(true, 0);
    takeOverLinkedPlayer({ playFrom }, LECTURE);
    expect(playFrom).not.toHaveBeenCalled();
    expect(document.getElementById('linked-lecture')).toBeNull();
  });

  it('is waited for until it can play', async () => {
    linkedPage(true, 0);
    let ready = false;
    const waiting = linkedPlayerReady().then(() => (ready = true));
    await Promise.resolve();
    expect(ready).toBe(false);
    document.querySelector('audio')?.dispatchEvent(new Event('loadedmetadata'));
    await waiting;
  });

  it('is not waited for on other pages', async () => {
    document.body.innerHTML = '';
    await linkedPlayerReady();
  });

  it('is absent on other pages', () => {
    document.body.innerHTML = '';
    takeOverLinkedPlayer({ playFrom }, null);
    expect(playFrom).not.toHaveBeenCalled();
  });

  it.each([
    [`/lectures/${LECTURE}`, LECTURE],
    ['/lectures/none', null],
    ['/', null],
  ])('the address %s names %s', (path, lectureId) => {
    expect(lectureIn(path)).toBe(lectureId);
  });
});
