import { describe, expect, it } from 'vitest';
import type { DownloadState, DownloadView, ListeningView } from '../../offline/index';
import { availability, isInProgress, nextInSeries } from './availability';

function download(state: DownloadState): DownloadView {
  const playable = state === 'ready';
  return {
    ...{ lectureId: 'a', assetId: 'r', state, playable },
    ...{ storedBytes: 5, totalBytes: 10, problem: null },
  };
}

function listening(
  lectureId: string,
  resumePositionMs: number,
  more: Partial<ListeningView> = {},
): ListeningView {
  return { lectureId, resumePositionMs, completed: false, favorite: false, listenedAt: null, ...more };
}

function states(...views: ListeningView[]): ReadonlyMap<string, ListeningView> {
  return new Map(views.map((view) => [view.lectureId, view]));
}

describe('availability', () => {
  it('takes a ready download from the device, online or not', () => {
    expect(availability(download('ready'), true)).toBe('device');
    expect(availability(download('ready'), false)).toBe('device');
  });

  it.each(['queued', 'downloading', 'paused', 'waiting', 'missing', 'stopped'] as const)(
    'does not pretend that a %s download can be played offline',
    (state) => {
      expect(availability(download(state), false)).toBe('unavailable');
    },
  );

  it('streams what was never downloaded while there is a network', () => {
    expect(availability(undefined, true)).toBe('network');
    expect(availability(undefined, false)).toBe('unavailable');
  });
});

describe('progress', () => {
  it('is not begun by a mark alone', () => {
    expect(isInProgress(undefined)).toBe(false);
    expect(isInProgress(listening('a', 0, { favorite: true }))).toBe(false);
  });

  it('is over when the lecture is completed, wherever the listener stands in it', () => {
    expect(isInProgress(listening('a', 5000, { completed: true }))).toBe(false);
  });
});

describe('a series goes on', () => {
  it('with its first lecture when nothing was heard', () => {
    expect(nextInSeries(['a', 'b'], states())).toBe('a');
  });

  it('with the lecture that was begun last', () => {
    const heard = states(listening('a', 10, { listenedAt: 1 }), listening('b', 10, { listenedAt: 2 }));
    expect(nextInSeries(['a', 'b', 'c'], heard)).toBe('b');
  });

  it('after what is completed', () => {
    expect(nextInSeries(['a', 'b'], states(listening('a', 10, { completed: true })))).toBe('b');
  });

  it('with nothing when all is completed', () => {
    expect(nextInSeries(['a'], states(listening('a', 0, { completed: true })))).toBeNull();
  });
});
