/**
 * What runs first, and is small: it asks for the texts, shows the theme that the listener chose, and lets the browser
 * paint what index.html shows. Only then does the app run, which the page asked for at the same time (vite.config.ts).
 */
import './theme/base.css';
import { startingLanguage } from './i18n/languages';
import { startTheme } from './theme/theme';

/** Longest wait for a first picture; a page in the background paints none. */
const LONGEST_PAINT_MS = 100;

/** Hilla's i18n asks for the same address a moment later, and is given this answer. */
function askForTexts(): void {
  const texts = document.createElement('link');
  texts.rel = 'preload';
  texts.as = 'fetch';
  texts.crossOrigin = 'anonymous';
  texts.href = `./?v-r=i18n&langtag=${startingLanguage()}`;
  document.head.append(texts);
}

/** Lets go of the main thread once. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

/** Resolves when there was a picture: after a frame, not in it. */
async function painted(): Promise<void> {
  const frame = new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve));
  });
  const longest = new Promise((resolve) => setTimeout(resolve, LONGEST_PAINT_MS));
  await Promise.race([frame, longest]);
}

async function start(outlet: HTMLElement): Promise<void> {
  await painted();
  // The first question about a locale takes a slow phone a twentieth of a second; asked while the app is on its way, it
  // makes no task of the app's longer.
  Intl.NumberFormat.supportedLocalesOf(startingLanguage());
  await nextTask();
  const { draw } = await import('./app');
  // Running the app's module took its while: what the listener did meanwhile comes before it is drawn.
  await nextTask();
  const drawn = await draw(outlet, (fault) => {
    sayNotLoaded(outlet, fault);
  });
  if (!drawn) {
    throw new Error('there are no texts');
  }
}

function sayNotLoaded(outlet: HTMLElement, fault: unknown): void {
  reportError(fault);
  // Without texts this cannot be one of them.
  outlet.textContent =
    'Salafi Durus could not be loaded. Please try again. · تعذّر تحميل التطبيق، فحاول من جديد.';
  window.addEventListener('online', () => {
    window.location.reload();
  });
}

const outlet = document.getElementById('outlet');
if (!outlet) {
  throw new Error('index.html has no outlet');
}

startTheme();
askForTexts();
// No await at the top level: the parts that are loaded later import this module's chunk, and would wait for it
// while it waits for them.
start(outlet).catch((fault: unknown) => {
  sayNotLoaded(outlet, fault);
});
