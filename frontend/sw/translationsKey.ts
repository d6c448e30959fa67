/** The languages of the app, as in i18n/languages.ts, which a worker does not import. The first is the default. */
export const languageTags = ['en', 'ar'] as const;

/** Where the server answers with all texts of one language. */
export function translationsAddress(tag: (typeof languageTags)[number]): string {
  return `/?v-r=i18n&langtag=${tag}`;
}

/**
 * Under what an answer is kept: the language alone. Parts that a request asks for (`chunks`, `keys`) do not
 * matter, because the whole file answers them too. Null for a request that is not for texts.
 */
export function translationsKey(url: URL): string | null {
  if (url.pathname !== '/' || url.searchParams.get('v-r') !== 'i18n') {
    return null;
  }
  const wanted = url.searchParams.get('langtag')?.toLowerCase().split('-')[0];
  const tag = languageTags.find((known) => known === wanted) ?? languageTags[0];
  return translationsAddress(tag);
}
