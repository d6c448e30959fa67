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
  fileURLToPath(new URL('../../../src/main/java/app/durus/contract/RejectionReason.java', import.meta.url)),
  'utf8',
);
const reasons = [...contract.matchAll(/^ {2}([A-Z_]+),?$/gm)].map(([, reason]) => reason ?? '');

describe('the journal’s sentences', () => {
  it('begin with a capital letter, whichever part of them comes first', () => {
    const outcomes = { applied: 0, duplicate: 0, superseded: 0 };
    const exchanged = { kind: 'exchanged', by: 'page', sent: 0, received: 1, ...outcomes } as const;
    expect(eventWords(exchanged, () => '')).toBe('Journal.received');
  });
});

describe('the journal’s reasons', () => {
  it('R7: are words for all that the server gives', () => {
    expect(reasons).toContain('INVALID_TIME');
    expect(reasons.map(reasonWords).filter((words) => words === 'journal.reason.other')).toEqual([]);
  });

  it('are words also for what only a newer server knows', () => {
    expect(reasonWords('REFUSED')).toBe('journal.reason.other');
  });
});
