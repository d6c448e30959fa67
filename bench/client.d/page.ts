/** What bench/client calls in the browser: the app's own core, measured beside IndexedDB itself. */
import { appendEntries } from './append';
import { copyOutbox, drain, fillOutbox, openApp, signUp } from './drain';
import { readHome } from './home';

const bench = { signUp, appendEntries, fillOutbox, openApp, copyOutbox, drain, readHome };

Object.assign(window, { bench });
