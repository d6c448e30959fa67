import type { Upgrade, Upgrading } from './connection';
import { KEY_PATHS, type AccountRow, type JournalRow, type RejectionRow, type TableName } from './schema';

/** One step for each version. Stored rows stay readable, and nothing is removed. */
const STEPS: ReadonlyArray<(transaction: Upgrading) => void> = [
  (transaction) => {
    for (const name of TABLES_OF_VERSION_1) {
      createTable(transaction, name);
    }
  },
  (transaction) => {
    createTable(transaction, 'rejections');
    keepRejections(transaction).catch(() => {
      transaction.abort(); // Opening fails with the reason and is tried again; nothing is half done.
    });
  },
  (transaction) => {
    createTable(transaction, 'places');
  },
];

const TABLES_OF_VERSION_1 = [
  'settings',
  'accounts',
  'states',
  'locals',
  'outbox',
  'journal',
  'catalogue',
] as const satisfies readonly TableName[];

/** Migrates the listener's database from any earlier version to the present one. */
export const upgradeTables: Upgrade = (_database, fromVersion, transaction) => {
  STEPS.slice(fromVersion).forEach((step) => {
    step(transaction);
  });
};

function createTable(transaction: Upgrading, name: TableName): void {
  transaction.db.createObjectStore(name, { keyPath: [...KEY_PATHS[name]] });
}

/** The rejections that are still in the journal. */
async function keepRejections(transaction: Upgrading): Promise<void> {
  const rows = (await transaction.objectStore('journal').getAll()) as JournalRow[];
  const accounts = (await transaction.objectStore('accounts').getAll()) as AccountRow[];
  for (const { account, rejected } of accounts) {
    const refused = rows.filter(
      (row): row is RejectionRow => row.account === account && row.event.kind === 'rejected',
    );
    for (const [index, row] of refused.entries()) {
      const number = rejected - refused.length + index;
      await transaction.objectStore('rejections').put({ ...row, number });
    }
  }
}
