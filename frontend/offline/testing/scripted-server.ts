import {
  GatewayFailure,
  type Account,
  type AccountSession,
  type AuthoritativeState,
  type CatalogueChanges,
  type CatalogueSnapshotHead,
  type Gateway,
  type GatewayProblem,
  type RefusedResponse,
  type SendOptions,
  type SnapshotReceiver,
  type SyncAnswer,
  type SyncRequest,
} from '../gateway-port';
import type { Intent } from '../rules/intent';
import type { Verdict } from '../rules/outbox';
import { join, latestStampAt, NO_REGISTERS, registersOf } from '../rules/join';
import type { Registers } from '../rules/registers';
import { task } from './activity';

/** What happens to one call. `lost`: it reaches the server, and its answer is lost. */
export type Fault = GatewayProblem | 'lost';

const TOLERANCE_MS = 300_000;

/** A server in memory that joins like the real one, and fails when the test says so. */
export class ScriptedServer implements Gateway {
  readonly requests: SyncRequest[] = [];
  /** For each call whether it was sent with `keepalive`. */
  readonly keptAlive: boolean[] = [];
  readonly calls: string[] = [];
  /** Taken from the front, one for each sync call. */
  readonly faults: Array<Fault | null> = [];
  signedIn: Account | null = null;
  /** The account of the browser's session, once it is deleted. */
  deletedListenerId: string | null = null;
  epoch = 'epoch-1';
  reachable = true;
  /** Calls that fail as if only they were broken. */
  readonly broken = new Set<string>();
  /** Calls that the server refuses with a status. */
  readonly refusing = new Map<string, RefusedResponse>();
  /** What the next call of a name waits for before it reaches the server. */
  readonly held = new Map<string, Promise<void>>();
  catalogue: CatalogueChanges = {
    ...{ epoch: 'catalogue-1', cursor: 0, more: false },
    ...{ scholars: [], series: [], lectures: [], assets: [] },
  };
  readonly unknownLectures = new Set<string>();
  readonly rejectedIds = new Set<string>();
  /** Intents that make the server refuse the whole request. */
  readonly poisonedLectures = new Set<string>();
  #states = new Map<string, AuthoritativeState>();
  #revision = 0;

  constructor(public readonly now: () => number) {}

  state(lectureId: string): AuthoritativeState | undefined {
    return this.#states.get(lectureId);
  }

  /** What another device did. */
  elsewhere(intent: Intent): void {
    this.#join(intent, 'another-device');
  }

  /** Restores the database to an empty one, under another epoch. */
  restoreEmpty(epoch: string): void {
    this.epoch = epoch;
    this.#states = new Map();
    this.#revision = 0;
  }

  readonly sync = async (request: SyncRequest, how?: SendOptions): Promise<SyncAnswer> => {
    await this.#travel('sync');
    this.requests.push(request);
    this.keptAlive.push(how?.keepalive ?? false);
    const fault = this.faults.shift() ?? null;
    if (this.signedIn === null) {
      throw new GatewayFailure('unauthorised');
    }
    if (this.signedIn.listenerId !== request.listenerId) {
      throw new GatewayFailure('conflict');
    }
    if (fault !== null && fault !== 'lost') {
      throw new GatewayFailure(fault);
    }
    if (request.intents.some((intent) => this.poisonedLectures.has(intent.lectureId))) {
      throw new GatewayFailure('refused');
    }
    const verdicts = request.intents.map((intent) => this.#judge(intent, request.deviceId));
    if (fault === 'lost') {
      throw new GatewayFailure('unavailable');
    }
    const from = request.epoch === this.epoch && request.cursor <= this.#revision ? request.cursor : 0;
    const touched = new Set(request.intents.map((intent) => intent.lectureId));
    return {
      listenerId: request.listenerId,
      serverTime: this.now(),
      epoch: this.epoch,
      cursor: this.#revision,
      more: false,
      verdicts,
      states: [...this.#states.values()].filter(
        (state) => state.revision > from || touched.has(state.lectureId),
      ),
    };
  };

  readonly catalogueChanges = async (cursor: number): Promise<CatalogueChanges> => {
    await this.#travel('catalogue');
    const nothing = { scholars: [], series: [], lectures: [], assets: [] };
    const upToDate = cursor === this.catalogue.cursor && cursor > 0;
    return upToDate || cursor > this.catalogue.cursor ? { ...this.catalogue, ...nothing } : this.catalogue;
  };

  /** The snapshot; null when the server has none. */
  snapshot: { readonly head: CatalogueSnapshotHead; readonly pages: readonly CatalogueChanges[] } | null =
    null;
  /** After so many pages of the next snapshot the connection breaks; null for never. */
  snapshotBreaksAfter: number | null = null;

  readonly catalogueSnapshot = async ({ head, page }: SnapshotReceiver): Promise<boolean> => {
    const { snapshot, snapshotBreaksAfter } = this;
    if (snapshot === null) {
      return false;
    }
    await this.#travel('snapshot');
    this.snapshotBreaksAfter = null;
    await head(snapshot.head);
    for (const [index, one] of snapshot.pages.entries()) {
      await task('a line of the snapshot');
      if (index === snapshotBreaksAfter) {
        throw new GatewayFailure('unavailable');
      }
      await page(one);
    }
    return true;
  };

  readonly session = async () => {
    await this.#travel('session');
    const answer = {
      account: this.signedIn,
      serverTime: this.now(),
      deletedListenerId: this.deletedListenerId,
    };
    await this.#comeBack('session');
    return answer;
  };

  readonly signUp = (name: string) => this.signIn(name);

  readonly signIn = async (name: string) => {
    await this.#travel('signIn');
    this.signedIn = { listenerId: `listener-${name}`, name };
    return { outcome: 'SIGNED_IN', account: this.signedIn } as const;
  };

  readonly resetPassword = (code: string) => this.signIn(code);

  readonly sendPasswordCode = () => this.#travel('sendPasswordCode');

  readonly emailAddress = () => this.#travel('emailAddress').then(() => null);

  readonly changeEmailAddress = () => this.#travel('changeEmailAddress').then(() => 'DONE' as const);

  readonly confirmEmailAddress = () => this.#travel('confirmEmailAddress').then(() => 'DONE' as const);

  readonly removeEmailAddress = () => this.#travel('removeEmailAddress').then(() => 'DONE' as const);

  readonly changePassword = async () => {
    await this.#travel('changePassword');
    return 'CHANGED' as const;
  };

  readonly deleteAccount = async (password: string | null) => {
    await this.#travel('deleteAccount');
    if (password === 'wrong') {
      return 'WRONG_PASSWORD' as const;
    }
    this.deleteSignedIn();
    return 'DELETED' as const;
  };

  /** Deletes the account that is signed in, as its listener or an operator does. */
  deleteSignedIn(): void {
    this.deletedListenerId = this.signedIn?.listenerId ?? null;
    this.signedIn = null;
    this.#states = new Map();
  }

  readonly sessions = async (): Promise<readonly AccountSession[]> => {
    await this.#travel('sessions');
    return [];
  };

  readonly signInOptions = async () => {
    await this.#travel('signInOptions');
    return { localAccounts: true, openIdName: 'a provider', hasPassword: true, email: true };
  };

  readonly endSession = () => this.#travel('endSession');

  readonly endOtherSessions = () => this.#travel('endOtherSessions');

  readonly signOut = async (): Promise<void> => {
    await this.#travel('signOut');
    this.signedIn = null;
  };

  async #travel(call: string): Promise<void> {
    this.calls.push(call);
    await task(`the way to the server: ${call}`);
    const held = this.held.get(call);
    this.held.delete(call);
    await held;
    if (!this.reachable || this.broken.has(call)) {
      throw new GatewayFailure('unavailable');
    }
    const refused = this.refusing.get(call);
    if (refused !== undefined) {
      throw new GatewayFailure('unavailable', { refused });
    }
  }

  /** The way back of a call is held as `<call> answer`. */
  async #comeBack(call: string): Promise<void> {
    await task(`the way back from the server: ${call}`);
    const held = this.held.get(`${call} answer`);
    this.held.delete(`${call} answer`);
    await held;
  }

  #judge(intent: Intent, deviceId: string): Verdict {
    if (this.rejectedIds.has(intent.id)) {
      return { intentId: intent.id, outcome: 'REJECTED', reason: 'INVALID_POSITION' };
    }
    if (intent.occurredAt > this.now() + TOLERANCE_MS) {
      return { intentId: intent.id, outcome: 'CLOCK_AHEAD' };
    }
    if (this.unknownLectures.has(intent.lectureId)) {
      return { intentId: intent.id, outcome: 'UNKNOWN' };
    }
    const before = latestStampAt(this.state(intent.lectureId) ?? NO_REGISTERS);
    const changed = this.#join(intent, deviceId);
    return {
      intentId: intent.id,
      outcome: changed ? 'APPLIED' : before === intent.occurredAt ? 'DUPLICATE' : 'SUPERSEDED',
    };
  }

  #join(intent: Intent, deviceId: string): boolean {
    const present: Registers = this.#states.get(intent.lectureId) ?? NO_REGISTERS;
    const joined = join(present, intent, deviceId);
    if (joined === present) {
      return false;
    }
    this.#states.set(intent.lectureId, {
      ...{ lectureId: intent.lectureId, revision: ++this.#revision },
      ...registersOf(joined),
    });
    return true;
  }
}

/** One scholar with one lecture for each asset, in one series. */
export function catalogueWith(
  lectures: ReadonlyArray<{
    lectureId: string;
    assetId: string;
    sha256: string;
    sizeBytes: number;
    durationMs: number;
  }>,
): CatalogueChanges {
  return {
    ...{ epoch: 'catalogue-1', cursor: 1, more: false },
    scholars: [{ id: 'scholar', name: 'A Scholar', published: true }],
    series: [{ id: 'series', scholarId: 'scholar', title: 'A Series', published: true }],
    lectures: lectures.map(({ lectureId, assetId }, index) => ({
      ...{ id: lectureId, scholarId: 'scholar', seriesId: 'series', number: index + 1 },
      ...{ title: `Lecture ${index + 1}`, language: 'ar', assetId, addedAt: 0, published: true },
    })),
    assets: lectures.map(({ lectureId, assetId, sha256, sizeBytes, durationMs }) => ({
      ...{ id: assetId, lectureId, sha256, sizeBytes, durationMs },
      ...{ url: `audio/${sha256}.mp3`, mediaType: 'audio/mpeg' },
    })),
  };
}
