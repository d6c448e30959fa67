import { REGISTER_NAMES, REGISTERS, type RegisterName } from '../../offline/rules/registers';
import type { StateRow } from '../../offline/storage/schema';

/**
 * A listener's intentions, as the oracle keeps them: a set of claims, of which the last one by order counts.
 * The oracle shares no logic with the product, so it has no joins. It takes from the registers' description
 * only their names, and the types of intents that write them.
 */

export interface Claim {
  readonly id: string;
  readonly account: string;
  readonly lectureId: string;
  readonly type: string;
  readonly occurredAt: number;
  readonly positionMs: number | null;
  readonly audioAssetId: string | null;
}

/** The value that a register must have in the end. */
export type Last = Pick<Claim, 'id' | 'type' | 'occurredAt' | 'positionMs' | 'audioAssetId'>;

/** The values that a lecture's registers must have in the end; null where nothing was ever claimed. */
export interface ExpectedState {
  readonly registers: Readonly<Record<RegisterName, Last | null>>;
  readonly firstCompletedAt: number | null;
}

/** The id of a first completion that the register no longer refers to. Its real id is lost. */
export const UNNAMED = 'first';

export function registerOf(type: string): RegisterName {
  const name = REGISTER_NAMES.find((one) => (REGISTERS[one].types as readonly string[]).includes(type));
  if (name === undefined) {
    throw new RangeError(`no register is written by ${type}`);
  }
  return name;
}

/** Whether two claims are about the same register. */
export function isOfRegister(claim: { readonly type: string }, like: { readonly type: string }): boolean {
  return registerOf(claim.type) === registerOf(like.type);
}

/** The order of claims as text: by time, then completions before reopenings, then by id. */
function order({ occurredAt, type, id }: Claim): string {
  return [String(occurredAt).padStart(20, '0'), type === 'REOPENED' ? '1' : '0', id].join('/');
}

/** The states that the claims of one account must lead to, by lecture. */
export function expectedStates(claims: readonly Claim[]): Map<string, ExpectedState> {
  const byLecture = new Map<string, Claim[]>();
  for (const claim of claims) {
    byLecture.set(claim.lectureId, [...(byLecture.get(claim.lectureId) ?? []), claim]);
  }
  return new Map([...byLecture].map(([lectureId, own]) => [lectureId, expectedState(own)]));
}

function expectedState(claims: readonly Claim[]): ExpectedState {
  const sorted = [...claims].sort((a, b) => (order(a) < order(b) ? -1 : 1));
  const registers = REGISTER_NAMES.map((name) => [name, lastOf(name, sorted)] as const);
  const completions = sorted.filter(({ type }) => type === 'COMPLETED').map(({ occurredAt }) => occurredAt);
  return {
    registers: Object.fromEntries(registers) as ExpectedState['registers'],
    firstCompletedAt: completions.length === 0 ? null : Math.min(...completions),
  };
}

function lastOf(name: RegisterName, sorted: readonly Claim[]): Last | null {
  const last = sorted.findLast(({ type }) => registerOf(type) === name);
  if (last === undefined) {
    return null;
  }
  const { id, type, occurredAt, positionMs, audioAssetId } = last;
  return { id, type, occurredAt, positionMs, audioAssetId };
}

/** The claims that follow from a row of registers. */
export function claimsOf(state: StateRow): Claim[] {
  const { account, lectureId, completion, firstCompletedAt = null } = state;
  const claims = REGISTER_NAMES.flatMap((name): Claim[] => {
    const held = state[name] ?? null;
    if (held === null) {
      return [];
    }
    const { intentId: id, occurredAt, ...value } = held;
    const { positionMs = null, audioAssetId = null } = value as Partial<Claim>;
    return [{ id, account, lectureId, type: typeOf(name, value), occurredAt, positionMs, audioAssetId }];
  });
  // A reopening may have the same millisecond as the first completion.
  const isHeld = completion?.completed === true && completion.occurredAt === firstCompletedAt;
  if (firstCompletedAt !== null && !isHeld) {
    const values = { positionMs: null, audioAssetId: null };
    claims.push({
      ...{ id: UNNAMED, account, lectureId, type: 'COMPLETED', occurredAt: firstCompletedAt },
      ...values,
    });
  }
  return claims;
}

/** The type of the intent that wrote a value into a register. */
function typeOf(name: RegisterName, value: object): string {
  const register = REGISTERS[name];
  if (!('member' in register)) {
    return register.types[0] ?? '';
  }
  return (value as Partial<Record<string, unknown>>)[register.member] === true ? register.on : register.off;
}
