import type { CatalogueView, ChapterView } from '../types';

/** The catalogue's rows as the server sends them, and what views see of them. */

/** A title in another language than the source's. A server before version 2 sends none. */
export interface Translation {
  readonly language: string;
  readonly title: string;
  readonly description?: string | null;
}

export interface Presented {
  readonly description?: string | null;
  readonly translations?: readonly Translation[] | null;
}

export interface ScholarRow extends Presented {
  readonly id: string;
  readonly name: string;
  readonly published: boolean;
}

export interface SeriesRow extends Presented {
  readonly id: string;
  /** The URL of its cover without size and extension. */
  readonly cover?: string | null;
  readonly scholarId: string;
  readonly title: string;
  readonly published: boolean;
}

export interface LectureRow extends Presented {
  readonly id: string;
  /** Set only when it differs from the cover of the series. */
  readonly cover?: string | null;
  readonly scholarId: string;
  readonly seriesId: string | null;
  readonly number: number;
  readonly title: string;
  readonly language: string | null;
  readonly assetId: string;
  readonly addedAt: number;
  readonly published: boolean;
  /** Left out where there are none. A server before version 3 sends none. */
  readonly chapters?: readonly ChapterView[] | null;
}

export interface AssetRow {
  readonly id: string;
  readonly lectureId: string;
  readonly url: string;
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly durationMs: number;
  readonly mediaType: string;
}

export interface CatalogueRows {
  readonly scholars: readonly ScholarRow[];
  readonly series: readonly SeriesRow[];
  readonly lectures: readonly LectureRow[];
  readonly assets: readonly AssetRow[];
}

export interface Catalogue {
  readonly view: CatalogueView;
  /** The present asset of each lecture in the view. */
  readonly assets: ReadonlyMap<string, AssetRow>;
}
