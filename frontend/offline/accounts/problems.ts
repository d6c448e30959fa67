import type { SignInAnswer } from '../gateway-port';
import type { CallResult } from '../sync/while-online';
import type { CallProblem, SignInProblem } from '../types';

/** Why calls about accounts failed, as views are told. */

/** The browser has no session. */
export interface Nobody {
  readonly outcome: 'NOBODY';
}

/** Why signing in failed. */
export function signInProblem(
  outcome: Exclude<(SignInAnswer | Nobody)['outcome'], 'SIGNED_IN'>,
): SignInProblem {
  switch (outcome) {
    case 'WRONG_NAME_OR_PASSWORD':
      return 'wrong-name-or-password';
    case 'NAME_TAKEN':
      return 'name-taken';
    case 'NAME_INVALID':
      return 'name-invalid';
    case 'PASSWORD_INVALID':
      return 'password-invalid';
    case 'ACCOUNT_DISABLED':
      return 'account-disabled';
    case 'SIGN_UP_CLOSED':
      return 'sign-up-closed';
    case 'INVITATION_NEEDED':
      return 'invitation-needed';
    case 'CODE_INVALID':
      return 'code-invalid';
    case 'NOBODY':
      return 'provider-failed';
  }
}

const TOO_MANY_REQUESTS = 429;

/** Why a call that somebody waits for failed. */
export function callProblem({
  problem,
  refused,
}: Exclude<CallResult<never>, { answer: never }>): CallProblem {
  if (refused?.status === TOO_MANY_REQUESTS && refused.retryAfterSeconds !== null) {
    return { waitSeconds: refused.retryAfterSeconds };
  }
  if (problem === 'offline') {
    return 'offline';
  }
  return refused === null && problem === 'unavailable' ? 'no-answer' : 'failed';
}
