import { readPageSetting, writePageSetting } from '../page-settings';

/** The app's languages. Another one needs an entry here, one in sw/translationsKey.ts, and a file of translations. */
export const languages = {
  en: { name: 'English', locale: 'en', direction: 'ltr' },
  ar: { name: 'العربية', locale: 'ar-u-nu-arab', direction: 'rtl' },
} as const;

export type Language = keyof typeof languages;

export function isLanguage(tag: string | null | undefined): tag is Language {
  return tag !== null && tag !== undefined && Object.hasOwn(languages, tag);
}

/** The first of `wanted` (BCP 47 tags, best first) that the app has, else English. */
export function bestLanguage(wanted: readonly string[]): Language {
  return wanted.map((tag) => tag.toLowerCase().split('-')[0]).find(isLanguage) ?? 'en';
}

/** The language that was chosen on this device, else the best of the browser's languages. */
export function startingLanguage(): Language {
  const chosen = readPageSetting('language');
  return isLanguage(chosen) ? chosen : bestLanguage(navigator.languages);
}

export function rememberLanguage(language: Language): void {
  writePageSetting('language', language);
}
