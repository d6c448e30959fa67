import { readPageSetting, writePageSetting } from '../page-settings';

/** Light, dark, or as the system has it. Kept on this device; drawn by `data-theme` (theme/tokens.css). */
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
  // The browser's own frame follows: each meta says for which scheme of the system it stands.
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) {
    const dark = theme === 'system' ? meta.media.includes('dark') : theme === 'dark';
    meta.content = dark ? '#111615' : '#faf8f3';
  }
}
