import { beforeEach } from 'vitest';
import { setClockAhead } from './clock-ahead';
import { countPlatform } from './count-platform';
import { beginDelays } from './seeded-delays';
import { watchUncounted } from './uncounted';

/** What every test file begins with (vitest.config.ts). */

setClockAhead();
beginDelays('');
countPlatform();
if (process.env['DURUS_UNCOUNTED'] === 'fail') {
  watchUncounted();
}

beforeEach(({ task }) => {
  beginDelays(task.name);
});
