import { expect, it } from 'vitest';
import { shippedPackages } from './licences';

/** Licences under which the app may be given to anybody, for any use. Of alternatives one is enough. */
const ALLOWED = new Set([
  ...['Apache-2.0', 'Apache 2.0', 'MIT', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause'],
  // Fonts.
  'OFL-1.1',
]);

const isAllowed = (licence: string) =>
  licence
    .replace(/^\((.*)\)$/, '$1')
    .split(' OR ')
    .some((alternative) => ALLOWED.has(alternative));

it('the app ships nothing with a licence that is not allowed', () => {
  const shipped = shippedPackages();
  expect(shipped.map(({ name }) => name)).toContain('react');
  expect(shipped.filter(({ licence }) => !isAllowed(licence))).toEqual([]);
});

it.each([
  ['MIT', true],
  ['(MPL-2.0 OR Apache-2.0)', true],
  ['(MPL-2.0 AND Apache-2.0)', false],
  ['GPL-3.0-only', false],
  ['none', false],
])('the licence %s is allowed: %s', (licence, allowed) => {
  expect(isAllowed(licence)).toBe(allowed);
});
