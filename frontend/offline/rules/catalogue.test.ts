import { describe, expect, it } from 'vitest';
import { catalogueOf, type CatalogueRows } from './catalogue';

const rows: CatalogueRows = {
  scholars: [
    {
      ...{ id: 's', name: 'معلّم', published: true, description: 'من المدينة' },
      translations: [{ language: 'en', title: 'A teacher' }],
    },
  ],
  series: [
    {
      ...{ id: 'm', scholarId: 's', title: 'آداب', published: true, cover: 'covers/m' },
      translations: [{ language: 'en-GB', title: 'Manners', description: 'In ten lessons' }],
    },
  ],
  lectures: ['one', 'two'].map((id, index) => ({
    ...{ id, scholarId: 's', seriesId: 'm', number: index + 1, title: `درس ${index + 1}`, language: 'ar' },
    ...{ assetId: 'a', addedAt: 1, published: true, cover: id === 'two' ? 'covers/two' : null },
    translations: id === 'one' ? [{ language: 'en', title: 'Lesson 1', description: null }] : null,
  })),
  assets: [
    {
      id: 'a',
      lectureId: 'one',
      url: 'u',
      sha256: 'h',
      sizeBytes: 1,
      durationMs: 1,
      mediaType: 'audio/ogg; codecs=opus',
    },
  ],
};

describe('the texts of the catalogue', () => {
  it('are in the language of the app when they are translated, else in the source’s language', () => {
    const { scholars, series, lectures } = catalogueOf(rows, 'en').view;
    expect(scholars.get('s')).toMatchObject({
      name: 'A teacher',
      description: 'من المدينة',
      otherNames: ['معلّم'],
    });
    expect(series.get('m')).toMatchObject({
      title: 'Manners',
      description: 'In ten lessons',
      scholarName: 'A teacher',
    });
    expect(lectures.get('one')).toMatchObject({
      title: 'Lesson 1',
      otherTitles: ['درس 1'],
      seriesTitle: 'Manners',
    });
    expect(lectures.get('two')).toMatchObject({ title: 'درس 2', otherTitles: [], description: null });
  });

  it('are those of the source in another language or without a language', () => {
    for (const language of ['ar', 'fr', null]) {
      const { scholars, lectures } = catalogueOf(rows, language).view;
      expect(scholars.get('s')?.name).toBe('معلّم');
      expect(lectures.get('one')).toMatchObject({
        title: 'درس 1',
        otherTitles: ['Lesson 1'],
        scholarName: 'معلّم',
      });
    }
  });

  it('include the picture of the series for each lecture without its own picture', () => {
    const { lectures } = catalogueOf(rows).view;
    expect(lectures.get('one')?.cover).toBe('covers/m');
    expect(lectures.get('two')?.cover).toBe('covers/two');
  });

  it('include chapters; rows of an older server have none', () => {
    const chapters = [
      { startMs: 0, title: '' },
      { startMs: 5_000, title: 'أسئلة' },
    ];
    const lectures = rows.lectures.map((row) => (row.id === 'one' ? { ...row, chapters } : row));
    const views = catalogueOf({ ...rows, lectures }).view.lectures;
    expect(views.get('one')?.chapters).toEqual(chapters);
    expect(views.get('two')?.chapters).toEqual([]);
  });

  it('are read from rows that an older server or an older version of the app stored', () => {
    const old: CatalogueRows = {
      ...rows,
      scholars: [{ id: 's', name: 'معلّم', published: true }],
      series: [{ id: 'm', scholarId: 's', title: 'آداب', published: true }],
    };
    const { scholars, series } = catalogueOf(old, 'en').view;
    expect(scholars.get('s')).toMatchObject({ name: 'معلّم', description: null, otherNames: [] });
    expect(series.get('m')).toMatchObject({ title: 'آداب', cover: null });
  });
});
