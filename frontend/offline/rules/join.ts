import { compareIds } from './ids';
import type { Intent, Stamp } from './intent';
import {
  descriptionOf,
  NO_VALUES,
  REGISTER_NAMES,
  registerOf,
  type AnyRegister,
  type Held,
  type Registers,
  type SparseRegisters,
} from './registers';

/**
 * The join of a lecture's registers. The server applies the same pure function (R1 to R6), so that pending intents
 * can be laid over the authoritative state (C8), and a guest's registers need no server.
 */

/** The registers alone, whatever else stands beside them. One that is missing is empty. */
export function registersOf(stored: SparseRegisters): Registers {
  const registers: Partial<Record<keyof Registers, unknown>> = {};
  for (const name of REGISTER_NAMES) {
    registers[name] = stored[name] ?? null;
  }
  registers.firstCompletedAt = stored.firstCompletedAt ?? null;
  return registers as Registers;
}

export const NO_REGISTERS: Registers = registersOf({});

/** The registers after the intent; the very same object when it changes nothing. */
export function join(registers: Registers, intent: Intent, deviceId: string): Registers {
  const name = registerOf(intent.type);
  const register = descriptionOf(name);
  const value = register.valueOf(intent);
  if (value === null) {
    return registers;
  }
  const present: Held | null = registers[name];
  const incoming: Held = { occurredAt: intent.occurredAt, intentId: intent.id, deviceId, ...value };
  const wins = present === null || compareHeld(register, incoming, present) > 0;
  const firstCompletedAt = earlierCompletion(registers.firstCompletedAt, intent);
  return wins || firstCompletedAt !== registers.firstCompletedAt
    ? { ...registers, [name]: wins ? incoming : present, firstCompletedAt }
    : registers;
}

/** Every register as the intent that wrote it, with its original stamp and id (R13.4, C9.2). */
export function intentsOf(lectureId: string, registers: Registers): Intent[] {
  return REGISTER_NAMES.flatMap((name) => {
    const held: Held | null = registers[name];
    return held === null ? [] : [{ ...stamped(lectureId, held), ...descriptionOf(name).intentOf(held) }];
  });
}

/**
 * R13.5: the first completion, where another one or a reopening holds the register. Its id is known no more; under
 * any other it can win nothing but `firstCompletedAt`.
 */
export function firstCompletionOf(
  lectureId: string,
  { completion, firstCompletedAt }: Registers,
  newId: () => string,
): Intent[] {
  const held = completion?.completed === true && completion.occurredAt === firstCompletedAt;
  return firstCompletedAt === null || held
    ? []
    : [
        {
          ...stamped(lectureId, { intentId: newId(), occurredAt: firstCompletedAt }),
          ...{ type: 'COMPLETED', ...NO_VALUES },
        },
      ];
}

/** The greatest time that any register holds; 0 when there is none. */
export function latestStampAt(registers: SparseRegisters): number {
  return REGISTER_NAMES.reduce((latest, name) => Math.max(latest, registers[name]?.occurredAt ?? 0), 0);
}

/** Whether another device wrote any of the registers that are new in `after`. */
export function wroteOnOtherDevice(
  after: SparseRegisters,
  before: SparseRegisters,
  deviceId: string,
): boolean {
  return REGISTER_NAMES.some((name) => {
    const written = after[name] ?? null;
    return written !== null && written.intentId !== before[name]?.intentId && written.deviceId !== deviceId;
  });
}

function compareHeld(register: AnyRegister, a: Held, b: Held): number {
  return (
    a.occurredAt - b.occurredAt ||
    (register.compareOfSameTime?.(a, b) ?? 0) ||
    compareIds(a.intentId, b.intentId) ||
    (register.compareOfSameStamp?.(a, b) ?? 0)
  );
}

function earlierCompletion(firstCompletedAt: number | null, { type, occurredAt }: Intent): number | null {
  return type === 'COMPLETED' ? Math.min(firstCompletedAt ?? occurredAt, occurredAt) : firstCompletedAt;
}

function stamped(lectureId: string, { intentId: id, occurredAt }: Stamp) {
  return { id, lectureId, occurredAt };
}
