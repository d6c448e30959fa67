/**
 * The small script that runs first. It applies the chosen theme, requests the texts, and lets the browser paint what
 * index.html shows. Only then it runs the app, which the page has requested at the same time (vite.config.ts).
 */
import './theme/base.css';
import { startingLanguage } from './i18n/chosen-language';
import { linkedPlayerReady } from './linked-player';
import { insecureAddressWords } from './secure-address';
import { startTheme } from './theme/theme';

/** The longest wait for the first paint. A page in the background never paints. */
const LONGEST_PAINT_MS = 100;

/** Hilla's i18n requests the same address a moment later and gets this response. */
function askForTexts(): void {
  const texts = document.createElement('link');
  texts.rel = 'preload';
  texts.as = 'fetch';
  texts.crossOrigin = 'anonymous';
  texts.href = `./?v-r=i18n&langtag=${startingLanguage()}`;
  document.head.append(texts);
}

/** Yields the main thread once. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

/** Resolves after the first frame was painted. */
async function painted(): Promise<void> {
  const frame = new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve));
  });
  const longest = new Promise((resolve) => setTimeout(resolve, LONGEST_PAINT_MS));
  await Promise.race([frame, longest]);
}

async function start(outlet: HTMLElement): Promise<void> {
  // On a slow line the player of a linked page should not share the line with the texts.
  const ready = linkedPlayerReady().then(askForTexts);
  await painted();
  // The first use of a locale takes a slow phone 50 ms. Used here, while the app is being loaded, it makes no task of
  // the app longer.
  Intl.NumberFormat.supportedLocalesOf(startingLanguage());
  await ready;
  await nextTask();
  // Local state is read while the app's module is evaluated. Who draws the app asks for the start again, and is told of
  // a failure.
  const { offline } = await import('./offline/index');
  offline.showIn(startingLanguage());
  offline.start().catch(() => undefined);
  const { draw } = await import('./app');
  // Evaluating the app's module took a while. Input that came meanwhile is handled before the app is rendered.
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
  // The texts may be what could not be loaded, so this one is written here.
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
const insecure = insecureAddressWords(window);
// No await at the top level. Parts that are loaded later import this module's chunk: they would wait for it while it
// waits for them.
if (insecure === null) {
  start(outlet).catch((fault: unknown) => {
    sayNotLoaded(outlet, fault);
  });
} else {
  outlet.textContent = insecure;
}
