import { openSync, writeSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { createInterface } from 'node:readline';

/** A listener who can sign in. */
export interface Listener {
  readonly listenerId: string;
  readonly name: string;
  /** One session for each device that may begin signed in, and one for the checks. */
  readonly sessionTokens: readonly string[];
}

/** The password of every listener that the harness makes. */
export const PASSWORD = 'a password of the storm';

export interface Served {
  readonly status: number;
  readonly setCookie: string | null;
  readonly body: string;
}

/**
 * The real server and its real database, which run on between storms. The launcher started them and controls
 * them. It gets its commands as lines on standard output, and answers on standard input.
 */
export class Harness {
  #agent = new Agent({ keepAlive: true });
  #asked = 0;
  readonly #waiting = new Map<string, (answer: string) => void>();
  readonly #clock: number;

  /** @param clockFile the file from which the database reads its clock */
  constructor(
    private readonly port: number,
    clockFile: string,
  ) {
    this.#clock = openSync(clockFile, 'r+');
    createInterface({ input: process.stdin }).on('line', (line) => {
      const [number = '', ...answer] = line.split(' ');
      this.#waiting.get(number)?.(answer.join(' '));
      this.#waiting.delete(number);
    });
  }

  /** New listeners with this many sessions each. */
  async listeners(count: number, sessions: number): Promise<Listener[]> {
    const answer = await this.#ask('listeners', count, sessions);
    return answer.split(' ').map((one) => {
      const [listenerId = '', name = '', ...sessionTokens] = one.split('/');
      return { listenerId, name, sessionTokens };
    });
  }

  /** Sets the database's clock, which stands still until it is set again. */
  setDatabaseTime(at: number): void {
    writeSync(this.#clock, String(at).padStart(20, '0'), 0);
  }

  /** The seed of the next storm; null when there is none. */
  async nextSeed(): Promise<number | null> {
    const seed = await this.#ask('seed');
    return seed === 'none' ? null : Number(seed);
  }

  /** Takes a snapshot of these listeners' rows. */
  async snapshot(listenerIds: readonly string[]): Promise<void> {
    await this.#ask('snapshot', ...listenerIds);
  }

  /** Restores the last snapshot and makes a new epoch, as an operator does. */
  async restore(listenerIds: readonly string[]): Promise<void> {
    await this.#ask('restore', ...listenerIds);
  }

  /** Kills the server with SIGKILL. */
  async killServer(): Promise<void> {
    this.#agent.destroy();
    await this.#ask('kill');
  }

  async startServer(): Promise<void> {
    await this.#ask('start');
    this.#agent = new Agent({ keepAlive: true });
  }

  post(path: string, cookie: string | null, body: string): Promise<Served> {
    return new Promise((resolve, reject) => {
      const headers = {
        ...{ 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
        ...(cookie === null ? {} : { cookie: `durus_session=${cookie}` }),
      };
      const sent = request(
        { host: 'localhost', port: this.port, path, method: 'POST', agent: this.#agent, headers },
        (answer) => {
          const parts: Buffer[] = [];
          answer.on('data', (part: Buffer) => parts.push(part));
          answer.on('error', reject);
          answer.on('end', () => {
            resolve({
              status: answer.statusCode ?? 0,
              setCookie:
                answer.headers['set-cookie']?.find((one) => one.startsWith('durus_session=')) ?? null,
              body: Buffer.concat(parts).toString(),
            });
          });
        },
      );
      sent.on('error', reject);
      sent.end(body);
    });
  }

  #ask(...words: ReadonlyArray<string | number>): Promise<string> {
    const number = String(++this.#asked);
    return new Promise((resolve) => {
      this.#waiting.set(number, resolve);
      process.stdout.write(`? ${number} ${words.join(' ')}\n`);
    });
  }
}
