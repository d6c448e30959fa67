import { isAtEnd } from './lecture-progress';

/**
 * What of the player's observations becomes progress (C3, C4): a pure machine of one loaded lecture.
 * It says nothing before the resume seek has completed, and nothing that playback or the listener did
 * not move.
 */

/** The position is kept on this device about this often while playing. */
export const KEEP_EVERY_MS = 4_000;
/** An outbox entry is written at most this often while playing. */
export const OFFER_EVERY_MS = 30_000;
/** Less than this is the player's rounding, and no movement. */
const MOVED_FROM_MS = 250;
/** And where playback comes to rest: that little, too, the listener heard. */
const HEARD_FROM_MS = 40;

export interface Recording {
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
export type Note =
  { readonly kind: 'keep' | 'offer'; readonly positionMs: number } | { readonly kind: 'complete' };

export interface Step {
  readonly recording: Recording;
  readonly notes: readonly Note[];
}

export function beginRecording(durationMs: number): Recording {
  const nothing = { keptMs: 0, keptAt: 0, offeredMs: 0, offeredAt: 0 };
  return { durationMs, positionMs: null, ...nothing, completed: false, resting: false, heard: false };
}

/** @param at the device's time of the observation */
export function observe(recording: Recording, seen: Observation, at: number): Step {
  if (seen.kind === 'resumed') {
    return { recording: startFrom(recording, seen.positionMs, at), notes: [] };
  }
  if (recording.positionMs === null) {
    // Of what the player says before it is where it should be nothing counts; what the listener says does.
    return {
      recording,
      notes: seen.kind === 'sought' ? [{ kind: 'offer', positionMs: seen.positionMs }] : [],
    };
  }
  const before = recording.positionMs;
  switch (seen.kind) {
    case 'played':
      // A player that was sent to the very end still tells of that place once before it ends.
      return played(
        { ...recording, heard: recording.heard || seen.positionMs > before },
        ...([before, seen.positionMs, at] as const),
      );
    case 'sought':
      return offer({ ...recording, completed: false, heard: false }, seen.positionMs, at);
    case 'rested':
      return rested(recording, seen.positionMs, at);
    case 'ended':
      // Some players are back at 0 already: the end never says so (C4).
      return ended(heardTo(recording, seen.positionMs), Math.max(seen.positionMs, before), at);
  }
}

/** Between two looks at the player, too, playback may have come further. */
function heardTo(recording: Recording, positionMs: number): Recording {
  const before = recording.positionMs ?? positionMs;
  return recording.heard || positionMs - before < MOVED_FROM_MS ? recording : { ...recording, heard: true };
}

function startFrom(recording: Recording, positionMs: number, at: number): Recording {
  return { ...recording, positionMs, keptMs: positionMs, keptAt: at, offeredMs: positionMs, offeredAt: at };
}

function played(recording: Recording, before: number, positionMs: number, at: number): Step {
  if (!reachesEnd(recording, before) && reachesEnd(recording, positionMs)) {
    return complete(offer(recording, positionMs, at));
  }
  if (recording.resting) {
    return { recording: { ...recording, positionMs, keptAt: at, offeredAt: at, resting: false }, notes: [] };
  }
  if (isDue(recording.offeredAt, OFFER_EVERY_MS, at)) {
    return offer(recording, positionMs, at);
  }
  const moved = { ...recording, positionMs };
  if (isDue(recording.keptAt, KEEP_EVERY_MS, at) && hasMoved(positionMs, recording.keptMs, MOVED_FROM_MS)) {
    return { recording: { ...moved, keptMs: positionMs, keptAt: at }, notes: [{ kind: 'keep', positionMs }] };
  }
  return { recording: moved, notes: [] };
}

function rested(recording: Recording, positionMs: number, at: number): Step {
  // While it rests a player may still correct its place: that nobody heard.
  const fromMs = recording.resting ? MOVED_FROM_MS : HEARD_FROM_MS;
  return offer({ ...heardTo(recording, positionMs), resting: true }, positionMs, at, fromMs);
}

function ended(recording: Recording, positionMs: number, at: number): Step {
  const offered = offer(recording, positionMs, at);
  const isReached = reachesEnd(recording, positionMs) && recording.heard && !recording.completed;
  return isReached ? complete(offered) : offered;
}

function offer(recording: Recording, positionMs: number, at: number, fromMs = MOVED_FROM_MS): Step {
  // Back where the last entry left it: what was kept in between must not outlive the listener's choice.
  const { offeredMs, keptMs } = recording;
  if (!hasMoved(positionMs, offeredMs, fromMs) && !hasMoved(positionMs, keptMs, fromMs)) {
    return { recording: { ...recording, positionMs }, notes: [] };
  }
  return {
    recording: { ...startFrom(recording, positionMs, at), completed: recording.completed },
    notes: [{ kind: 'offer', positionMs }],
  };
}

function complete({ recording, notes }: Step): Step {
  return { recording: { ...recording, completed: true }, notes: [...notes, { kind: 'complete' }] };
}

/** A clock that was set back says nothing of how long ago it was: then it is due. */
function isDue(lastAt: number, everyMs: number, at: number): boolean {
  return at < lastAt || at - lastAt >= everyMs;
}

function reachesEnd({ durationMs }: Recording, positionMs: number): boolean {
  return durationMs > 0 && isAtEnd(positionMs, durationMs);
}

function hasMoved(positionMs: number, beforeMs: number, fromMs: number): boolean {
  return Math.abs(positionMs - beforeMs) >= fromMs;
}
