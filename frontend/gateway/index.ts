/**
 * The server, as the offline core calls it, in the page and in the worker: the only importer of what Hilla generates.
 * Every call ends in bounded time, and every failure is one of a closed set (contract of `Gateway`).
 */
import { AccountEndpoint, CatalogueEndpoint, ListeningEndpoint } from 'Frontend/generated/endpoints';
import type { Gateway, SendOptions } from '../offline/gateway-port';
import type { CallOptions } from './client';
import { gatewayFailure } from './problems';
import { readSnapshot } from './snapshot';
import { fromCatalogueChanges, fromSession, fromSignInAnswer, fromSyncAnswer, toSyncRequest } from './wire';

/** Somebody looks at the form and waits. A server that is busy with other passwords answers within seconds. */
export const SIGN_IN_ANSWER_MS = 10_000;

const WAITED_FOR: CallOptions = { answerMs: SIGN_IN_ANSWER_MS };

/** A mail server may look at a message before it takes it. */
const MAIL_SENT: CallOptions = { answerMs: 60_000 };

export const gateway: Gateway = {
  sync: (request, how) =>
    answered(async () =>
      fromSyncAnswer(await ListeningEndpoint.sync(toSyncRequest(request), optionsOf(how))),
    ),
  catalogueChanges: (cursor) =>
    answered(async () => fromCatalogueChanges(await CatalogueEndpoint.changes(cursor))),
  catalogueSnapshot: readSnapshot,
  session: () => answered(async () => fromSession(await AccountEndpoint.session())),
  signUp: (name, password, invitation) =>
    answered(async () =>
      fromSignInAnswer(await AccountEndpoint.signUp(name, password, invitation ?? undefined, WAITED_FOR)),
    ),
  signIn: (name, password) =>
    answered(async () => fromSignInAnswer(await AccountEndpoint.signIn(name, password, WAITED_FOR))),
  resetPassword: (code, password) =>
    answered(async () => fromSignInAnswer(await AccountEndpoint.resetPassword(code, password, WAITED_FOR))),
  sendPasswordCode: (nameOrAddress, language) =>
    answered(() => AccountEndpoint.sendPasswordCode(nameOrAddress, language, WAITED_FOR)),
  emailAddress: () => answered(async () => (await AccountEndpoint.emailAddress(WAITED_FOR)).address ?? null),
  changeEmailAddress: (address, password, language) =>
    answered(
      async () => (await AccountEndpoint.changeEmailAddress(address, password, language, MAIL_SENT)).outcome,
    ),
  confirmEmailAddress: (code) =>
    answered(async () => (await AccountEndpoint.confirmEmailAddress(code, WAITED_FOR)).outcome),
  removeEmailAddress: (password) =>
    answered(async () => (await AccountEndpoint.removeEmailAddress(password, WAITED_FOR)).outcome),
  changePassword: (password, newPassword) =>
    answered(async () => (await AccountEndpoint.changePassword(password, newPassword, WAITED_FOR)).outcome),
  deleteAccount: (password) =>
    answered(async () => (await AccountEndpoint.deleteAccount(password ?? undefined, WAITED_FOR)).outcome),
  sessions: () => answered(async () => (await AccountEndpoint.sessions(WAITED_FOR)).sessions),
  endSession: (id) => answered(() => AccountEndpoint.endSession(id, WAITED_FOR)),
  endOtherSessions: () => answered(() => AccountEndpoint.endOtherSessions(WAITED_FOR)),
  signInOptions: () =>
    answered(async () => {
      const { openIdName, ...options } = await AccountEndpoint.signInOptions(WAITED_FOR);
      return { ...options, openIdName: openIdName ?? null };
    }),
  signOut: () => answered(() => AccountEndpoint.signOut(WAITED_FOR)),
};

function optionsOf(how: SendOptions | undefined): CallOptions {
  return { keepalive: how?.keepalive ?? false };
}

/** An answer that does not follow the contract, such as a hotel's sign-in page, counts as no answer. */
async function answered<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (failure) {
    throw gatewayFailure(failure);
  }
}
