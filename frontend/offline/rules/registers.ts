import { compareIds, compareStamps, type Intent, type IntentType, type Stamp } from './intent';

/**
 * The three registers of one lecture and their join: the same pure function that the server applies
 * (R1 to R6), so that what is pending can be laid over what is authoritative (C8), and so that a
 * guest's registers need no server.
 */

interface Held extends Stamp {
  readonly deviceId: string;
}

export interface PositionRegister extends Held {
  readonly positionMs: number;
  readonly audioAssetId: string;
}

export interface CompletionRegister extends Held {
  readonly completed: boolean;
}

export interface FavoriteRegister extends Held {
  readonly favorite: boolean;
}

export interface Registers {
  readonly position: PositionRegister | null;
  readonly completion: CompletionRegister | null;
  readonly favorite: FavoriteRegister | null;
  /** Smallest time of any completion; null when never completed. */
  readonly firstCompletedAt: number | null;
}

export const NO_REGISTERS: Registers = {
  position: null,
  completion: null,
  favorite: null,
  firstCompletedAt: null,
};

/** The register that an intent of this type writes. */
export function registerOf(type: IntentType): 'position' | 'completion' | 'favorite' {
  switch (type) {
    case 'PROGRESS':
      return 'position';
    case 'COMPLETED':
    case 'REOPENED':
      return 'completion';
    case 'FAVORITED':
    case 'UNFAVORITED':
      return 'favorite';
  }
}

/** The registers after the intent; the very same object when it changes nothing. */
export function join(registers: Registers, intent: Intent, deviceId: string): Registers {
  const held: Held = { occurredAt: intent.occurredAt, intentId: intent.id, deviceId };
  switch (intent.type) {
    case 'PROGRESS':
      return joinPosition(registers, intent, held);
    case 'COMPLETED':
    case 'REOPENED':
      return joinCompletion(registers, { ...held, completed: intent.type === 'COMPLETED' });
    case 'FAVORITED':
    case 'UNFAVORITED':
      return registers.favorite !== null && compareStamps(held, registers.favorite) <= 0
        ? registers
        : { ...registers, favorite: { ...held, favorite: intent.type === 'FAVORITED' } };
  }
}

/** Every register as the intent that wrote it, with its original stamp and id (R13, C9). */
export function intentsOf(lectureId: string, registers: Registers): Intent[] {
  const intents: Intent[] = [];
  const { position, completion, favorite } = registers;
  if (position !== null) {
    const { positionMs, audioAssetId } = position;
    intents.push({ ...bare(lectureId, position), type: 'PROGRESS', positionMs, audioAssetId });
  }
  if (completion !== null) {
    intents.push({ ...bare(lectureId, completion), type: completion.completed ? 'COMPLETED' : 'REOPENED' });
  }
  if (favorite !== null) {
    intents.push({ ...bare(lectureId, favorite), type: favorite.favorite ? 'FAVORITED' : 'UNFAVORITED' });
  }
  return intents;
}

/**
 * R13: the first completion, where another one or a reopening holds the register. Its id is known no more;
 * under any other it can win nothing but `firstCompletedAt`.
 */
export function firstCompletionOf(
  lectureId: string,
  { completion, firstCompletedAt }: Registers,
  newId: () => string,
): Intent[] {
  const held = completion?.completed === true && completion.occurredAt === firstCompletedAt;
  return firstCompletedAt === null || held
    ? []
    : [{ ...bare(lectureId, { intentId: newId(), occurredAt: firstCompletedAt }), type: 'COMPLETED' }];
}

/** The greatest time that any register holds; 0 when there is none. */
export function latestStampAt(registers: Registers): number {
  return Math.max(
    registers.position?.occurredAt ?? 0,
    registers.completion?.occurredAt ?? 0,
    registers.favorite?.occurredAt ?? 0,
  );
}

/** Whether another device wrote any of the registers that are new in `after`. */
export function wroteOnOtherDevice(after: Registers, before: Registers, deviceId: string): boolean {
  return (['position', 'completion', 'favorite'] as const).some((name) => {
    const written = after[name];
    return written !== null && written.intentId !== before[name]?.intentId && written.deviceId !== deviceId;
  });
}

function joinPosition(registers: Registers, intent: Intent, held: Held): Registers {
  if (intent.positionMs === null || intent.audioAssetId === null) {
    return registers;
  }
  const { positionMs, audioAssetId } = intent;
  const incoming: PositionRegister = { ...held, positionMs, audioAssetId };
  return registers.position !== null && comparePositions(incoming, registers.position) <= 0
    ? registers
    : { ...registers, position: incoming };
}

/** One stamp with two contents is decided by the content, lest two devices differ. */
function comparePositions(a: PositionRegister, b: PositionRegister): number {
  return compareStamps(a, b) || a.positionMs - b.positionMs || compareIds(a.audioAssetId, b.audioAssetId);
}

function joinCompletion(registers: Registers, incoming: CompletionRegister): Registers {
  const present = registers.completion;
  const completion = present !== null && compareCompletions(incoming, present) <= 0 ? present : incoming;
  const first = incoming.completed
    ? Math.min(registers.firstCompletedAt ?? incoming.occurredAt, incoming.occurredAt)
    : registers.firstCompletedAt;
  return completion === present && first === registers.firstCompletedAt
    ? registers
    : { ...registers, completion, firstCompletedAt: first };
}

/** Within one millisecond the reopening is the later: only what is completed can be reopened. */
function compareCompletions(a: CompletionRegister, b: CompletionRegister): number {
  return (
    a.occurredAt - b.occurredAt ||
    Number(b.completed) - Number(a.completed) ||
    compareIds(a.intentId, b.intentId)
  );
}

function bare(lectureId: string, stamp: Stamp): Omit<Intent, 'type'> {
  return {
    id: stamp.intentId,
    lectureId,
    occurredAt: stamp.occurredAt,
    positionMs: null,
    audioAssetId: null,
  };
}
