import { describe, expect, it } from 'vitest';
import { LiveValue } from '../live/live';
import { catalogueOf, UNREAD_CATALOGUE, type CatalogueRows } from '../rules/catalogue';
import { ManualTime } from '../testing/manual-time';
import type { CatalogueView } from '../types';
import { CatalogueSearch } from './search';

function rowsOf(...titles: readonly string[]): CatalogueRows {
  return {
    scholars: [{ id: 's', name: 'Somebody', published: true }],
    series: [],
    lectures: titles.map((title) => ({
      ...{ id: title, title, scholarId: 's', seriesId: null, number: 0, language: null },
      ...{ assetId: 'a', addedAt: 1, published: true },
    })),
    assets: [
      {
        id: 'a',
        lectureId: 'x',
        url: 'u',
        sha256: 'h',
        sizeBytes: 1,
        durationMs: 1,
        mediaType: 'audio/mpeg',
      },
    ],
  };
}

/** On this device a millisecond has passed whenever one looks at the clock. What waits is done by `go`. */
class SlowTime extends ManualTime {
  #looks = 0;
  #waiting: Array<() => void> = [];

  override readonly elapsedMs = (): number => ++this.#looks;

  override readonly after = (_: number, callback: () => void): (() => void) => {
    this.#waiting.push(callback);
    return () => undefined;
  };

  go(): void {
    this.#waiting.splice(0).forEach((callback) => {
      callback();
    });
  }
}

describe('the search in the local catalogue', () => {
  it('finds nothing before the catalogue was read, and finds its lectures afterwards', () => {
    const catalogue = new LiveValue<CatalogueView>(UNREAD_CATALOGUE.view);
    const { search } = new CatalogueSearch(catalogue, new ManualTime());
    expect(search('one', 10).lectures).toEqual([]);
    catalogue.set(catalogueOf(rowsOf('One', 'Two')).view);
    expect(search('one', 10).lectures).toEqual(['One']);
    catalogue.set(catalogueOf(rowsOf('Two')).view);
    expect(search('one', 10).lectures).toEqual([]);
  });

  describe('with a large catalogue', () => {
    const titles = Array.from({ length: 1_000 }, (_, index) => `Lecture ${index}`);

    it('indexes a part of it at a time, also when a search is waiting', () => {
      const time = new SlowTime();
      const search = new CatalogueSearch(new LiveValue(catalogueOf(rowsOf(...titles)).view), time);
      const counts = [];
      for (let step = 0; step < 3; step++) {
        counts.push(search.search('lecture', 10).counts.lectures);
        expect(search.index.get().complete).toBe(false);
        time.go();
      }
      expect(counts).toEqual([...counts].sort((a, b) => a - b));
      // 64 entries: eight looks at a clock that says that a millisecond has passed since the last one.
      expect(counts.every((count, step) => count <= 64 * (step + 1))).toBe(true);
    });

    it('tells when there may be more, and finds everything in the end', () => {
      const time = new SlowTime();
      const search = new CatalogueSearch(new LiveValue(catalogueOf(rowsOf(...titles)).view), time);
      expect(search.search('lecture 999', 10).lectures).toEqual([]);
      const { revision } = search.index.get();
      while (!search.index.get().complete) {
        time.go();
      }
      expect(search.index.get().revision).not.toBe(revision);
      expect(search.search('lecture 999', 10).lectures).toEqual(['Lecture 999']);
      expect(search.search('lecture', 10).counts.lectures).toBe(1_000);
    });

    it('follows a change in parts, too', () => {
      const time = new SlowTime();
      const catalogue = new LiveValue(catalogueOf(rowsOf(...titles)).view);
      const search = new CatalogueSearch(catalogue, time);
      search.search('', 10);
      while (!search.index.get().complete) {
        time.go();
      }
      catalogue.set(catalogueOf(rowsOf(...titles, 'One more')).view);
      expect(search.index.get().complete).toBe(false);
      while (!search.index.get().complete) {
        time.go();
      }
      expect(search.search('more', 10).lectures).toEqual(['One more']);
    });
  });
});
