import { describe, expect, it } from 'vitest';
import type { DownloadState, DownloadView, ListeningView } from '../../offline/index';
import { availability, isInProgress, nextInSeries } from './availability';

function download(state: DownloadState): DownloadView {
  const playable = state === 'ready';
  return {
    ...{ lectureId: 'a', assetId: 'r', state, playable },
    ...{ storedBytes: 5, totalBytes: 10, waitsFor: null, problem: null },
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

describe('where a lecture is played from', () => {
  it('is the device for a ready download, online or offline', () => {
    expect(availability(download('ready'), true)).toBe('device');
    expect(availability(download('ready'), false)).toBe('device');
  });

  it.each(['queued', 'downloading', 'paused', 'waiting', 'missing', 'stopped'] as const)(
    'is not the device for a download in state “%s” while offline',
    (state) => {
      expect(availability(download(state), false)).toBe('unavailable');
    },
  );

  it('is the network for a lecture that was never downloaded', () => {
    expect(availability(undefined, true)).toBe('network');
    expect(availability(undefined, false)).toBe('unavailable');
  });
});

describe("a lecture's progress", () => {
  it('does not begin when the lecture is only marked as a favorite', () => {
    expect(isInProgress(undefined)).toBe(false);
    expect(isInProgress(listening('a', 0, { favorite: true }))).toBe(false);
  });

  it('is completed for a completed lecture, whatever its position is', () => {
    expect(isInProgress(listening('a', 5000, { completed: true }))).toBe(false);
  });
});

describe('a series', () => {
  it('continues with its first lecture when no lecture was heard', () => {
    expect(nextInSeries(['a', 'b'], states())).toBe('a');
  });

  it('continues with the lecture that was begun last', () => {
    const heard = states(listening('a', 10, { listenedAt: 1 }), listening('b', 10, { listenedAt: 2 }));
    expect(nextInSeries(['a', 'b', 'c'], heard)).toBe('b');
  });

  it('continues with the lecture after the completed ones', () => {
    expect(nextInSeries(['a', 'b'], states(listening('a', 10, { completed: true })))).toBe('b');
  });

  it('continues with no lecture when all are completed', () => {
    expect(nextInSeries(['a'], states(listening('a', 0, { completed: true })))).toBeNull();
  });
});
