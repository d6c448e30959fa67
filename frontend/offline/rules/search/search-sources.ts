import type { CatalogueView, LectureView } from '../../types';

/** The entries of a catalogue that can be found, and their texts. */

export type Kind = 'scholars' | 'series' | 'lectures';

/** The searchable texts of one scholar, series or lecture. */
export interface Source {
  readonly kind: Kind;
  readonly id: string;
  readonly titles: readonly string[];
  /** Texts that match only together with an own text: keys of a series and a scholar. */
  readonly around: readonly string[];
  /** Lectures of one series stay together, in their order. */
  readonly group: string;
  readonly number: number;
}

/** Names an entry of any kind. */
export function keyOf(kind: Kind, id: string): string {
  return `${kind}/${id}`;
}

/** Whether two entries have the same texts. */
export function isSame(a: Source, b: Source): boolean {
  return (
    a.group === b.group && a.number === b.number && isEqual(a.titles, b.titles) && isEqual(a.around, b.around)
  );
}

function isEqual(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, index) => text === b[index]);
}

/** Scholars, series and published lectures. */
export function* sourcesOf({ scholars, series, lectures }: CatalogueView): Generator<Source, void, void> {
  for (const { id, name, otherNames } of scholars.values()) {
    yield { kind: 'scholars', id, titles: [name, ...otherNames], around: [], group: name, number: 0 };
  }
  for (const { id, title, otherTitles, scholarId } of series.values()) {
    yield {
      kind: 'series',
      id,
      titles: [title, ...otherTitles],
      around: [keyOf('scholars', scholarId)],
      group: title,
      number: 0,
    };
  }
  for (const lecture of lectures.values()) {
    if (lecture.published) {
      yield lectureSource(lecture);
    }
  }
}

function lectureSource({
  id,
  title,
  otherTitles,
  scholarId,
  seriesId,
  seriesTitle,
  number,
}: LectureView): Source {
  const around = [keyOf('scholars', scholarId), ...(seriesId === null ? [] : [keyOf('series', seriesId)])];
  return {
    kind: 'lectures',
    id,
    titles: [title, ...otherTitles],
    around,
    group: seriesTitle ?? title,
    number,
  };
}
