/**
 * The app's languages, for the page and for the worker. Another language needs an entry here and its texts in
 * `src/main/resources/vaadin-i18n/translations_<tag>.properties`; everything else follows this list.
 *
 * `locale` is for `Intl`, with the digits of the language. `units` tells how a duration names its units: `short` where
 * the language has short forms that are read without effort (`44 min`), else `long` (`٤٤ دقيقة`).
 */
export const languages = {
  en: { name: 'English', locale: 'en', direction: 'ltr', units: 'short' },
  ar: { name: 'العربية', locale: 'ar-u-nu-arab', direction: 'rtl', units: 'long' },
} as const;

/** The primary subtag of a BCP 47 tag. */
export type Language = keyof typeof languages;

/** What everyone gets whose language the app lacks. Its texts are in `translations.properties`. */
export const defaultLanguage: Language = 'en';

export const languageTags = Object.keys(languages) as readonly Language[];

export function isLanguage(tag: string | null | undefined): tag is Language {
  return tag !== null && tag !== undefined && Object.hasOwn(languages, tag);
}

/** The first of `wanted` (BCP 47 tags, best first) that the app has, else the default. */
export function bestLanguage(wanted: readonly string[]): Language {
  return wanted.map((tag) => tag.toLowerCase().split('-')[0]).find(isLanguage) ?? defaultLanguage;
}
