import type { Change, Channel, Locks } from '../../offline/ports';
import { Disk, type Change as Write } from './disk';
import type { Lifetime } from './lifetime';
import type { PendingWork } from './pending-work';
import { sha256Of, audioUrlOf, LECTURES } from '../catalogue';
import type { DevicePlan, FaultKind } from '../steps';
import { Invariants } from '../checks/invariants';
import { IssuedClaims } from '../checks/issued-claims';
import { KnownTime } from '../checks/known-time';

/** A clock with a smaller error is good. It is less than the jitter that the product ignores. */
const GOOD_CLOCK_MS = 4_000;

/** One browser profile: the state that its tabs share and that survives them. */
export class Profile {
  readonly disk: Disk;
  readonly invariants: Invariants;
  readonly knownTime = new KnownTime();
  readonly faults: Array<{ readonly kind: FaultKind; readonly delayMs: number }> = [];
  cookie: string | null = null;
  online = true;
  skewMs: number;
  /** Whether its clock was never far from the true time. */
  hadGoodClock: boolean;
  /** Whether a page has asked the browser to wake the worker. */
  wantsWorker = false;
  /** How often the clock was set. */
  clockSettings = 0;
  readonly #held = new Map<string, Lifetime>();
  readonly #channels: Array<{ readonly lifetime: Lifetime; readonly callback: (change: Change) => void }> =
    [];

  constructor(
    readonly name: string,
    readonly plan: DevicePlan,
    private readonly pendingWork: PendingWork,
    trueTime: () => number,
    violated: (what: string) => void,
    /** Called when a tab has stored a position. */
    onKept: (lifetime: Lifetime) => void,
  ) {
    this.skewMs = plan.skewMs;
    this.hadGoodClock = Math.abs(plan.skewMs) <= GOOD_CLOCK_MS;
    this.invariants = new Invariants(
      (what) => {
        violated(`${name}: ${what}`);
      },
      new IssuedClaims(
        () => this.clockSettings,
        (offsetMs) => Math.abs(offsetMs + this.skewMs) <= GOOD_CLOCK_MS,
      ),
    );
    this.disk = new Disk(
      name,
      pendingWork,
      trueTime,
      ({ lifetime, changes }) => {
        this.invariants.onCommit(changes);
        this.knownTime.onCommit(changes);
        if (changes.some(({ kind, table }) => kind === 'put' && table === 'locals')) {
          onKept(lifetime);
        }
      },
      (changes: readonly Write[]) => {
        this.invariants.onPowerLoss(changes);
      },
    );
  }

  setClock(byMs: number): void {
    this.skewMs += byMs;
    this.clockSettings++;
    this.knownTime.disturbed();
    this.hadGoodClock &&= Math.abs(this.skewMs) <= GOOD_CLOCK_MS;
  }

  /** The device slept, as all others did. */
  slept(): void {
    if (this.plan.stopsAsleep) {
      this.knownTime.disturbed();
    }
  }

  /** Web Locks. A tab holds one until its work is done or the tab is dead. */
  locksOf(lifetime: Lifetime): Locks {
    const hold = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
      this.#held.set(name, lifetime);
      try {
        return await work();
      } finally {
        this.#held.delete(name);
      }
    };
    return {
      ifFree: async (name, work) => (this.#held.get(name)?.alive === true ? 'busy' : hold(name, work)),
      takeOver: hold, // Only downloads take a lock over, and nothing is downloaded in a storm.
    };
  }

  channelOf(lifetime: Lifetime): Channel {
    return {
      post: (change) => {
        for (const other of this.#channels) {
          if (other.lifetime !== lifetime && lifetime.alive) {
            this.pendingWork.soon(() => {
              if (other.lifetime.alive) {
                other.callback(change);
              }
            });
          }
        }
      },
      onMessage: (callback) => this.#channels.push({ lifetime, callback }),
    };
  }

  /** Every lecture is downloaded from the start, so that it can be played without a network. */
  async downloadAll(lifetime: Lifetime): Promise<void> {
    const chunks = this.disk.chunksOf(lifetime);
    for (const lecture of LECTURES) {
      const shared = { sha256: sha256Of(lecture), sizeBytes: 1, mediaType: 'audio/mpeg' };
      await chunks.add({
        ...{
          ...shared,
          lectureId: lecture.lectureId,
          assetId: lecture.assetId,
          url: audioUrlOf(lecture),
          queuedAt: 0,
        },
        ...{
          manifest: { ...shared, chunkSizeBytes: 1, chunkSha256: ['00'] },
          state: 'wanted',
          problem: null,
        },
      });
      await chunks.putChunks(shared.sha256, [{ index: 0, bytes: new ArrayBuffer(1) }]);
      await chunks.completeIfWhole(lecture.lectureId);
    }
  }
}
