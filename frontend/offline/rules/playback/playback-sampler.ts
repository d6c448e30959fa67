import { isAtEnd } from '../lecture-progress';

/**
 * Turns the player's observations into progress (C3, C4): a pure state machine of one loaded lecture. It emits nothing
 * before the resume seek has completed, and nothing that neither playback nor the listener moved.
 */

/** How often the position is kept on this device while playing. */
export const KEEP_EVERY_MS = 4_000;
/** An outbox entry is written at most this often while playing. */
export const OFFER_EVERY_MS = 30_000;
/** A smaller difference is the player's rounding and no movement. */
const MOVED_FROM_MS = 250;
/** The same when playback pauses. It is smaller, because the listener heard that little too. */
const HEARD_FROM_MS = 40;

export interface PlaybackSampler {
  /** The catalogue's duration; 0 when unknown. The player may measure a truncated file. */
  readonly durationMs: number;
  /** Null until the resume seek has completed. */
  readonly positionMs: number | null;
  readonly keptMs: number;
  readonly keptAt: number;
  readonly offeredMs: number;
  readonly offeredAt: number;
  /** Whether this end was already announced. */
  readonly completed: boolean;
  /** Whether playback is paused. When it goes on, the intervals start again. */
  readonly resting: boolean;
  /** Whether playback reached this position; false when the listener chose it and nothing was heard since. */
  readonly heard: boolean;
}

export type Observation =
  /** The resume seek has completed, or none was needed. */
  | { readonly kind: 'resumed'; readonly positionMs: number }
  /** Playback moved on. */
  | { readonly kind: 'played'; readonly positionMs: number }
  /** The listener chose a place, or the player arrived there. */
  | { readonly kind: 'sought'; readonly positionMs: number }
  /** Paused, hidden, unloaded: the last chance to write for a while. */
  | { readonly kind: 'rested'; readonly positionMs: number }
  | { readonly kind: 'ended'; readonly positionMs: number };

/** `keep` stays on the device. `offer` is kept and becomes an outbox entry. `complete` is an outbox entry. */
export type Sample =
  { readonly kind: 'keep' | 'offer'; readonly positionMs: number } | { readonly kind: 'complete' };

export interface SamplerStep {
  readonly sampler: PlaybackSampler;
  readonly samples: readonly Sample[];
}

export function newPlaybackSampler(durationMs: number): PlaybackSampler {
  const nothing = { keptMs: 0, keptAt: 0, offeredMs: 0, offeredAt: 0 };
  return { durationMs, positionMs: null, ...nothing, completed: false, resting: false, heard: false };
}

/** @param at the device's time of the observation */
export function observe(sampler: PlaybackSampler, observation: Observation, at: number): SamplerStep {
  if (observation.kind === 'resumed') {
    return { sampler: startFrom(sampler, observation.positionMs, at), samples: [] };
  }
  if (sampler.positionMs === null) {
    // Before the resume seek has completed, the player's reports do not count. The listener's seeks do.
    return {
      sampler,
      samples: observation.kind === 'sought' ? [{ kind: 'offer', positionMs: observation.positionMs }] : [],
    };
  }
  const before = sampler.positionMs;
  switch (observation.kind) {
    case 'played': {
      // A player that was sent to the very end reports that position once before `ended`.
      const heard = sampler.heard || observation.positionMs > before;
      return played({ ...sampler, heard }, before, observation.positionMs, at);
    }
    case 'sought':
      return offer({ ...sampler, completed: false, heard: false }, observation.positionMs, at);
    case 'rested':
      return rested(sampler, observation.positionMs, at);
    case 'ended':
      // Some players are back at 0 already. The end never records position 0 (C4.4).
      return ended(heardTo(sampler, observation.positionMs), Math.max(observation.positionMs, before), at);
  }
}

/** Playback may have moved since the last observation. */
function heardTo(sampler: PlaybackSampler, positionMs: number): PlaybackSampler {
  const before = sampler.positionMs ?? positionMs;
  return sampler.heard || positionMs - before < MOVED_FROM_MS ? sampler : { ...sampler, heard: true };
}

function startFrom(sampler: PlaybackSampler, positionMs: number, at: number): PlaybackSampler {
  return { ...sampler, positionMs, keptMs: positionMs, keptAt: at, offeredMs: positionMs, offeredAt: at };
}

function played(sampler: PlaybackSampler, before: number, positionMs: number, at: number): SamplerStep {
  if (!reachesEnd(sampler, before) && reachesEnd(sampler, positionMs)) {
    return complete(offer(sampler, positionMs, at));
  }
  if (sampler.resting) {
    return { sampler: { ...sampler, positionMs, keptAt: at, offeredAt: at, resting: false }, samples: [] };
  }
  if (isDue(sampler.offeredAt, OFFER_EVERY_MS, at)) {
    return offer(sampler, positionMs, at);
  }
  const moved = { ...sampler, positionMs };
  if (isDue(sampler.keptAt, KEEP_EVERY_MS, at) && hasMoved(positionMs, sampler.keptMs, MOVED_FROM_MS)) {
    return { sampler: { ...moved, keptMs: positionMs, keptAt: at }, samples: [{ kind: 'keep', positionMs }] };
  }
  return { sampler: moved, samples: [] };
}

function rested(sampler: PlaybackSampler, positionMs: number, at: number): SamplerStep {
  // A paused player may still correct its position. Nobody heard that.
  const fromMs = sampler.resting ? MOVED_FROM_MS : HEARD_FROM_MS;
  return offer({ ...heardTo(sampler, positionMs), resting: true }, positionMs, at, fromMs);
}

function ended(sampler: PlaybackSampler, positionMs: number, at: number): SamplerStep {
  const offered = offer(sampler, positionMs, at);
  const isReached = reachesEnd(sampler, positionMs) && sampler.heard && !sampler.completed;
  return isReached ? complete(offered) : offered;
}

function offer(
  sampler: PlaybackSampler,
  positionMs: number,
  at: number,
  fromMs = MOVED_FROM_MS,
): SamplerStep {
  // The position is again that of the last entry. The position kept in between must not win over the listener's choice.
  const { offeredMs, keptMs } = sampler;
  if (!hasMoved(positionMs, offeredMs, fromMs) && !hasMoved(positionMs, keptMs, fromMs)) {
    return { sampler: { ...sampler, positionMs }, samples: [] };
  }
  return {
    sampler: { ...startFrom(sampler, positionMs, at), completed: sampler.completed },
    samples: [{ kind: 'offer', positionMs }],
  };
}

function complete({ sampler, samples }: SamplerStep): SamplerStep {
  return { sampler: { ...sampler, completed: true }, samples: [...samples, { kind: 'complete' }] };
}

/** When the clock was set back, nobody knows how much time has passed, so the interval counts as over. */
function isDue(lastAt: number, everyMs: number, at: number): boolean {
  return at < lastAt || at - lastAt >= everyMs;
}

function reachesEnd({ durationMs }: PlaybackSampler, positionMs: number): boolean {
  return durationMs > 0 && isAtEnd(positionMs, durationMs);
}

function hasMoved(positionMs: number, beforeMs: number, fromMs: number): boolean {
  return Math.abs(positionMs - beforeMs) >= fromMs;
}
