import { basePath } from '../base-path';
import { bestLanguage, type Language } from '../i18n/languages';

/** Where the server answers with all texts of one language. */
export function translationsAddress(language: Language): string {
  return `${basePath()}?v-r=i18n&langtag=${language}`;
}

/**
 * Under what an answer is kept: the language alone. Parts that a request asks for (`chunks`, `keys`) do not
 * matter, because the whole file answers them too. Null for a request that is not for texts.
 */
export function translationsKey(url: URL): string | null {
  if (url.pathname !== basePath() || url.searchParams.get('v-r') !== 'i18n') {
    return null;
  }
  return translationsAddress(bestLanguage([url.searchParams.get('langtag') ?? '']));
}
