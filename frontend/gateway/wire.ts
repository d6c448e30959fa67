import type WireCatalogueChanges from 'Frontend/generated/app/durus/contract/CatalogueChanges';
import type WireIntent from 'Frontend/generated/app/durus/contract/SyncIntent';
import type WireLectureState from 'Frontend/generated/app/durus/contract/LectureState';
import type WireSession from 'Frontend/generated/app/durus/contract/SessionAnswer';
import type WireSignInAnswer from 'Frontend/generated/app/durus/contract/SignInAnswer';
import type WireSyncAnswer from 'Frontend/generated/app/durus/contract/SyncAnswer';
import type WireSyncRequest from 'Frontend/generated/app/durus/contract/SyncRequest';
import type WireVerdict from 'Frontend/generated/app/durus/contract/SyncVerdict';
import {
  GatewayFailure,
  type AuthoritativeState,
  type CatalogueChanges,
  type Session,
  type SignInAnswer,
  type SyncAnswer,
  type SyncRequest,
} from '../offline/ports';
import type { Verdict } from '../offline/rules/outbox';

/**
 * Between the generated types, which leave members out, and the core's, which say null. Of what is generated it
 * knows types only, so that the worker can use it.
 */

export function toSyncRequest({ epoch, intents, ...request }: SyncRequest): WireSyncRequest {
  return {
    ...request,
    epoch: epoch ?? undefined,
    intents: intents.map(
      ({ positionMs, audioAssetId, ...intent }) =>
        // The generated enumeration is these very texts; loading it would load what is generated.
        ({
          ...intent,
          positionMs: positionMs ?? undefined,
          audioAssetId: audioAssetId ?? undefined,
        }) as unknown as WireIntent,
    ),
  };
}

export function fromSyncAnswer({ verdicts, states, ...answer }: WireSyncAnswer): SyncAnswer {
  return { ...answer, verdicts: verdicts.flatMap(fromVerdict), states: states.map(fromState) };
}

/** A verdict without an id is on something that is no intent of ours. */
function fromVerdict({ intentId, outcome, reason }: WireVerdict): Verdict[] {
  if (intentId === undefined) {
    return [];
  }
  const judged: `${WireVerdict['outcome']}` = outcome;
  return judged === 'REJECTED'
    ? [{ intentId, outcome: judged, reason: reason ?? 'UNSPECIFIED' }]
    : [{ intentId, outcome: judged }];
}

function fromState(state: WireLectureState): AuthoritativeState {
  return {
    lectureId: state.lectureId,
    revision: state.revision,
    position: state.position ?? null,
    completion: state.completion ?? null,
    favorite: state.favorite ?? null,
    firstCompletedAt: state.firstCompletedAt ?? null,
  };
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

export function fromSession({ account, serverTime }: WireSession): Session {
  return { account: account ?? null, serverTime };
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
