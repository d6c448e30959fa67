/** What bench/client calls in the browser: the app's own core, measured beside IndexedDB itself. */
import { appendEntries } from './append';
import { drain, fillOutbox, openApp, signUp } from './drain';
import { readHome } from './home';

const bench = { signUp, appendEntries, fillOutbox, openApp, drain, readHome };

Object.assign(window, { bench });
