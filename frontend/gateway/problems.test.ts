import { expect, it } from 'vitest';
import { gatewayFailure, problemOf, refusal } from './problems';

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

it.each([
  [{ 'Retry-After': '4' }, 4],
  [{ 'Retry-After': '900' }, 900],
  [{ 'Retry-After': 'Sat, 28 Nov 2026 12:00:00 GMT' }, null],
  [{ 'Retry-After': '-1' }, null],
  [{}, null],
])('R15: a refusal has its status and its retry delay, as in %o', (headers, seconds) => {
  const failure = refusal(new Response('', { status: 429, headers: headers as Record<string, string> }));
  expect(failure.problem).toBe('unavailable');
  expect(failure.refused).toEqual({ status: 429, retryAfterSeconds: seconds });
});

it('R15: a failed connection has no status', () => {
  expect(gatewayFailure(new TypeError('Failed to fetch')).refused).toBeNull();
});
