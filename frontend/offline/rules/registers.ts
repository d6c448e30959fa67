import { compareIds } from './ids';

/**
 * The registers of a lecture, each described once. The types of intents, wire, store, join, guest adoption,
 * corrections, views and simulation follow from this description. Names and members are those of the wire
 * (contract/LectureState, contract/IntentType) and of IndexedDB.
 */

/** What intents carry beside type and stamp; null where the type carries none. */
export interface IntentValues {
  /** For `PROGRESS` only. */
  readonly positionMs: number | null;
  /** The asset that the position was measured on; of `PROGRESS` only. */
  readonly audioAssetId: string | null;
}

export const NO_VALUES: IntentValues = { positionMs: null, audioAssetId: null };

/** The values alone. */
export function valuesOf({ positionMs, audioAssetId }: IntentValues): IntentValues {
  return { positionMs, audioAssetId };
}

interface Typed<Type> extends IntentValues {
  readonly type: Type;
}

interface Description<Type, Value> {
  /** The types of the intents that write the register. */
  readonly types: readonly Type[];
  /** Whether only the latest unsent entry of a lecture is sent, on behalf of the earlier ones (C2.1). */
  readonly collapses: boolean;
  /** What an intent writes; null for an intent that lacks a value that its type needs (R7.1). */
  valueOf(intent: Typed<Type>): Value | null;
  /** The intent that writes this value, without its stamp. */
  intentOf(value: Value): Typed<Type>;
  /** Decides between two values of the same millisecond, before their ids do. */
  compareOfSameTime?(a: Value, b: Value): number;
  /** Decides between two values of one stamp, so that two devices agree. */
  compareOfSameStamp?(a: Value, b: Value): number;
}

export interface PositionValue {
  readonly positionMs: number;
  readonly audioAssetId: string;
}

const position: Description<'PROGRESS', PositionValue> = {
  types: ['PROGRESS'],
  collapses: true,
  valueOf: ({ positionMs, audioAssetId }) =>
    positionMs === null || audioAssetId === null ? null : { positionMs, audioAssetId },
  intentOf: (value) => ({ type: 'PROGRESS', ...valuesOf(value) }),
  compareOfSameStamp: (a, b) => a.positionMs - b.positionMs || compareIds(a.audioAssetId, b.audioAssetId),
};

/** A register that is on or off. Its value has one member, which the listener's view has as well. */
interface FlagDescription<Member extends string, On, Off> extends Description<
  On | Off,
  Readonly<Record<Member, boolean>>
> {
  readonly member: Member;
  readonly on: On;
  readonly off: Off;
}

function flag<Member extends string, On extends string, Off extends string>(
  member: Member,
  on: On,
  off: Off,
  order: Pick<FlagDescription<Member, On, Off>, 'compareOfSameTime'> = {},
): FlagDescription<Member, On, Off> {
  type Value = Readonly<Record<Member, boolean>>;
  return {
    ...{ member, on, off, types: [on, off], collapses: false },
    valueOf: ({ type }) => ({ [member]: type === on }) as Value,
    intentOf: (value) => ({ type: value[member] ? on : off, ...NO_VALUES }),
    ...order,
  };
}

export const REGISTERS = {
  position,
  completion: flag('completed', 'COMPLETED', 'REOPENED', {
    // Within one millisecond the reopening is the later: only what is completed can be reopened.
    compareOfSameTime: (a, b) => Number(b.completed) - Number(a.completed),
  }),
  favorite: flag('favorite', 'FAVORITED', 'UNFAVORITED'),
};

type Descriptions = typeof REGISTERS;

export type RegisterName = keyof Descriptions;

export type IntentType = Descriptions[RegisterName]['types'][number];

/** A register that is on or off. */
export type FlagName = {
  [Name in RegisterName]: Descriptions[Name] extends { readonly member: string } ? Name : never;
}[RegisterName];

export type FlagType = Descriptions[FlagName]['types'][number];

/** The flags of a lecture, as the listener sees them. */
export type Flags = { readonly [Name in FlagName as Descriptions[Name]['member']]: boolean };

type ValueOf<Name extends RegisterName> = NonNullable<ReturnType<Descriptions[Name]['valueOf']>>;

/** The stamp of the value that a register holds, and the device that carried it. */
export interface Winner {
  /** Whole milliseconds since 1970. */
  readonly occurredAt: number;
  readonly intentId: string;
  readonly deviceId: string;
}

/** What a register holds. */
export type Held<Name extends RegisterName = RegisterName> = Winner & ValueOf<Name>;

export type Registers = { readonly [Name in RegisterName]: Held<Name> | null } & {
  /** Smallest time of any completion; null when never completed. */
  readonly firstCompletedAt: number | null;
};

/** Registers as they are stored or sent. What was written before a register existed lacks it. */
export type SparseRegisters = { readonly [Member in keyof Registers]?: Registers[Member] };

/** A description as whoever treats all registers alike sees it. */
export type AnyRegister = Description<IntentType, ValueOf<RegisterName>>;

export const REGISTER_NAMES = Object.keys(REGISTERS) as readonly RegisterName[];

/** The registers that are on or off, each with its description. */
export const FLAGS = REGISTER_NAMES.filter((name): name is FlagName => 'member' in REGISTERS[name]).map(
  (name) => [name, REGISTERS[name]] as const,
);

const NAME_BY_TYPE = Object.fromEntries(
  REGISTER_NAMES.flatMap((name) => REGISTERS[name].types.map((type) => [type, name])),
) as Readonly<Record<IntentType, RegisterName>>;

/** The register that an intent of this type writes. */
export function registerOf(type: IntentType): RegisterName {
  return NAME_BY_TYPE[type];
}

export function descriptionOf(name: RegisterName): AnyRegister {
  return REGISTERS[name];
}

/** Whether only the latest unsent entry of this type is sent, on behalf of the earlier ones (C2.1). */
export function collapses(type: IntentType): boolean {
  return REGISTERS[NAME_BY_TYPE[type]].collapses;
}

/** The type of the intent that sets a flag. */
export function flagType(name: FlagName, on: boolean): FlagType {
  return on ? REGISTERS[name].on : REGISTERS[name].off;
}

/** The flags that these registers hold; an empty register is off. */
export function flagsOf(registers: Registers): Flags {
  const flags: Partial<Record<string, boolean>> = {};
  for (const [name, { member }] of FLAGS) {
    flags[member] = (registers[name] as Partial<Flags> | null)?.[member] ?? false;
  }
  return flags as Flags;
}
