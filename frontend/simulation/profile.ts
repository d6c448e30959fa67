import type { Change, Channel, Locks } from '../offline/ports';
import { Disk, type Change as Write } from './disk';
import type { Life } from './life';
import type { PendingWork } from './pending-work';
import { sha256Of, audioUrlOf, LECTURES } from './catalogue';
import type { DevicePlan, FaultKind } from './steps';
import { Invariants } from './invariants';

/** Less than the jitter below which the product corrects nothing. */
const GOOD_CLOCK_MS = 4_000;

/** One browser profile: what its tabs share and what outlives them. */
export class Profile {
  readonly disk: Disk;
  readonly invariants: Invariants;
  readonly faults: Array<{ readonly kind: FaultKind; readonly delayMs: number }> = [];
  cookie: string | null = null;
  online = true;
  skewMs: number;
  /** Whether its clock was never far from the true time. */
  hadGoodClock: boolean;
  /** Whether a page asked for the worker to be woken. */
  wantsWorker = false;
  /** How often somebody set its clock. */
  clockSettings = 0;
  readonly #held = new Map<string, Life>();
  readonly #channels: Array<{ readonly life: Life; readonly callback: (change: Change) => void }> = [];

  constructor(
    readonly name: string,
    readonly plan: DevicePlan,
    private readonly pendingWork: PendingWork,
    trueTime: () => number,
    violated: (what: string) => void,
    /** A tab kept a position. */
    onKept: (life: Life) => void,
  ) {
    this.skewMs = plan.skewMs;
    this.hadGoodClock = Math.abs(plan.skewMs) <= GOOD_CLOCK_MS;
    this.invariants = new Invariants(
      (what) => {
        violated(`${name}: ${what}`);
      },
      () => this.clockSettings,
      (offsetMs) => Math.abs(offsetMs + this.skewMs) <= GOOD_CLOCK_MS,
    );
    this.disk = new Disk(
      name,
      pendingWork,
      trueTime,
      ({ life, changes }) => {
        this.invariants.onCommit(changes);
        if (changes.some(({ kind, table }) => kind === 'put' && table === 'locals')) {
          onKept(life);
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
    this.hadGoodClock &&= Math.abs(this.skewMs) <= GOOD_CLOCK_MS;
  }

  /** Web Locks: held by a tab until its work is done, or it is dead. */
  locksOf(life: Life): Locks {
    return {
      ifFree: async (name, work) => {
        const holder = this.#held.get(name);
        if (holder?.alive === true) {
          return 'busy';
        }
        this.#held.set(name, life);
        try {
          return await work();
        } finally {
          this.#held.delete(name);
        }
      },
    };
  }

  channelOf(life: Life): Channel {
    return {
      post: (change) => {
        for (const other of this.#channels) {
          if (other.life !== life && life.alive) {
            this.pendingWork.soon(() => {
              if (other.life.alive) {
                other.callback(change);
              }
            });
          }
        }
      },
      onMessage: (callback) => this.#channels.push({ life, callback }),
    };
  }

  /** Every lecture is on the device already, so that it can be listened to without a network. */
  async downloadAll(life: Life): Promise<void> {
    const chunks = this.disk.chunksOf(life);
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
