import { readPageSetting, writePageSetting } from '../page-settings';
import { bestLanguage, isLanguage, type Language } from './languages';

/** The language that was chosen on this device, else the best of the browser's languages. */
export function startingLanguage(): Language {
  const chosen = readPageSetting('language');
  return isLanguage(chosen) ? chosen : bestLanguage(navigator.languages);
}

export function rememberLanguage(language: Language): void {
  writePageSetting('language', language);
}
