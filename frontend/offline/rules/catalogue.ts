import { CatalogueBuilder } from './catalogue-builder';
import type { Catalogue, CatalogueRows } from './catalogue-rows';

export type {
  AssetRow,
  Catalogue,
  CatalogueRows,
  LectureRow,
  ScholarRow,
  SeriesRow,
  Translation,
} from './catalogue-rows';

export const UNREAD_CATALOGUE: Catalogue = {
  view: { state: 'loading', scholars: new Map(), series: new Map(), lectures: new Map(), arriving: null },
  assets: new Map(),
};

/**
 * Makes the views of all rows. A row is shown once every row that it refers to is there. Withdrawn lectures are
 * included and marked, because a listener may have one. Withdrawn scholars and series are left out.
 *
 * @param language BCP 47; titles are shown in it where they are translated into it, else in their source's language
 */
export function catalogueOf(rows: CatalogueRows, language: string | null = null): Catalogue {
  const builder = new CatalogueBuilder(language);
  builder.add(rows);
  return builder.build(null);
}
