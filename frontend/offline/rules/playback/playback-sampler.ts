import { isAtEnd } from '../lecture-progress';
import { mayBeEnd } from './estimated-clock';

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
  /** Whether positions are estimates: only the end itself tells the end then (C4.7). */
  readonly estimated: boolean;
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
  return {
    durationMs,
    positionMs: null,
    ...nothing,
    completed: false,
    resting: false,
    heard: false,
    estimated: false,
  };
}

/** @param at the device's time of the observation */
export function observe(sampler: PlaybackSampler, observation: Observation, at: number): SamplerStep {
  if (observation.kind === 'resumed') {
    return { sampler: startFrom(sampler, observation.positionMs, at), samples: [] };
  }
  if (sampler.positionMs === null) {
    // Before the resume seek has completed, the player's reports do not count. The listener's seeks do.
    const isWritten = observation.kind === 'sought' && !reachesEnd(sampler, observation.positionMs);
    return { sampler, samples: isWritten ? [{ kind: 'offer', positionMs: observation.positionMs }] : [] };
  }
  const before = sampler.positionMs;
  switch (observation.kind) {
    case 'played': {
      // A player that was sent to the very end reports that position once before `ended`.
      const heard = sampler.heard || observation.positionMs > before;
      return played({ ...sampler, heard }, before, observation.positionMs, at);
    }
    case 'sought':
      return sought({ ...sampler, completed: false, heard: false }, before, observation.positionMs, at);
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

/** A seek into the end margin alone moves nobody: what was heard last is written, and stays (C4.6). */
function sought(sampler: PlaybackSampler, before: number, positionMs: number, at: number): SamplerStep {
  if (!reachesEnd(sampler, positionMs)) {
    return offer(sampler, positionMs, at);
  }
  const kept = offer(sampler, before, at, HEARD_FROM_MS);
  return { sampler: { ...kept.sampler, positionMs }, samples: kept.samples };
}

function played(sampler: PlaybackSampler, before: number, positionMs: number, at: number): SamplerStep {
  if (crossesEnd(sampler, before, positionMs)) {
    return complete(offer({ ...sampler, completed: true }, positionMs, at));
  }
  if (sampler.resting) {
    return { sampler: { ...sampler, positionMs, keptAt: at, offeredAt: at, resting: false }, samples: [] };
  }
  if (isDue(sampler.offeredAt, OFFER_EVERY_MS, at)) {
    return offer(sampler, positionMs, at);
  }
  const moved = { ...sampler, positionMs };
  if (isUnheardEnd(sampler, positionMs)) {
    return { sampler: moved, samples: [] };
  }
  if (isDue(sampler.keptAt, KEEP_EVERY_MS, at) && hasMoved(positionMs, sampler.keptMs, MOVED_FROM_MS)) {
    return { sampler: { ...moved, keptMs: positionMs, keptAt: at }, samples: [{ kind: 'keep', positionMs }] };
  }
  return { sampler: moved, samples: [] };
}

function rested(sampler: PlaybackSampler, positionMs: number, at: number): SamplerStep {
  if (!sampler.resting && crossesEnd(sampler, sampler.positionMs ?? 0, positionMs)) {
    return complete(offer({ ...sampler, completed: true, resting: true }, positionMs, at));
  }
  // A paused player may still correct its position. Nobody heard that.
  const fromMs = sampler.resting ? MOVED_FROM_MS : HEARD_FROM_MS;
  return offer({ ...heardTo(sampler, positionMs), resting: true }, positionMs, at, fromMs);
}

function ended(sampler: PlaybackSampler, positionMs: number, at: number): SamplerStep {
  if (isEnd(sampler, positionMs) && sampler.heard && !sampler.completed) {
    const endMs = sampler.estimated ? sampler.durationMs : positionMs;
    return complete(offer({ ...sampler, completed: true }, endMs, at));
  }
  return offer(sampler, positionMs, at);
}

function offer(
  sampler: PlaybackSampler,
  positionMs: number,
  at: number,
  fromMs = MOVED_FROM_MS,
): SamplerStep {
  // The position is again that of the last entry. The position kept in between must not win over the listener's choice.
  const { offeredMs, keptMs } = sampler;
  const hasStayed = !hasMoved(positionMs, offeredMs, fromMs) && !hasMoved(positionMs, keptMs, fromMs);
  if (hasStayed || isUnheardEnd(sampler, positionMs)) {
    return { sampler: { ...sampler, positionMs }, samples: [] };
  }
  return {
    sampler: { ...startFrom(sampler, positionMs, at), completed: sampler.completed },
    samples: [{ kind: 'offer', positionMs }],
  };
}

/** @param step of a sampler that is completed */
function complete({ sampler, samples }: SamplerStep): SamplerStep {
  return { sampler, samples: [...samples, { kind: 'complete' }] };
}

/** Within the end margin, which a seek led to: it is the listener's position once playback has ended there (C4.6). */
function isUnheardEnd(sampler: PlaybackSampler, positionMs: number): boolean {
  return !sampler.completed && reachesEnd(sampler, positionMs);
}

/** When the clock was set back, nobody knows how much time has passed, so the interval counts as over. */
function isDue(lastAt: number, everyMs: number, at: number): boolean {
  return at < lastAt || at - lastAt >= everyMs;
}

/** Whether the listener chose a place within the end margin that playback has not come to the end of. */
export function isAtUnheardEnd(sampler: PlaybackSampler): boolean {
  return sampler.positionMs !== null && isUnheardEnd(sampler, sampler.positionMs);
}

/** Whether playback that ended at this position ended at the end. False while the duration is unknown. */
export function isEnd(sampler: PlaybackSampler, positionMs: number): boolean {
  return sampler.estimated ? mayBeEnd(positionMs, sampler.durationMs) : reachesEnd(sampler, positionMs);
}

/** Whether playback came into the end margin. An estimated clock does not tell that. */
function crossesEnd(sampler: PlaybackSampler, before: number, positionMs: number): boolean {
  return !sampler.estimated && !reachesEnd(sampler, before) && reachesEnd(sampler, positionMs);
}

function reachesEnd({ durationMs }: PlaybackSampler, positionMs: number): boolean {
  return durationMs > 0 && isAtEnd(positionMs, durationMs);
}

function hasMoved(positionMs: number, beforeMs: number, fromMs: number): boolean {
  return Math.abs(positionMs - beforeMs) >= fromMs;
}
