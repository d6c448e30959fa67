import { namedForBasePath } from '../../base-path';
import type { AssetRow, LectureRow, ScholarRow, SeriesRow } from '../rules/catalogue';
import type { CatalogueSummary, Contents } from '../rules/catalogue-summary';
import type { ClockState } from '../rules/clock';
import type { StampOrigin, OutboxEntry } from '../rules/intent';
import type { EarlierPlace } from '../rules/playback/earlier-places';
import type { QueueSetting, StoredPlaybackSettings } from '../rules/playback/playback-settings';
import type { RegisterName, SparseRegisters } from '../rules/registers';
import type { LocalPosition } from '../rules/lecture-progress';
import type { Key } from './key';

/**
 * The rows of the listener's database and their keys. Changes are additive both ways: a newer app reads the rows of an
 * older one, and an older app, in a tab that was not reloaded, goes on writing.
 */

export const DATABASE_NAME = namedForBasePath('durus');
export const DATABASE_VERSION = 3;

/** The account name of the guest, who has registers and no outbox (C9.2). No UUID has this form. */
export const GUEST = 'guest';

/** One account's synchronization with the server. */
export interface AccountRow {
  readonly account: string;
  readonly name: string;
  readonly cursor: number;
  readonly epoch: string | null;
  /** Number of failed synchronizations in a row; sent as the batch's `attempt`. */
  readonly failures: number;
  /** The device's time before which nothing is tried automatically (C5.1, R15.2). */
  readonly nextAttemptAt: number;
  /** The greatest number of intents in a batch; halved when the server refuses a batch whole (R14.3). */
  readonly mostIntents: number;
  readonly lastSuccessAt: number | null;
  /** How many entries the server ever refused. */
  readonly rejected: number;
  /** The guest's latest stamp when this account left the guest's progress to the guest; 0 before. */
  readonly guestLeftAt: number;
  readonly journalLength: number;
}

/** The server's state of a lecture. For a guest: this device's own state, at revision 0. */
export interface StateRow extends SparseRegisters {
  readonly account: string;
  readonly lectureId: string;
  readonly revision: number;
  /** For a guest only: the origin of each register's stamp, for the account that takes it over (R8). Stored name. */
  readonly drawings?: Partial<Record<RegisterName, StampOrigin>>;
}

/** One of the last things that synchronization did, which the listener can read and export. */
export interface JournalRow {
  readonly account: string;
  readonly number: number;
  /** By the device's own clock. */
  readonly at: number;
  readonly event: JournalEvent;
}

export type JournalEvent =
  /** The server answered. `received` counts lectures that another device changed. */
  | ({ readonly kind: 'exchanged'; readonly by: Drainer; readonly received: number } & Outcomes)
  /** No answer, `times` in a row. */
  | { readonly kind: 'failed'; readonly problem: 'unavailable' | 'conflict'; readonly times: number }
  /** The server no longer knew the session. */
  | { readonly kind: 'expired' }
  | Rejection
  | { readonly kind: 'corrected'; readonly from: OutboxEntry; readonly to: OutboxEntry }
  | { readonly kind: 'unknown'; readonly entry: OutboxEntry }
  | { readonly kind: 'new-epoch'; readonly from: string | null; readonly to: string }
  | { readonly kind: 'guest-taken-over'; readonly intents: number };

/** Who synchronized: a page, or the worker in the background. */
export type Drainer = 'page' | 'worker';

/** How many intents of an exchange met which verdict. */
export interface Outcomes {
  readonly sent: number;
  readonly applied: number;
  readonly duplicate: number;
  readonly superseded: number;
}

export interface Rejection {
  readonly kind: 'rejected';
  readonly reason: string;
  readonly entry: OutboxEntry;
}

/** A rejection, kept longer than the rest of the journal (R10.3). Since version 2. */
export interface RejectionRow {
  readonly account: string;
  readonly number: number;
  readonly at: number;
  readonly event: Rejection;
}

/** The places of a lecture that the listener left, newest first; ten at most (C12). Since version 3. */
export interface PlacesRow {
  readonly account: string;
  readonly lectureId: string;
  readonly places: readonly EarlierPlace[];
}

export type CatalogueRow =
  | { readonly kind: 'scholar'; readonly id: string; readonly row: ScholarRow }
  | { readonly kind: 'series'; readonly id: string; readonly row: SeriesRow }
  | { readonly kind: 'lecture'; readonly id: string; readonly row: LectureRow }
  | { readonly kind: 'asset'; readonly id: string; readonly row: AssetRow }
  /** Made of the other rows, and never more than a hint. Versions of the app that do not know it leave it as it is. */
  | { readonly kind: 'summary'; readonly id: 'home'; readonly row: CatalogueSummary }
  /** The same of a series or a scholar, by its id. */
  | { readonly kind: 'contents'; readonly id: string; readonly row: Contents };

/** The account that is signed in on this device. */
export interface SessionSetting {
  readonly name: 'session';
  /** {@link GUEST} or a listener's id. */
  readonly account: string;
  /** Whether the server no longer knows the session. */
  readonly expired: boolean;
  /** Whether a sign-out still has to be sent to the server. */
  readonly signOutOwed: boolean;
  /** Whether the server said that the account is deleted. The session is expired then, too. */
  readonly deleted?: boolean;
}

export interface CatalogueSetting {
  readonly name: 'catalogue';
  readonly cursor: number;
  readonly epoch: string | null;
  /** The snapshot that is being read. Until all of it is stored, the cursor stays at 0 and the epoch null. */
  readonly snapshot?: SnapshotProgress | null;
  /** Whether the server had another page when the last one was stored. */
  readonly more?: boolean;
}

/** How much of a snapshot is stored. */
export interface SnapshotProgress {
  readonly epoch: string;
  readonly revision: number;
  /** How many lectures the whole snapshot has. */
  readonly lectures: number;
  /** How many lines are stored, without the first. */
  readonly lines: number;
  /** How often reading was begun since something was last stored. */
  readonly tries: number;
}

/** The player across restarts. `rate` is the last rate; {@link StoredPlaybackSettings} has the chosen ones. */
export interface PlayerSetting {
  readonly name: 'player';
  readonly account: string;
  readonly lectureId: string | null;
  readonly rate: number;
}

export type Setting =
  /** One per browser profile. */
  | { readonly name: 'device'; readonly deviceId: string }
  | ({ readonly name: 'clock' } & ClockState)
  | SessionSetting
  | CatalogueSetting
  | PlayerSetting
  | StoredPlaybackSettings
  | QueueSetting;

export interface Rows {
  settings: Setting;
  accounts: AccountRow;
  states: StateRow;
  locals: LocalPosition;
  outbox: OutboxEntry;
  journal: JournalRow;
  rejections: RejectionRow;
  places: PlacesRow;
  catalogue: CatalogueRow;
}

export type TableName = keyof Rows;

/** Every table's key, as IndexedDB's compound key path. */
export const KEY_PATHS = {
  settings: ['name'],
  accounts: ['account'],
  states: ['account', 'lectureId'],
  locals: ['account', 'lectureId'],
  outbox: ['account', 'lectureId', 'occurredAt', 'id'],
  journal: ['account', 'number'],
  rejections: ['account', 'number'],
  places: ['account', 'lectureId'],
  catalogue: ['kind', 'id'],
} as const satisfies { [Name in TableName]: ReadonlyArray<keyof Rows[Name]> };

/** Every table with rows of an account. Forgetting an account clears them (C9.3). */
export const TABLES_OF_ACCOUNTS = [
  'accounts',
  'states',
  'locals',
  'outbox',
  'journal',
  'rejections',
  'places',
] as const satisfies readonly TableName[];

export function keyOf<Name extends TableName>(name: Name, row: Rows[Name]): Key {
  const members = row as unknown as Record<string, string | number>;
  return KEY_PATHS[name].map((member) => members[member] ?? '');
}
