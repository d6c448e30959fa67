import type { CatalogueView } from '../../offline/index';

/** Of the catalogues that are shown: counted once for each. */
const known = new WeakMap<CatalogueView['lectures'], ReadonlySet<string>>();

/** Whether another lecture has the same title, so that the title alone does not say which it is. */
export function isTitleRepeated({ lectures }: Pick<CatalogueView, 'lectures'>, title: string): boolean {
  let repeated = known.get(lectures);
  if (repeated === undefined) {
    repeated = repeatedIn(lectures);
    known.set(lectures, repeated);
  }
  return repeated.has(title);
}

function repeatedIn(lectures: CatalogueView['lectures']): ReadonlySet<string> {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const { title } of lectures.values()) {
    if (seen.has(title)) {
      repeated.add(title);
    }
    seen.add(title);
  }
  return repeated;
}
