/**
 * Asks for the texts while the app itself is still on its way: without them nothing can be drawn. A script of its own, a
 * few lines long, that the page loads beside the app (vite.config.ts). Hilla's i18n asks for the same address a moment
 * later, and is given this answer.
 */
import { startingLanguage } from './components/languages';

const texts = document.createElement('link');
texts.rel = 'preload';
texts.as = 'fetch';
texts.crossOrigin = 'anonymous';
texts.href = `./?v-r=i18n&langtag=${startingLanguage()}`;
document.head.append(texts);
