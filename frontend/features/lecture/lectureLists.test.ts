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

const words = { description: null, otherTitles: [], cover: null };

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
  return { state: 'ready', scholars: new Map(), series, lectures: new Map(lectures) };
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

  it('are ordered by when they were heard last, what is loved by title', () => {
    const view = catalogue(lecture('loved', null, 0, 1), lecture('also loved', null, 0, 1));
    expect(inProgress(listening)).toEqual(['new', 'old']);
    expect(completed(listening)).toEqual(['also loved', 'done']);
    expect(favorites(listening, view)).toEqual(['also loved', 'loved']);
  });

  it('keep out of the history what was only marked', () => {
    expect(history(listening)).toEqual(['also loved', 'new', 'done', 'old']);
  });
});

describe('what comes next', () => {
  const view = catalogue(
    ...[1, 2, 3].map((number) => lecture(`a${number}`, 'a', number, 1)),
    ...[1, 2].map((number) => lecture(`b${number}`, 'b', number, 1)),
  );

  it('follows the last completed lecture of each series, the one heard last first', () => {
    const listening = new Map([heard('a1', done(1)), heard('a2', done(5)), heard('b1', done(9))]);
    expect(nextInSeriesHeard(view, listening)).toEqual(['b2', 'a3']);
  });

  it('is nothing where a lecture is begun, where all is heard, and where nothing is', () => {
    const begun = new Map([heard('a1', done(1)), heard('a2', { resumePositionMs: 5, listenedAt: 2 })]);
    expect(nextInSeriesHeard(view, begun)).toEqual([]);
    expect(nextInSeriesHeard(view, new Map([heard('b1', done(1)), heard('b2', done(2))]))).toEqual([]);
    expect(nextInSeriesHeard(view, new Map())).toEqual([]);
  });
});

describe('what was added', () => {
  it('is the newest of each series and of the singles, without what is known already', () => {
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

describe('downloads', () => {
  const download = (lectureId: string, state: DownloadState): DownloadView => ({
    ...{ lectureId, state, assetId: lectureId, playable: state === 'ready', problem: null },
    ...{ storedBytes: 0, totalBytes: 1 },
  });
  const view = catalogue(
    lecture('a2', 'a', 2, 0),
    lecture('a10', 'a', 10, 0),
    lecture('b1', 'b', 1, 0),
    lecture('alone', null, 0, 0),
  );

  it('stand as they are listened to: by series and number', () => {
    const all = ['b1', 'a10', 'alone', 'a2'].map((id) => download(id, 'ready'));
    const ids = downloadsIn(['ready'], all, view).map(({ lectureId }) => lectureId);
    expect(ids).toEqual(['a2', 'a10', 'alone', 'b1']);
  });

  it('begin with what runs, and leave out what is in another state', () => {
    const all = [download('a2', 'queued'), download('a10', 'ready'), download('b1', 'downloading')];
    const ids = downloadsIn(['downloading', 'queued'], all, view).map(({ lectureId }) => lectureId);
    expect(ids).toEqual(['b1', 'a2']);
  });
});
