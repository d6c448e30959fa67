/** The server, as the core calls it. `frontend/gateway` implements it over Hilla's generated client. */
import type { AssetRow, LectureRow, ScholarRow, SeriesRow } from './rules/catalogue';
import type { Intent } from './rules/intent';
import type { Verdict } from './rules/outbox';
import type { Registers } from './rules/registers';

/** Why a call got no answer. */
export type GatewayProblem =
  /** 401: nobody is signed in. */
  | 'unauthorised'
  /** 409: the session is another listener's. */
  | 'conflict'
  /** 400, 413, 422: the server refuses this request whole (R14). */
  | 'refused'
  /** There is no network, and nobody was called. */
  | 'offline'
  /** No connection, a timeout, 5xx, or an answer that a proxy may have made. It says nothing about the request. */
  | 'unavailable';

/** What the server answered instead. */
export interface RefusedResponse {
  readonly status: number;
  /** The delay after which the server wants to be called again; null when it names none. */
  readonly retryAfterSeconds: number | null;
}

export class GatewayFailure extends Error {
  /** Null when nobody answered. */
  readonly refused: RefusedResponse | null;

  constructor(
    readonly problem: GatewayProblem,
    { refused, ...options }: ErrorOptions & { readonly refused?: RefusedResponse } = {},
  ) {
    super(problem, options);
    this.name = 'GatewayFailure';
    this.refused = refused ?? null;
  }
}

export interface SyncRequest {
  readonly listenerId: string;
  readonly deviceId: string;
  readonly cursor: number;
  readonly epoch: string | null;
  readonly deviceTime: number;
  readonly attempt: number;
  readonly pending: number;
  readonly intents: readonly Intent[];
}

export interface AuthoritativeState extends Registers {
  readonly lectureId: string;
  readonly revision: number;
}

export interface SyncAnswer {
  readonly listenerId: string;
  readonly serverTime: number;
  readonly epoch: string;
  readonly cursor: number;
  readonly more: boolean;
  readonly verdicts: readonly Verdict[];
  readonly states: readonly AuthoritativeState[];
}

export interface CatalogueChanges {
  readonly epoch: string;
  readonly cursor: number;
  readonly more: boolean;
  readonly scholars: readonly ScholarRow[];
  readonly series: readonly SeriesRow[];
  readonly lectures: readonly LectureRow[];
  readonly assets: readonly AssetRow[];
}

/** The first line of a snapshot of the catalogue. */
export interface CatalogueSnapshotHead {
  readonly epoch: string;
  /** The cursor with which to ask for what changed since. */
  readonly revision: number;
  readonly lectures: number;
}

/** Takes a snapshot as it arrives. The next line comes when the promise is fulfilled; a rejection ends the reading. */
export interface SnapshotReceiver {
  readonly head: (head: CatalogueSnapshotHead) => Promise<void>;
  readonly page: (page: CatalogueChanges) => Promise<void>;
}

export interface Account {
  readonly listenerId: string;
  readonly name: string;
}

export interface Session {
  readonly account: Account | null;
  readonly serverTime: number;
  /** Whose session it was, when that account was deleted; null otherwise. */
  readonly deletedListenerId: string | null;
}

export type SignInAnswer =
  | { readonly outcome: 'SIGNED_IN'; readonly account: Account }
  | {
      readonly outcome:
        | 'WRONG_NAME_OR_PASSWORD'
        | 'NAME_TAKEN'
        | 'NAME_INVALID'
        | 'PASSWORD_INVALID'
        | 'ACCOUNT_DISABLED'
        | 'SIGN_UP_CLOSED'
        | 'INVITATION_NEEDED'
        | 'CODE_INVALID';
    };

/** How one can sign in here. */
export interface SignInOptions {
  /** With a name and a password. */
  readonly localAccounts: boolean;
  /** What the OpenID Connect provider is called; null without one. */
  readonly openIdName: string | null;
  /** Whether the account that is signed in has a password; true for nobody. */
  readonly hasPassword: boolean;
  /** Whether the server sends e-mail: a code for a new password, to an address that the listener confirmed. */
  readonly email: boolean;
}

/** How a change of the e-mail address ended. */
export type EmailChangeOutcome = 'DONE' | 'ADDRESS_INVALID' | 'WRONG_PASSWORD' | 'CODE_INVALID';

/** How a change of the password ended. */
export type PasswordOutcome = 'CHANGED' | 'WRONG_PASSWORD' | 'PASSWORD_INVALID';

/** How the deletion of the own account ended. */
export type DeletionOutcome = 'DELETED' | 'WRONG_PASSWORD';

/** A browser that is signed in to the account. */
export interface AccountSession {
  /** Names the session in `endSession`. */
  readonly id: string;
  /** What the browser calls itself, as in its User-Agent; empty when it is not known. */
  readonly device: string;
  readonly createdAt: number;
  /** To the day. */
  readonly lastSeenAt: number;
  /** Whether it is this browser's session. */
  readonly current: boolean;
}

export interface SendOptions {
  /** The call continues when the page closes. All such calls together may have 64 KiB. */
  readonly keepalive: boolean;
}

/** The server's endpoints. Every call ends in bounded time and fails only with {@link GatewayFailure}. */
export interface Gateway {
  readonly sync: (request: SyncRequest, how?: SendOptions) => Promise<SyncAnswer>;
  readonly catalogueChanges: (cursor: number) => Promise<CatalogueChanges>;
  /**
   * Reads the present snapshot of the whole catalogue. Resolves to false when the server has none. Rejects with what
   * the receiver rejects with, too.
   */
  readonly catalogueSnapshot: (receiver: SnapshotReceiver) => Promise<boolean>;
  readonly session: () => Promise<Session>;
  /** @param invitation the operator's code; null without one */
  readonly signUp: (name: string, password: string, invitation: string | null) => Promise<SignInAnswer>;
  readonly signIn: (name: string, password: string) => Promise<SignInAnswer>;
  /** Sets a new password with the operator's one-time code, and signs in. */
  readonly resetPassword: (code: string, password: string) => Promise<SignInAnswer>;
  /**
   * Sends a code for a new password by e-mail, if there is an account that can be sent one.
   *
   * @param language of the message
   */
  readonly sendPasswordCode: (nameOrAddress: string, language: string) => Promise<void>;
  /** The account's confirmed address. */
  readonly emailAddress: () => Promise<string | null>;
  /** Sends a code to the address; the account has it once the code was confirmed. */
  readonly changeEmailAddress: (
    address: string,
    password: string,
    language: string,
  ) => Promise<EmailChangeOutcome>;
  readonly confirmEmailAddress: (code: string) => Promise<EmailChangeOutcome>;
  readonly removeEmailAddress: (password: string) => Promise<EmailChangeOutcome>;
  /** The account's other sessions end. */
  readonly changePassword: (password: string, newPassword: string) => Promise<PasswordOutcome>;
  /**
   * Deletes the account with all that the server holds of it.
   *
   * @param password null for an account that has none
   */
  readonly deleteAccount: (password: string | null) => Promise<DeletionOutcome>;
  readonly sessions: () => Promise<readonly AccountSession[]>;
  readonly endSession: (id: string) => Promise<void>;
  readonly endOtherSessions: () => Promise<void>;
  readonly signInOptions: () => Promise<SignInOptions>;
  readonly signOut: () => Promise<void>;
}
