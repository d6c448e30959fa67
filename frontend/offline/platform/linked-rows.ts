import type { CatalogueRows } from '../rules/catalogue';

/** Where the server puts the rows of the lecture that the page's address names (`LinkPreviewHandler`). */
const ELEMENT = 'linked-rows';

/**
 * The linked lecture and what it refers to, as the page brought them; null without. They are there before the catalogue.
 */
export function linkedRows(): CatalogueRows | null {
  const text = document.getElementById(ELEMENT)?.textContent;
  if (text === undefined || text === '') {
    return null;
  }
  const { scholars, series, lectures, assets } = JSON.parse(text) as CatalogueRows;
  return { scholars, series, lectures, assets };
}
