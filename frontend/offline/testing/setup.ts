import { beforeEach } from 'vitest';
import { setClockAhead } from './clock-ahead';
import { countPlatform } from './count-platform';
import { beginDelays } from './seeded-delays';

/** What every test file begins with (vitest.config.ts). */

setClockAhead();
beginDelays('');
countPlatform();

beforeEach(({ task }) => {
  beginDelays(task.name);
});
