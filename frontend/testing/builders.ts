/** Builds what components show. A test names only the members that matter to it. The others have ordinary values. */
import type {
  CatalogueView,
  DownloadView,
  LectureView,
  ListeningView,
  PlayerView,
  ScholarView,
  SeriesView,
} from '../offline/index';

const NO_WORDS = { description: null, otherTitles: [], cover: null };

export function aScholar(given: Partial<ScholarView> = {}): ScholarView {
  return {
    ...{ id: 'scholar', name: 'Ahmad al-Amin', description: null, otherNames: [] },
    ...{ seriesIds: [], lectureIds: [] },
    ...given,
  };
}

export function aSeries(given: Partial<SeriesView> = {}): SeriesView {
  return {
    ...NO_WORDS,
    ...{ id: 'series', title: 'Foundations', scholarId: 'scholar', scholarName: 'Ahmad al-Amin' },
    ...{ lectureIds: [], durationMs: 3_600_000, sizeBytes: 60_000_000 },
    ...given,
  };
}

/** A published single lecture of 40 minutes and 38 MB. */
export function aLecture(given: Partial<LectureView> = {}): LectureView {
  return {
    ...NO_WORDS,
    ...{ id: 'lecture', title: 'On patience', mediaType: 'audio/mpeg', language: null },
    ...{ scholarId: 'scholar', scholarName: 'Ahmad al-Amin', seriesId: null, seriesTitle: null, number: 0 },
    ...{
      durationMs: 2_400_000,
      assetId: 'asset',
      sizeBytes: 38_000_000,
      addedAt: 0,
      published: true,
      chapters: [],
    },
    ...given,
  };
}

/** The progress in a lecture; not begun by default. */
export function aProgress(given: Partial<ListeningView> = {}): ListeningView {
  return {
    ...{ lectureId: 'lecture', resumePositionMs: 0, completed: false, favorite: false, listenedAt: null },
    ...given,
  };
}

/** A download; complete by default. */
export function aDownload(given: Partial<DownloadView> = {}): DownloadView {
  const state = given.state ?? 'ready';
  const totalBytes = given.totalBytes ?? 38_000_000;
  return {
    ...{
      lectureId: 'lecture',
      assetId: 'asset',
      state,
      waitsFor: state === 'waiting' ? 'network' : null,
      totalBytes,
      problem: null,
    },
    ...{ playable: state === 'ready', storedBytes: state === 'ready' ? totalBytes : 0 },
    ...given,
  };
}

/** A player that plays the lecture `lecture` from the network. */
export function aPlayer(given: Partial<PlayerView> = {}): PlayerView {
  return {
    ...{ lectureId: 'lecture', state: 'playing', positionMs: 0, durationMs: 2_400_000 },
    ...{ source: 'network', rate: 1, problem: null },
    ...given,
  };
}

/**
 * A catalogue that was read. Series and scholars that lectures name but the test did not give are created
 * from the lectures. Each series and scholar gets its lectures.
 */
export function aCatalogue(given: {
  readonly lectures?: readonly LectureView[];
  readonly series?: readonly SeriesView[];
  readonly scholars?: readonly ScholarView[];
}): CatalogueView {
  const lectures = given.lectures ?? [];
  const series = new Map((given.series ?? []).map((one) => [one.id, one]));
  for (const { seriesId, seriesTitle, scholarId, scholarName } of lectures) {
    if (seriesId !== null && !series.has(seriesId)) {
      series.set(seriesId, aSeries({ id: seriesId, title: seriesTitle ?? '', scholarId, scholarName }));
    }
  }
  const scholars = new Map((given.scholars ?? []).map((one) => [one.id, one]));
  for (const { scholarId, scholarName } of [...lectures, ...series.values()]) {
    if (!scholars.has(scholarId)) {
      scholars.set(scholarId, aScholar({ id: scholarId, name: scholarName }));
    }
  }
  for (const one of series.values()) {
    const its = lectures.filter(({ seriesId }) => seriesId === one.id).map(({ id }) => id);
    series.set(one.id, { ...one, lectureIds: its });
  }
  for (const one of scholars.values()) {
    const itsSeries = [...series.values()].filter(({ scholarId }) => scholarId === one.id);
    const singles = lectures.filter(({ scholarId, seriesId }) => scholarId === one.id && seriesId === null);
    scholars.set(one.id, {
      ...one,
      seriesIds: itsSeries.map(({ id }) => id),
      lectureIds: singles.map(({ id }) => id),
    });
  }
  return {
    ...{ state: 'ready', scholars, series, arriving: null },
    lectures: new Map(lectures.map((one) => [one.id, one])),
  };
}

/** By lecture, as the core offers progress and downloads. */
export function byLecture<One extends { readonly lectureId: string }>(
  ...ones: readonly One[]
): ReadonlyMap<string, One> {
  return new Map(ones.map((one) => [one.lectureId, one]));
}
