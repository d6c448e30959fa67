import type WireCatalogueChanges from 'Frontend/generated/app/durus/contract/catalogue/CatalogueChanges';
import type WireIntent from 'Frontend/generated/app/durus/contract/listening/SyncIntent';
import type WireLectureState from 'Frontend/generated/app/durus/contract/listening/LectureState';
import type WireSession from 'Frontend/generated/app/durus/contract/accounts/SessionAnswer';
import type WireSignInAnswer from 'Frontend/generated/app/durus/contract/accounts/SignInAnswer';
import type WireSyncAnswer from 'Frontend/generated/app/durus/contract/listening/SyncAnswer';
import type WireSyncRequest from 'Frontend/generated/app/durus/contract/listening/SyncRequest';
import type WireVerdict from 'Frontend/generated/app/durus/contract/listening/SyncVerdict';
import {
  GatewayFailure,
  type AuthoritativeState,
  type CatalogueChanges,
  type Session,
  type SignInAnswer,
  type SyncAnswer,
  type SyncRequest,
} from '../offline/gateway-port';
import type { Intent } from '../offline/rules/intent';
import { registersOf } from '../offline/rules/join';
import type { Verdict } from '../offline/rules/outbox';
import { valuesOf, type Registers } from '../offline/rules/registers';

/**
 * Maps between the generated types, which omit members, and the core's types, which use null. It imports only
 * types of the generated code, so that the worker can use it.
 */

export function toSyncRequest({ epoch, intents, ...request }: SyncRequest): WireSyncRequest {
  return {
    ...request,
    epoch: epoch ?? undefined,
    intents: intents.map(toIntent),
  };
}

function toIntent({ id, type, lectureId, occurredAt, ...intent }: Intent): WireIntent {
  // Compiles only while the wire has every type that the registers' descriptions have.
  const sent: `${WireIntent['type']}` = type;
  const values = withoutNulls(valuesOf(intent));
  // The generated enumeration has exactly these texts. Importing it would load the generated code.
  return { id, type: sent, lectureId, occurredAt, ...values } as unknown as WireIntent;
}

/** The wire leaves out what is null here. */
function withoutNulls<T extends object>(value: T): { [Member in keyof T]?: NonNullable<T[Member]> } {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== null)) as {
    [Member in keyof T]?: NonNullable<T[Member]>;
  };
}

export function fromSyncAnswer({ verdicts, states, ...answer }: WireSyncAnswer): SyncAnswer {
  return { ...answer, verdicts: verdicts.flatMap(fromVerdict), states: states.map(fromState) };
}

/** A verdict without an id is about an intent that this device did not send. */
function fromVerdict({ intentId, outcome, reason }: WireVerdict): Verdict[] {
  if (intentId === undefined) {
    return [];
  }
  const judged: `${WireVerdict['outcome']}` = outcome;
  return judged === 'REJECTED'
    ? [{ intentId, outcome: judged, reason: reason ?? 'UNSPECIFIED' }]
    : [{ intentId, outcome: judged }];
}

/** Compiles only while the wire has every register that is described, with the same value. */
type RegistersOnWire = Pick<WireLectureState, keyof Registers>;

function fromState({ lectureId, revision, ...state }: WireLectureState): AuthoritativeState {
  const registers: RegistersOnWire = state;
  return { lectureId, revision, ...registersOf(registers) };
}

export function fromCatalogueChanges({ lectures, ...changes }: WireCatalogueChanges): CatalogueChanges {
  return {
    ...changes,
    lectures: lectures.map(({ seriesId, language, ...lecture }) => ({
      ...lecture,
      seriesId: seriesId ?? null,
      language: language ?? null,
    })),
  };
}

export function fromSession({ account, serverTime, deletedListenerId }: WireSession): Session {
  return { account: account ?? null, serverTime, deletedListenerId: deletedListenerId ?? null };
}

export function fromSignInAnswer({ outcome, account }: WireSignInAnswer): SignInAnswer {
  const ended: `${WireSignInAnswer['outcome']}` = outcome;
  if (ended !== 'SIGNED_IN') {
    return { outcome: ended };
  }
  if (account === undefined) {
    throw new GatewayFailure('unavailable', { cause: new Error('signed in without an account') });
  }
  return { outcome: ended, account };
}
