import { isAtEnd } from '../lecture-progress';

/**
 * Turns the player's observations into progress (C3, C4): a pure state machine of one loaded lecture. It emits nothing
 * before the resume seek has completed, and nothing that neither playback nor the listener moved.
 */

/** The position is kept on this device about this often while playing. */
export const KEEP_EVERY_MS = 4_000;
/** An outbox entry is written at most this often while playing. */
export const OFFER_EVERY_MS = 30_000;
/** Less than this is the player's rounding, and no movement. */
const MOVED_FROM_MS = 250;
/** And where playback comes to rest: that little, too, the listener heard. */
const HEARD_FROM_MS = 40;

export interface PlaybackSampler {
  /** The catalogue's; 0 when unknown. What the player measures may be a truncated file's. */
  readonly durationMs: number;
  /** Null until the resume seek has completed. */
  readonly positionMs: number | null;
  readonly keptMs: number;
  readonly keptAt: number;
  readonly offeredMs: number;
  readonly offeredAt: number;
  /** Whether this end was already announced. */
  readonly completed: boolean;
  /** Whether playback rests: what is due is counted anew from when it goes on. */
  readonly resting: boolean;
  /** Whether playback came to where it is; false where the listener chose the place and nothing was heard since. */
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

/** `keep` stays on the device, `offer` is kept and becomes an outbox entry, `complete` is an entry. */
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
    // Of what the player says before it is where it should be nothing counts; what the listener says does.
    return {
      sampler,
      samples: observation.kind === 'sought' ? [{ kind: 'offer', positionMs: observation.positionMs }] : [],
    };
  }
  const before = sampler.positionMs;
  switch (observation.kind) {
    case 'played': {
      // A player that was sent to the very end still tells of that place once before it ends.
      const heard = sampler.heard || observation.positionMs > before;
      return played({ ...sampler, heard }, before, observation.positionMs, at);
    }
    case 'sought':
      return offer({ ...sampler, completed: false, heard: false }, observation.positionMs, at);
    case 'rested':
      return rested(sampler, observation.positionMs, at);
    case 'ended':
      // Some players are back at 0 already: the end never says so (C4).
      return ended(heardTo(sampler, observation.positionMs), Math.max(observation.positionMs, before), at);
  }
}

/** Between two looks at the player, too, playback may have come further. */
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
  // While it rests a player may still correct its place: that nobody heard.
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
  // Back where the last entry left it: what was kept in between must not outlive the listener's choice.
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

/** A clock that was set back says nothing of how long ago it was: then it is due. */
function isDue(lastAt: number, everyMs: number, at: number): boolean {
  return at < lastAt || at - lastAt >= everyMs;
}

function reachesEnd({ durationMs }: PlaybackSampler, positionMs: number): boolean {
  return durationMs > 0 && isAtEnd(positionMs, durationMs);
}

function hasMoved(positionMs: number, beforeMs: number, fromMs: number): boolean {
  return Math.abs(positionMs - beforeMs) >= fromMs;
}
