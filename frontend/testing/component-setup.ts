/** What every component test begins with (vitest.config.ts): a fake offline core, the real texts, and an empty page. */
import { act, cleanup, configure } from '@testing-library/react';
import { i18n } from '@vaadin/hilla-react-i18n';
import { afterEach, beforeEach, vi } from 'vitest';
import type { Language } from '../i18n/languages';
import type * as OfflineModule from '../offline/index';
import { setClockAhead } from '../offline/testing/clock-ahead';
import { resetDevice } from './fake-offline';
import { translationsOf } from './translation-files';

/** The longest wait of `findBy…`, as a guard against a hang. No test asserts with it. */
const HANG_MS = 300_000;

setClockAhead();
// Vaadin's components want a page in standards mode.
if (document.doctype === null) {
  document.prepend(document.implementation.createDocumentType('html', '', ''));
}
// happy-dom lacks what Vaadin's components use: registered custom properties, rules that import sheets, and
// the names of a rule's properties. No test checks styles.
vi.stubGlobal('CSS', Object.assign(CSS, { registerProperty: () => undefined }));
vi.stubGlobal('CSSImportRule', function CSSImportRule(): void {
  throw new TypeError('Illegal constructor');
});
Object.defineProperty(CSSStyleDeclaration.prototype, Symbol.iterator, { value: () => [].values() });
// This browser has a decoder for everything but this one type.
HTMLMediaElement.prototype.canPlayType = (type) => (type === 'audio/x-unknown' ? '' : 'maybe');
configure({ asyncUtilTimeout: HANG_MS });

vi.mock('../offline/index', async (importOriginal) => ({
  ...(await importOriginal<typeof OfflineModule>()),
  offline: (await import('./fake-offline')).device,
}));

/** Hilla's i18n asks the server for a language's texts. */
vi.stubGlobal('fetch', (address: string) => {
  const language = new URL(address, 'http://app').searchParams.get('langtag') as Language;
  return Promise.resolve(Response.json(Object.fromEntries(translationsOf(language))));
});

beforeEach(async () => {
  resetDevice();
  localStorage.clear();
  document.title = '';
  await i18n.configure({ language: 'en' });
  document.documentElement.lang = 'en';
  document.documentElement.dir = 'ltr';
});

afterEach(() => {
  act(cleanup);
});
