import { describe, expect, it } from 'vitest';
import { LiveValue } from '../live/live';
import { catalogueOf } from '../rules/catalogue';
import { NOTHING_FOUND } from '../rules/nothing-found';
import { ManualTime } from '../testing/manual-time';
import type { SearchIndexView } from '../types';
import { SearchOnDemand } from './search-on-demand';

const catalogue = catalogueOf({
  scholars: [{ id: 's', name: 'Somebody', published: true }],
  series: [],
  lectures: [
    {
      ...{ id: 'one', title: 'One', scholarId: 's', seriesId: null, number: 0, language: null },
      ...{ assetId: 'a', addedAt: 1, published: true },
    },
  ],
  assets: [
    {
      ...{ id: 'a', lectureId: 'one', url: 'u', sha256: 'h', sizeBytes: 1, durationMs: 1 },
      mediaType: 'audio/mpeg',
    },
  ],
});

describe('a search whose code is not loaded yet', () => {
  it('finds nothing, says so, and tells when to search again', async () => {
    const faults: unknown[] = [];
    const search = new SearchOnDemand(new LiveValue(catalogue.view), new ManualTime(), (fault) => {
      faults.push(fault);
    });
    const told: SearchIndexView[] = [search.index.get()];
    const complete = new Promise<void>((resolve) => {
      search.index.subscribe(() => {
        told.push(search.index.get());
        if (search.index.get().complete) {
          resolve();
        }
      });
    });
    expect(search.search('one', 10)).toEqual(NOTHING_FOUND);
    expect(search.search('one', 10)).toEqual(NOTHING_FOUND);
    await complete;
    expect(told).toEqual([
      { complete: true, revision: 0 },
      { complete: false, revision: 0 },
      { complete: true, revision: 1 },
    ]);
    expect(search.search('one', 10).lectures).toEqual(['one']);
    expect(faults).toEqual([]);
  });
});
