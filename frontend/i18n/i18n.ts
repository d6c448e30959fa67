/**
 * The app's languages. Texts come from `vaadin-i18n/translations*.properties` through Hilla's i18n; the browser's
 * language is the first choice, and what the listener chose in Settings stays on this device.
 *
 * The two functions are re-exported so that Hilla's build does not see them in the views: it would split the texts
 * by JavaScript chunk and fetch a part with every view. They are one small file, which the worker keeps.
 */
import { i18n } from '@vaadin/hilla-react-i18n';
import { offline } from '../offline/index';
import { rememberLanguage, startingLanguage } from './chosen-language';
import { defaultLanguage, isLanguage, type Language, languages } from './languages';

export { key, translate } from '@vaadin/hilla-react-i18n';

/** The present language. A component that calls this is rendered again when the language changes. */
export function currentLanguage(): Language {
  const language = i18n.language.value;
  return isLanguage(language) ? language : defaultLanguage;
}

/** The locale of the present language, for `Intl`. */
export function currentLocale(): string {
  return languages[currentLanguage()].locale;
}

async function show(language: Language): Promise<boolean> {
  offline.showIn(language);
  // Not `setLanguage`, which would send the choice to the server in a cookie.
  await i18n.configure({ language });
  const shown = currentLanguage();
  document.documentElement.lang = shown;
  document.documentElement.dir = languages[shown].direction;
  return i18n.initialized.value;
}

/** Loads the texts. False when neither the worker nor the server had them. */
export function startLanguage(): Promise<boolean> {
  return show(startingLanguage());
}

export async function chooseLanguage(language: Language): Promise<void> {
  rememberLanguage(language);
  await show(language);
}
