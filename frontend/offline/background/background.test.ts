import { afterEach, describe, expect, it, vi } from 'vitest';
import { background, ONCE_ONLINE, PERIODICALLY } from './background';
import { settled } from '../testing/activity';

afterEach(() => {
  vi.unstubAllGlobals();
});

/** A browser whose worker becomes ready when the test says so. */
function browser(registration: object) {
  let becomeReady: () => void = () => undefined;
  const ready = new Promise((resolve) => {
    becomeReady = () => {
      resolve(registration);
    };
  });
  vi.stubGlobal('navigator', { serviceWorker: { ready } });
  return becomeReady;
}

describe('the request to wake the worker', () => {
  it('C5: is made once the worker is ready', async () => {
    const asked: string[] = [];
    const register = (tag: string) => {
      asked.push(tag);
      return Promise.resolve();
    };
    const becomeReady = browser({ sync: { register }, periodicSync: { register } });
    const worker = background();
    worker.wakePeriodically();
    worker.wakeOnceOnline();
    await settled();
    expect(asked).toEqual([]);
    becomeReady();
    await settled();
    expect(asked).toEqual([PERIODICALLY, ONCE_ONLINE]);
  });

  it.each([
    ['has neither', {}],
    ['refuses', { sync: { register: () => Promise.reject(new DOMException('', 'NotAllowedError')) } }],
  ])('C5: causes no error in a browser that %s', async (_, registration) => {
    browser(registration)();
    const worker = background();
    worker.wakePeriodically();
    worker.wakeOnceOnline();
    await settled();
  });
});
