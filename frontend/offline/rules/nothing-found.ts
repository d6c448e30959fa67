import type { SearchView } from '../types';

/** What a search finds before it can search. */
export const NOTHING_FOUND: SearchView = {
  ...{ scholars: [], series: [], lectures: [] },
  counts: { scholars: 0, series: 0, lectures: 0 },
};
