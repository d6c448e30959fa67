import type { Answered, SentRequest } from './fetching';
import type { TrueClock } from './clock';
import type { KnownTime } from '../checks/known-time';
import { never, type Lifetime } from './lifetime';
import type { Served, Harness } from '../harness';
import type { FaultKind } from '../steps';

/** After this long the app's gateway times out. */
const CLIENT_TIMEOUT_MS = 20_000;

/** The device that makes calls. */
export interface Caller {
  cookie: string | null;
  readonly online: boolean;
  readonly knownTime: KnownTime;
  /** The faults of its next calls, the next one first. */
  readonly faults: Array<{ readonly kind: FaultKind; readonly delayMs: number }>;
}

export interface Call<Who extends Caller = Caller> {
  readonly caller: Who;
  readonly lifetime: Lifetime;
  readonly sent: SentRequest;
  readonly cookie: string | null;
  /** The true time at which it left. */
  readonly sentAt: number;
  /** The stretch of its device's clock in which it left. */
  readonly stretch: number;
}

interface PendingCall<Who extends Caller> extends Call<Who> {
  readonly resolve: (answered: Answered) => void;
  readonly reject: (failure: Error) => void;
}

/** Something that the network does at a later time. */
interface ScheduledEvent {
  readonly at: number;
  readonly run: () => Promise<void>;
}

export interface NetworkObserver<Who extends Caller> {
  /** A request leaves a device. */
  readonly onSent: (call: Call<Who>) => void;
  /** The server answered; the answer may be lost. */
  readonly onServed: (call: Call<Who>, body: string) => void;
  /** A device receives an answer. */
  readonly onHeard: (call: Call<Who>, body: string) => void;
}

/**
 * The network between the devices and the server, with all its faults. It carries one call at a time, and only while
 * nothing else runs, so that a storm has the same result each time.
 */
export class NetworkSimulation<Who extends Caller> {
  readonly counts = new Map<string, number>();
  serverIsUp = true;
  #waiting: Array<PendingCall<Who>> = [];
  #events: ScheduledEvent[] = [];

  constructor(
    private readonly harness: Harness,
    private readonly clock: TrueClock,
    private readonly roundTripMs: number,
    private readonly observer: NetworkObserver<Who>,
  ) {}

  send(caller: Who, lifetime: Lifetime, sent: SentRequest): Promise<Answered> {
    const call = {
      caller,
      lifetime,
      sent,
      cookie: caller.cookie,
      sentAt: this.clock.at,
      stretch: caller.knownTime.stretch,
    };
    if (!lifetime.step()) {
      return never();
    }
    this.observer.onSent(call);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ ...call, resolve, reject });
    });
  }

  /** Runs one event or call. Returns whether there was one. */
  async runNext(): Promise<boolean> {
    const due = this.#events.findIndex(({ at }) => at <= this.clock.at);
    const event = due < 0 ? undefined : this.#events.splice(due, 1)[0];
    if (event !== undefined) {
      await event.run();
      return true;
    }
    const next = this.#waiting.shift();
    if (next === undefined) {
      return false;
    }
    const fault = next.caller.faults.shift();
    this.#count('calls');
    if (fault !== undefined) {
      this.#count(fault.kind);
    }
    await this.#travel(next, fault?.kind ?? null, fault?.delayMs ?? 0);
    return true;
  }

  /** The time of the next scheduled event; null when there is none. */
  nextEventAt(): number | null {
    return this.#events.length === 0 ? null : Math.min(...this.#events.map(({ at }) => at));
  }

  async #travel(call: PendingCall<Who>, fault: FaultKind | null, delayMs: number): Promise<void> {
    switch (fault) {
      case null:
        this.#answer(call, await this.#serve(call));
        return;
      case 'lost-request':
        this.#fail(call);
        return;
      case 'lost-answer':
        await this.#serve(call);
        this.#fail(call);
        return;
      case 'twice':
        await this.#serve(call);
        this.#answer(call, await this.#serve(call));
        return;
      case 'late-copy':
        this.#answer(call, await this.#serve(call));
        this.#later(delayMs, () => this.#serve(call));
        return;
      case 'overtaken':
        this.#fail(call);
        this.#later(delayMs, () => this.#serve(call));
        return;
      case 'slow-request':
        this.#later(Math.min(delayMs, CLIENT_TIMEOUT_MS - 1), async () => {
          this.#answer(call, await this.#serve(call));
        });
        return;
      case 'slow-answer': {
        const served = await this.#serve(call);
        this.#later(Math.min(delayMs, CLIENT_TIMEOUT_MS - 1), () => {
          this.#answer(call, served);
        });
        return;
      }
      case 'hung':
        this.#later(CLIENT_TIMEOUT_MS, () => {
          this.#fail(call);
        });
        return;
      case 'timed-out-after':
        await this.#serve(call);
        this.#reply(call, 504, '<html>Gateway Time-out</html>');
        return;
      case 'unavailable':
        this.#reply(call, 503, '<html>Service Unavailable</html>');
        return;
      case 'unauthorised':
        this.#reply(call, 401, '{"message":"Unauthorized"}');
        return;
      case 'too-many':
        this.#reply(call, 429, '{"message":"Too many requests"}');
        return;
      case 'portal':
        this.#reply(call, 200, '<html>Welcome to our network</html>');
        return;
      case 'too-large':
        if (intentsIn(call.sent.body).length > 1) {
          this.#reply(call, 413, '{"message":"Too large"}');
        } else {
          this.#answer(call, await this.#serve(call));
        }
        return;
    }
  }

  /** Null when the server is down. */
  async #serve(call: PendingCall<Who>): Promise<Served | null> {
    this.clock.at += Math.ceil(this.roundTripMs / 2);
    if (!this.serverIsUp) {
      return null;
    }
    this.harness.setDatabaseTime(this.clock.at);
    const served = await this.harness.post(call.sent.path, call.cookie, call.sent.body);
    if (served.status === 200) {
      this.observer.onServed(call, served.body);
    } else if (served.status >= 500) {
      throw new Error(`the server answered ${served.status}: ${served.body}`);
    }
    return served;
  }

  #answer(call: PendingCall<Who>, served: Served | null): void {
    this.clock.at += Math.floor(this.roundTripMs / 2);
    if (served === null) {
      this.#fail(call);
      return;
    }
    const cookie = /^durus_session=([^;]*)/.exec(served.setCookie ?? '')?.[1];
    if (cookie !== undefined && call.lifetime.alive) {
      call.caller.cookie = cookie === '' ? null : cookie;
    }
    this.#reply(call, served.status, served.body);
  }

  #reply(call: PendingCall<Who>, status: number, body: string): void {
    if (!call.lifetime.step()) {
      return;
    }
    if (status === 200) {
      this.observer.onHeard(call, body);
      if (serverTimeIn(body) > 0) {
        call.caller.knownTime.answered(call.stretch, this.clock.at - call.sentAt);
      }
    }
    call.resolve({ status, body });
  }

  #fail(call: PendingCall<Who>): void {
    if (call.lifetime.step()) {
      call.reject(new TypeError('fetch failed'));
    }
  }

  #later(delayMs: number, run: () => unknown): void {
    const event = {
      at: this.clock.at + delayMs,
      run: async () => {
        await run();
      },
    };
    this.#events.push(event);
  }

  #count(what: string): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1);
  }
}

interface SyncBody {
  readonly request?: {
    readonly listenerId: string;
    readonly intents: ReadonlyArray<{ readonly id: string }>;
  };
}

/** The ids of the intents in a body of `sync`; none for another call. */
export function intentsIn(body: string): string[] {
  return (JSON.parse(body) as SyncBody).request?.intents.map(({ id }) => id) ?? [];
}

export function listenerIn(body: string): string | null {
  return (JSON.parse(body) as SyncBody).request?.listenerId ?? null;
}

interface SyncAnswerBody {
  readonly serverTime?: number;
  readonly verdicts?: ReadonlyArray<{ readonly intentId?: string; readonly outcome: string }>;
}

/** The verdicts of an answer to `sync`; none for another call. */
export function verdictsIn(body: string): Map<string, string> {
  if (!body.startsWith('{')) {
    return new Map();
  }
  const { verdicts } = JSON.parse(body) as SyncAnswerBody;
  return new Map(verdicts?.map(({ intentId = '', outcome }) => [intentId, outcome]) ?? []);
}

/** The server's time by an answer; 0 where it tells none. */
export function serverTimeIn(body: string): number {
  return body.startsWith('{') ? ((JSON.parse(body) as SyncAnswerBody).serverTime ?? 0) : 0;
}
