/**
 * What the page keeps on this device by itself, because it is needed before the core runs, or without it. This is the
 * whole list. What the player keeps is in `offline/rules/playback/playback-settings.ts`.
 */
const KEYS = {
  /** The chosen colours (`theme/theme.ts`). */
  theme: 'durus.theme',
  /** The chosen language of the app (`i18n/chosen-language.ts`). */
  language: 'durus.language',
  /** Whether the listener declined to install the app (`features/install`). */
  install: 'durus.install',
  /** What the listener looked for last (`features/search`). */
  searches: 'durus.searches',
} as const;

export type PageSetting = keyof typeof KEYS;

/** Null when it was never stored. It may be of another version of the app. */
export function readPageSetting(setting: PageSetting): string | null {
  return localStorage.getItem(KEYS[setting]);
}

export function writePageSetting(setting: PageSetting, value: string): void {
  localStorage.setItem(KEYS[setting], value);
}

export function removePageSetting(setting: PageSetting): void {
  localStorage.removeItem(KEYS[setting]);
}
