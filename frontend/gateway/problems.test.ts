import { expect, it } from 'vitest';
import { problemOf } from './problems';

it.each([
  [401, 'unauthorised'],
  [409, 'conflict'],
  [400, 'refused'],
  [413, 'refused'],
  [422, 'refused'],
  [403, 'unavailable'],
  [404, 'unavailable'],
  [429, 'unavailable'],
  [500, 'unavailable'],
  [503, 'unavailable'],
])('R15: status %i is %s', (status, problem) => {
  expect(problemOf(status)).toBe(problem);
});
