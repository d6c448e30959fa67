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

  it('builds its index in steps, and gives complete results in between', () => {
    const titles = Array.from({ length: 1_000 }, (_, index) => `Lecture ${index}`);
    const time = new ManualTime();
    const { search } = new CatalogueSearch(new LiveValue(catalogueOf(rowsOf(...titles)).view), time);
    search('', 10);
    time.advance(0);
    expect(search('lecture 999', 10).lectures).toEqual(['Lecture 999']);
    expect(search('lecture', 10).counts.lectures).toBe(1_000);
  });
});
