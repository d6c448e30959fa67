import fc from 'fast-check';
import '../testing/same-histories';
import { expect, it } from 'vitest';
import { WriteQueue } from '../outbox/write-queue';
import type { ListeningEvent } from '../outbox/listening-event';
import { OFFER_EVERY_MS, type Observation } from '../rules/playback/playback-sampler';
import { endMarginMs, isAtEnd } from '../rules/lecture-progress';
import { ManualTime } from '../testing/manual-time';
import { Recorder, type Subject } from './recorder';

/**
 * Tests the recorder with a listener who plays, seeks, pauses, changes lectures and kills the app, while the
 * storage sometimes fails.
 */

const DURATION_MS = 600_000;
const TICK_MS = 250;
/** Kept every four seconds, noticed at the next tick, and written when the storage works. */
const MOST_LOST_MS = 4_000 + TICK_MS;

const FAVORITE: ListeningEvent = { kind: 'flag', lectureId: 'lecture-0', type: 'FAVORITED' };

type Step =
  | { readonly kind: 'play'; readonly seconds: number }
  | { readonly kind: 'seek'; readonly positionMs: number }
  | { readonly kind: 'pause' | 'hide' | 'change' | 'glitch' | 'flag' }
  | { readonly kind: 'storage'; readonly fails: boolean };

const steps = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ kind: fc.constant('play' as const), seconds: fc.integer({ min: 1, max: 90 }) }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('seek' as const),
        positionMs: fc.integer({ min: 0, max: DURATION_MS }),
      }),
    },
    {
      weight: 3,
      arbitrary: fc
        .constantFrom('pause', 'hide', 'change', 'glitch', 'flag')
        .map((kind) => ({ kind }) as const),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('storage' as const), fails: fc.boolean() }) },
  ),
  { maxLength: 25, size: 'max' },
);

interface Written {
  readonly event: ListeningEvent;
  readonly at: number;
}

class Listener {
  readonly time = new ManualTime();
  readonly written: Written[] = [];
  readonly faults: unknown[] = [];
  /** When a lecture was marked. */
  readonly marked: number[] = [];
  storageFails = false;
  positionMs = 0;
  /** The listener's position: the player's, but for what a seek into the end margin led to (C4.6). */
  placeMs = 0;
  #isAtUnheardEnd = false;
  #lecture = 0;
  readonly queue = new WriteQueue(
    (_account, events, at) => {
      if (this.storageFails) {
        return Promise.reject(new DOMException('', 'QuotaExceededError'));
      }
      this.written.push(...events.map((event) => ({ event, at: at.deviceAt })));
      return Promise.resolve();
    },
    this.time.read,
    this.time,
    (fault) => this.faults.push(fault),
  );
  readonly recorder = new Recorder(this.queue, this.time, (fault) => this.faults.push(fault));

  constructor() {
    this.load();
  }

  get subject(): Subject {
    return { account: 'a', lectureId: `lecture-${this.#lecture}`, audioAssetId: 'asset' };
  }

  load(): void {
    this.#lecture++;
    this.positionMs = 0;
    this.placeMs = 0;
    this.#isAtUnheardEnd = false;
    this.recorder.begin(this.subject, DURATION_MS, 0);
    this.see('played', 123_456); // A player that is not where it should be yet may say anything.
    this.see('resumed');
  }

  see(kind: Observation['kind'], positionMs = this.positionMs): void {
    this.recorder.see({ kind, positionMs });
  }

  async do(step: Step): Promise<void> {
    switch (step.kind) {
      case 'play':
        for (let tick = 0; tick < (step.seconds * 1_000) / TICK_MS && this.positionMs < DURATION_MS; tick++) {
          this.time.advance(TICK_MS);
          this.positionMs = Math.min(DURATION_MS, this.positionMs + TICK_MS);
          this.#isAtUnheardEnd &&= this.positionMs < DURATION_MS;
          this.placeMs = this.#isAtUnheardEnd ? this.placeMs : this.positionMs;
          this.see('played');
          await this.queue.written();
        }
        if (this.positionMs === DURATION_MS) {
          this.see('ended', 0);
        }
        break;
      case 'seek':
        this.positionMs = step.positionMs;
        this.#isAtUnheardEnd = isAtEnd(step.positionMs, DURATION_MS);
        this.placeMs = this.#isAtUnheardEnd ? this.placeMs : step.positionMs;
        this.see('sought');
        this.see('sought'); // The player has arrived.
        break;
      case 'pause':
      case 'hide':
        this.see('rested');
        break;
      case 'glitch':
        this.see('rested');
        this.see('rested');
        break;
      case 'change':
        this.see('rested');
        this.recorder.end();
        this.load();
        break;
      case 'flag':
        this.marked.push(this.time.now());
        this.queue.write('a', [FAVORITE]).catch((fault: unknown) => this.faults.push(fault));
        break;
      case 'storage':
        this.storageFails = step.fails;
        break;
    }
    await this.queue.written();
  }

  /** Lets the write queue try the storage again. */
  async storageRetries(): Promise<void> {
    this.time.advance(2_000);
    await this.queue.written();
  }

  of(lectureId: string): Written[] {
    return this.written.filter(({ event }) => event.lectureId === lectureId);
  }
}

/** The position at the next start if the app is killed now. */
function storedPositionMs(listener: Listener, lectureId: string): number {
  const positions = listener.of(lectureId).flatMap(({ event }) => (event.kind === 'flag' ? [] : [event]));
  return positions.at(-1)?.positionMs ?? 0;
}

/** @param before the position and the lecture before the step */
function expectLittleLoss(
  listener: Listener,
  step: Step,
  before: { positionMs: number; lectureId: string },
): void {
  const stored = storedPositionMs(listener, before.lectureId);
  switch (step.kind) {
    case 'play':
      expect(Math.abs(listener.placeMs - stored)).toBeLessThanOrEqual(MOST_LOST_MS);
      break;
    case 'seek':
    case 'pause':
    case 'hide':
    case 'glitch':
      expect(Math.abs(listener.placeMs - stored)).toBeLessThan(TICK_MS);
      break;
    case 'change':
      expect(Math.abs(before.positionMs - stored)).toBeLessThan(TICK_MS);
      break;
    case 'flag':
    case 'storage':
      break;
  }
}

/** Every action is written in its order, and no position that nobody heard. */
function expectAllActions(listener: Listener): void {
  const at = listener.written.map((one) => one.at);
  expect(at, 'C1: in the order of the actions').toEqual([...at].sort((a, b) => a - b));
  expect(
    listener.of('lecture-0').map((one) => one.at),
    'C1: no flag is lost',
  ).toEqual(listener.marked);
  // The player reported nothing before it arrived, and the end never stores 0.
  for (const { event } of listener.written) {
    expect(event.kind === 'flag' || event.positionMs !== 123_456).toBe(true);
  }
}

it('C1, C3, C4: a kill loses at most a few seconds of playback and no action, and no position is invented', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (all) => {
      const listener = new Listener();
      for (const step of all) {
        const before = { positionMs: listener.placeMs, lectureId: listener.subject.lectureId };
        await listener.do(step);
        if (!listener.storageFails) {
          await listener.storageRetries();
          expectLittleLoss(listener, step, before);
        }
      }
      listener.storageFails = false;
      await listener.storageRetries();
      expectAllActions(listener);
    }),
    { numRuns: Number(process.env.RUNS ?? 100) },
  );
});

it('C3: playback writes an entry at most every 30 s, and a paused player writes none', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 500 }),
      fc.nat({ max: 3_600 }),
      async (seconds, restSeconds) => {
        const listener = new Listener();
        await listener.do({ kind: 'play', seconds });
        const offers = () => listener.written.filter(({ event }) => event.kind === 'offer');
        expect(offers()).toHaveLength(Math.floor((seconds * 1_000) / OFFER_EVERY_MS));
        await listener.do({ kind: 'pause' });
        const rested = offers().length;
        listener.time.advance(restSeconds * 1_000);
        await listener.do({ kind: 'glitch' });
        await listener.do({ kind: 'play', seconds: 29 });
        expect(offers()).toHaveLength(rested);
      },
    ),
    { numRuns: Number(process.env.RUNS ?? 30) },
  );
});

it('C4: playing to the end completes the lecture, once for each time that playback reaches it', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat({ max: DURATION_MS }), { minLength: 1, maxLength: 4 }),
      async (starts) => {
        const listener = new Listener();
        for (const positionMs of starts) {
          await listener.do({ kind: 'seek', positionMs });
          await listener.do({ kind: 'play', seconds: DURATION_MS / 1_000 });
          await listener.do({ kind: 'pause' });
        }
        const completed = listener.written.filter(({ event }) => event.kind === 'flag');
        expect(completed).toHaveLength(starts.filter((start) => start < DURATION_MS).length);
        const ends = listener.written.flatMap(({ event }) =>
          event.kind === 'offer' ? [event.positionMs] : [],
        );
        expect(ends.filter((positionMs) => positionMs === 0 && !starts.includes(0))).toEqual([]);
        expect(endMarginMs(DURATION_MS)).toBe(10_000);
      },
    ),
    { numRuns: Number(process.env.RUNS ?? 30) },
  );
});
