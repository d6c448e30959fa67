import 'fake-indexeddb/auto';
import fc from 'fast-check';
import '../../testing/same-histories';
import { expect, it } from 'vitest';
import { HEARD_FOR_MS } from '../../rules/playback/heard-place';
import { MAX_PLACES } from '../../rules/playback/earlier-places';
import { FAR_MS } from '../../rules/playback/seek-undo';
import { endMarginMs } from '../../rules/lecture-progress';
import { CoreHarness, HOUR_MS, type Core } from '../../testing/core-harness';
import { settled } from '../../testing/activity';
import { uuid } from '../../testing/fake-world';
import { begin, listen } from '../../testing/listening';

/**
 * A listener who jumps about, slips, reloads, kills the app, signs out and in, and has a second device: no place that was
 * heard is ever lost.
 */

const position = fc.integer({ min: 0, max: HOUR_MS / 1_000 }).map((seconds) => seconds * 1_000);

const step = fc.oneof(
  fc.record({ kind: fc.constant('listen' as const), seconds: fc.integer({ min: 1, max: 90 }) }),
  fc.record({ kind: fc.constant('seek' as const), positionMs: position }),
  fc.record({ kind: fc.constant('elsewhere' as const), positionMs: position }),
  fc
    .constantFrom(
      ...([
        'skip',
        'back',
        'far-end',
        'undo',
        'place',
        'pause',
        'reload',
        'kill',
        'sign-out',
        'wait',
      ] as const),
    )
    .map((kind) => ({ kind })),
);

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** How far from a place that was heard one may find oneself: less than a far jump, and what counts as the same place. */
const NEAR_MS = FAR_MS.skipped + 2 * HEARD_FOR_MS;

class Listener {
  readonly device = new CoreHarness();
  /** Places that were heard, in the order in which they were left; the last is where the listener listened last. */
  readonly heard: number[] = [];
  #ids = 0;
  core!: Core;

  async open(): Promise<void> {
    this.core = await this.device.signedIn();
    this.core.play('lecture-1');
    begin(this.device);
  }

  async do(next: Step): Promise<void> {
    const { device, core } = this;
    const { media } = device.world;
    switch (next.kind) {
      case 'listen':
        this.#listen(next.seconds);
        break;
      case 'seek':
      case 'far-end':
        core.seek(next.kind === 'seek' ? next.positionMs : HOUR_MS);
        media.tell('seeked');
        if (next.kind === 'far-end') {
          media.end(HOUR_MS);
        }
        break;
      case 'skip':
      case 'back':
        core.skip(next.kind === 'skip' ? 30_000 : -15_000);
        media.tell('seeked');
        break;
      case 'undo':
        core.undoSeek();
        media.tell('seeked');
        break;
      case 'place': {
        const last = core.earlierPlaces.get().get('lecture-1')?.at(-1);
        if (last !== undefined) {
          core.goToPlace('lecture-1', last.positionMs);
          media.tell('seeked');
        }
        break;
      }
      case 'pause':
        core.pause();
        break;
      case 'wait':
        device.world.time.advance(120_000);
        break;
      case 'reload':
        device.world.page.hide();
        await settled();
        this.core = await device.restarted(1_000 * (1 + this.#ids++));
        break;
      case 'kill':
        await settled();
        this.core = await device.restarted(1_000 * (1 + this.#ids++));
        break;
      case 'elsewhere':
        await this.#elsewhere(next.positionMs);
        break;
      case 'sign-out':
        await core.signOut();
        await settled();
        await core.signIn('a', 'password');
        break;
    }
    await settled();
  }

  #listen(seconds: number): void {
    const { device, core } = this;
    const { media } = device.world;
    if (core.player.get().lectureId === null) {
      core.play('lecture-1');
    } else if (core.player.get().state !== 'playing') {
      core.resume();
    }
    if (core.player.get().state !== 'playing') {
      begin(device);
    }
    const fromMs = media.positionNowMs;
    // Playing to the end completes, which is another story.
    if (fromMs + seconds * 1_000 >= HOUR_MS - endMarginMs(HOUR_MS)) {
      return;
    }
    listen(device, seconds);
    if (seconds * 1_000 < HEARD_FOR_MS) {
      return;
    }
    const last = this.heard.at(-1);
    // By skips that do not go far the place moves along.
    const isLeft = last === undefined || Math.abs(fromMs - last) >= FAR_MS.skipped;
    if (!isLeft) {
      this.heard.pop();
    }
    this.heard.push(media.positionNowMs);
  }

  async #elsewhere(positionMs: number): Promise<void> {
    const { device, core } = this;
    device.world.time.advance(1_000);
    device.server.elsewhere({
      ...{ id: uuid(100_000 + this.#ids++), type: 'PROGRESS', lectureId: 'lecture-1' },
      ...{ occurredAt: device.world.time.at, positionMs, audioAssetId: 'asset-1' },
    });
    device.world.time.advance(1_000);
    await core.refresh();
  }

  /** Where the listener can get to by one tap: the beginning is always offered. */
  get reachable(): number[] {
    const listed = this.core.earlierPlaces.get().get('lecture-1') ?? [];
    const present = this.core.listening.get().get('lecture-1')?.resumePositionMs ?? 0;
    return [0, present, ...listed.map(({ positionMs }) => positionMs)];
  }
}

it(
  'C4, C12: a place that was heard is lost by no jump, reload, kill, pull or sign-out',
  { timeout: 600_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 30, size: 'max' }), async (steps) => {
        const listener = new Listener();
        await listener.open();
        for (const next of steps) {
          await listener.do(next);
          const { reachable } = listener;
          // Of more than ten the oldest may be gone.
          const kept = reachable.length <= MAX_PLACES + 1 ? listener.heard : listener.heard.slice(-1);
          for (const positionMs of kept) {
            const nearestMs = Math.min(...reachable.map((one) => Math.abs(one - positionMs)));
            expect(nearestMs, `${positionMs} after ${next.kind}, of ${reachable.join(' ')}`).toBeLessThan(
              NEAR_MS,
            );
          }
        }
        expect(listener.device.world.faults).toEqual([]);
      }),
      { numRuns: Number(process.env.RUNS ?? 30) },
    );
  },
);
