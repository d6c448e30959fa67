/**
 * A fake offline core for component tests: values that a test sets, and commands that only record their
 * calls. Its members are those of the real core, with the values before the store was read.
 */
import { type Mock, vi } from 'vitest';
import type * as OfflineModule from '../offline/index';
import type { Live, Offline } from '../offline/index';
import { LiveValue } from '../offline/live/live';

type Fake<Member> =
  Member extends Live<infer Value>
    ? LiveValue<Value>
    : Member extends (...args: never[]) => unknown
      ? Mock<Member>
      : never;

export type FakeOffline = { readonly [Name in keyof Offline]: Fake<Offline[Name]> };

const real = await vi.importActual<typeof OfflineModule>('../offline/index');

function isLive(member: unknown): member is Live<unknown> {
  return typeof member === 'object' && member !== null && 'subscribe' in member;
}

const initial = Object.entries(real.offline).flatMap(([name, member]) =>
  isLive(member) ? [[name, member.get()] as const] : [],
);

const members = new Map<string, LiveValue<unknown> | Mock>(
  Object.entries(real.offline).map(([name, member]) => [
    name,
    isLive(member) ? new LiveValue(member.get()) : vi.fn(),
  ]),
);

/** What `import { offline } from …/offline/index` resolves to in a component test. */
export const device = Object.fromEntries(members) as unknown as FakeOffline;

/** Resets the fake for a test: all values are empty, no call is recorded, and each asynchronous command succeeds. */
export function resetDevice(): void {
  for (const [name, value] of initial) {
    (members.get(name) as LiveValue<unknown>).set(value);
  }
  for (const member of members.values()) {
    if (!(member instanceof LiveValue)) {
      member.mockReset();
      member.mockImplementation(() => Promise.resolve(null));
    }
  }
  device.search.mockReturnValue({
    ...{ scholars: [], series: [], lectures: [] },
    counts: { scholars: 0, series: 0, lectures: 0 },
  });
  device.journal.mockResolvedValue({ entries: [], rejected: [] });
  device.signInOptions.mockResolvedValue('offline');
  device.emailAddress.mockResolvedValue('offline');
}
