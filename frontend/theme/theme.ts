import { readPageSetting, writePageSetting } from '../page-settings';

/** Light, dark, or as the system. The choice is stored on this device and applied by `data-theme` (tokens.css). */
export const themes = ['system', 'light', 'dark'] as const;

export type Theme = (typeof themes)[number];

export function currentTheme(): Theme {
  const stored = readPageSetting('theme');
  return themes.find((theme) => theme === stored) ?? 'system';
}

export function startTheme(): void {
  show(currentTheme());
}

export function chooseTheme(theme: Theme): void {
  writePageSetting('theme', theme);
  show(theme);
}

function show(theme: Theme): void {
  if (theme === 'system') {
    delete document.documentElement.dataset.theme;
  } else {
    document.documentElement.dataset.theme = theme;
  }
  // The browser colours its own frame by these, with copies of --paper (tokens.css). `media` tells for which scheme of
  // the system each one is.
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) {
    const dark = theme === 'system' ? meta.media.includes('dark') : theme === 'dark';
    meta.content = dark ? '#111615' : '#faf8f3';
  }
}
