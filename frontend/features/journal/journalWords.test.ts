import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { eventWords, reasonWords } from './journalWords';

vi.mock('../../i18n/i18n', () => ({
  currentLocale: () => 'en',
  key: ([name]: readonly string[]) => name,
  translate: (name: string) => name,
}));

const contract = readFileSync(
  fileURLToPath(
    new URL('../../../src/main/java/app/durus/contract/listening/RejectionReason.java', import.meta.url),
  ),
  'utf8',
);
const reasons = [...contract.matchAll(/^ {2}([A-Z_]+),?$/gm)].map(([, reason]) => reason ?? '');

describe('the sentences of the journal', () => {
  it('begin with a capital letter, whichever part comes first', () => {
    const outcomes = { applied: 0, duplicate: 0, superseded: 0 };
    const exchanged = { kind: 'exchanged', by: 'page', sent: 0, received: 1, ...outcomes } as const;
    expect(eventWords(exchanged, () => '')).toBe('Journal.received');
  });
});

describe('the reasons in the journal', () => {
  it('R7: have a text for each reason that the server gives', () => {
    expect(reasons).toContain('INVALID_TIME');
    expect(reasons.map(reasonWords).filter((words) => words === 'journal.reason.other')).toEqual([]);
  });

  it('have a text for a reason that this version does not know', () => {
    expect(reasonWords('REFUSED')).toBe('journal.reason.other');
  });
});
