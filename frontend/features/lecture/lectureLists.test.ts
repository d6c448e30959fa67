import { describe, expect, it } from 'vitest';
import type {
  CatalogueView,
  DownloadState,
  DownloadView,
  LectureView,
  ListeningView,
  SeriesView,
} from '../../offline/index';
import {
  completed,
  downloadsIn,
  favorites,
  history,
  inProgress,
  nextInSeriesHeard,
  recentlyAdded,
} from './lectureLists';

function heard(lectureId: string, state: Partial<ListeningView> = {}): [string, ListeningView] {
  const unheard = { resumePositionMs: 0, completed: false, favorite: false, listenedAt: null };
  return [lectureId, { lectureId, ...unheard, ...state }];
}

const words = { description: null, otherTitles: [], cover: null, chapters: [] };

function lecture(
  id: string,
  seriesId: string | null,
  number: number,
  addedAt: number,
): [string, LectureView] {
  return [
    id,
    {
      ...{ id, title: id, seriesId, seriesTitle: seriesId, number, addedAt, language: null, published: true },
      ...{
        ...words,
        scholarId: 's',
        scholarName: 's',
        durationMs: 1,
        sizeBytes: 1,
        mediaType: 'audio/mpeg',
        assetId: 'a',
      },
    },
  ];
}

function catalogue(...lectures: ReadonlyArray<[string, LectureView]>): CatalogueView {
  const series = new Map<string, SeriesView>();
  for (const [id, { seriesId }] of lectures) {
    if (seriesId !== null) {
      const lectureIds = [...(series.get(seriesId)?.lectureIds ?? []), id];
      const common = { scholarId: 's', scholarName: 's', durationMs: 1, sizeBytes: 1 };
      series.set(seriesId, { ...words, ...common, id: seriesId, title: seriesId, lectureIds });
    }
  }
  return { state: 'ready', scholars: new Map(), series, lectures: new Map(lectures), arriving: null };
}

const done = (listenedAt: number) => ({ completed: true, listenedAt });

describe('the listener’s lists', () => {
  const listening = new Map([
    heard('old', { resumePositionMs: 5, listenedAt: 1 }),
    heard('new', { resumePositionMs: 5, listenedAt: 3 }),
    heard('done', done(2)),
    heard('loved', { favorite: true }),
    heard('also loved', { favorite: true, ...done(4) }),
  ]);

  it('list the lectures heard last first, and favorites by title', () => {
    const view = catalogue(lecture('loved', null, 0, 1), lecture('also loved', null, 0, 1));
    expect(inProgress(listening)).toEqual(['new', 'old']);
    expect(completed(listening)).toEqual(['also loved', 'done']);
    expect(favorites(listening, view)).toEqual(['also loved', 'loved']);
  });

  it('leave lectures out of the history that were marked but never heard', () => {
    expect(history(listening)).toEqual(['also loved', 'new', 'done', 'old']);
  });
});

describe('the lectures to continue with', () => {
  const view = catalogue(
    ...[1, 2, 3].map((number) => lecture(`a${number}`, 'a', number, 1)),
    ...[1, 2].map((number) => lecture(`b${number}`, 'b', number, 1)),
  );

  it('follow the last completed lecture of each series, the series heard last first', () => {
    const listening = new Map([heard('a1', done(1)), heard('a2', done(5)), heard('b1', done(9))]);
    expect(nextInSeriesHeard(view, listening)).toEqual(['b2', 'a3']);
  });

  it('exclude a series with a begun lecture, a completed series and a series never heard', () => {
    const begun = new Map([heard('a1', done(1)), heard('a2', { resumePositionMs: 5, listenedAt: 2 })]);
    expect(nextInSeriesHeard(view, begun)).toEqual([]);
    expect(nextInSeriesHeard(view, new Map([heard('b1', done(1)), heard('b2', done(2))]))).toEqual([]);
    expect(nextInSeriesHeard(view, new Map())).toEqual([]);
  });
});

describe('the new lectures', () => {
  it('are the newest of each series and of the single lectures, without those already heard', () => {
    const view = catalogue(
      ...[
        lecture('a1', 'a', 1, 1),
        lecture('a2', 'a', 2, 7),
        lecture('b1', 'b', 1, 5),
        lecture('b2', 'b', 2, 5),
      ],
      ...[lecture('single', null, 0, 9), lecture('known', null, 0, 10)],
    );
    const listening = new Map([heard('known')]);
    expect(recentlyAdded(view, listening, 9)).toEqual(['single', 'a2', 'b1']);
    expect(recentlyAdded(view, listening, 1)).toEqual(['single']);
  });
});

describe('the lists of downloads', () => {
  const download = (lectureId: string, state: DownloadState): DownloadView => ({
    ...{ lectureId, state, assetId: lectureId, playable: state === 'ready', waitsFor: null, problem: null },
    ...{ storedBytes: 0, totalBytes: 1 },
  });
  const view = catalogue(
    lecture('a2', 'a', 2, 0),
    lecture('a10', 'a', 10, 0),
    lecture('b1', 'b', 1, 0),
    lecture('alone', null, 0, 0),
  );

  it('order lectures by series and number', () => {
    const all = ['b1', 'a10', 'alone', 'a2'].map((id) => download(id, 'ready'));
    const ids = downloadsIn(['ready'], all, view).map(({ lectureId }) => lectureId);
    expect(ids).toEqual(['a2', 'a10', 'alone', 'b1']);
  });

  it('begin with the running downloads, and leave out downloads in other states', () => {
    const all = [download('a2', 'queued'), download('a10', 'ready'), download('b1', 'downloading')];
    const ids = downloadsIn(['downloading', 'queued'], all, view).map(({ lectureId }) => lectureId);
    expect(ids).toEqual(['b1', 'a2']);
  });
});
