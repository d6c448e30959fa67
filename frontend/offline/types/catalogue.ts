/** Titles, names and descriptions are in the language of the app where they are translated, else in the source's. */
export interface ScholarView {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  /** In other languages. */
  readonly otherNames: readonly string[];
  /** Published series, by title. */
  readonly seriesIds: readonly string[];
  /** Published single lectures, by title. */
  readonly lectureIds: readonly string[];
}

export interface SeriesView {
  readonly id: string;
  readonly scholarId: string;
  readonly scholarName: string;
  readonly title: string;
  readonly description: string | null;
  /** In other languages. */
  readonly otherTitles: readonly string[];
  /** The URL of its picture without size and extension; null without one. */
  readonly cover: string | null;
  /** Published lectures in their order. */
  readonly lectureIds: readonly string[];
  readonly durationMs: number;
  readonly sizeBytes: number;
}

/** It lasts until the next one begins, the last one until the end. */
export interface ChapterView {
  readonly startMs: number;
  /** Empty where the recording gives it none. */
  readonly title: string;
}

export interface LectureView {
  readonly id: string;
  readonly title: string;
  readonly description: string | null;
  /** In other languages. */
  readonly otherTitles: readonly string[];
  /** The URL of its picture, or of its series', without size and extension; null without one. */
  readonly cover: string | null;
  /** The media type of its recording. Not every browser plays each one. */
  readonly mediaType: string;
  readonly scholarId: string;
  readonly scholarName: string;
  readonly seriesId: string | null;
  readonly seriesTitle: string | null;
  /** Place in the series, from 1; 0 for a single lecture. */
  readonly number: number;
  /** BCP 47 tag of the spoken language, if known. */
  readonly language: string | null;
  readonly durationMs: number;
  /** Ascending; empty without any. */
  readonly chapters: readonly ChapterView[];
  /** The present recording. It changes when the operator replaces the audio. */
  readonly assetId: string;
  readonly sizeBytes: number;
  readonly addedAt: number;
  /** False for a withdrawn lecture, which is shown only where the listener has it already. */
  readonly published: boolean;
}

/** What a page of its own shows. */
export type CatalogueKind = 'scholar' | 'series' | 'lecture';

/** A part of the catalogue can be used already, and the rest is on its way. */
export interface Arriving {
  /** `device`: all of it is stored here, and is still being read. */
  readonly from: 'server' | 'device';
  /** How many lectures there will be; null where nobody has told yet. */
  readonly lectures: number | null;
}

export interface CatalogueView {
  /** `loading` until the local store was read once. `empty` when this device never received a catalogue. */
  readonly state: 'loading' | 'empty' | 'ready';
  readonly scholars: ReadonlyMap<string, ScholarView>;
  readonly series: ReadonlyMap<string, SeriesView>;
  /** Published lectures, and withdrawn ones that are still referred to. */
  readonly lectures: ReadonlyMap<string, LectureView>;
  /** Null once everything is there: then what is not there does not exist. */
  readonly arriving: Arriving | null;
}

/** The results of a search, best first: ids of each kind, and how many results there are in total. */
export interface SearchView {
  readonly scholars: readonly string[];
  readonly series: readonly string[];
  readonly lectures: readonly string[];
  readonly counts: { readonly scholars: number; readonly series: number; readonly lectures: number };
}

/** What a search looks through. */
export interface SearchIndexView {
  /** False while the catalogue is still being read into the index: a search may find more later. */
  readonly complete: boolean;
  /** Another number each time a search may find something else than before. */
  readonly revision: number;
}
