import './browser-likeness';
import { IDBFactory } from 'fake-indexeddb';
import { gateway } from '../gateway';
import { FAILED_ONCE } from './failed-once';
import { takeOverFetch } from './fetching';
import { planOf } from './plans';
import { shrink } from './shrink';
import { Stand } from './stand';
import type { StormPlan } from './steps';
import { Storm, type Outcome } from './storm';

/**
 * `proof/storm`, the half that runs the clients. Started by the launcher, which has the server:
 * `storm.mjs <clock file> <port> <first seed> <how many, or 0> <until, in ms since 1970, or 0>`. Lines that begin with
 * `? ` are for the launcher (see `stand.ts`); the last one begins with `= ` and holds the figures.
 */

const [clockFile = '', ...numbers] = process.argv.slice(2);
const [port = 0, first = 0, most = 0, until = 0] = numbers.map(Number);
const stand = new Stand(port, clockFile);
const counts = new Map<string, number>();

takeOverFetch();
say(await play());
process.exit(0);

async function play(): Promise<string> {
  let seed = first;
  let storms = 0;
  let diverged = 0;
  const again = most === 1 ? [] : FAILED_ONCE;
  const isOver = () => (until === 0 ? seed - first >= most : Date.now() >= until);
  while (diverged === 0 && (storms < again.length || !isOver())) {
    const plan = planOf(again[storms] ?? seed++);
    storms++;
    const { violations } = await run(plan, true);
    if (violations.length > 0) {
      diverged++;
      await report(plan, violations);
    }
  }
  const said = [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([what, count]) => `${what} ${count}`);
  return `= ${seed - 1} ${diverged} ${storms} storms, ${diverged} diverged; ${said.join(', ')}`;
}

async function run(plan: StormPlan, counting: boolean): Promise<Outcome> {
  globalThis.indexedDB = new IDBFactory();
  const outcome = await Storm.run(plan, stand, gateway).catch((fault: unknown): Outcome => {
    const said = fault instanceof Error ? (fault.stack ?? fault.message) : String(fault);
    return { violations: [`the storm broke: ${said}`], counts: new Map() };
  });
  if (counting) {
    outcome.counts.forEach((count, what) => counts.set(what, (counts.get(what) ?? 0) + count));
  }
  return outcome;
}

async function report(plan: StormPlan, violations: readonly string[]): Promise<void> {
  say(`DIVERGED: seed ${plan.seed}: ${violations.join('\n  ')}`);
  const again = await run(plan, false);
  if (again.violations.length === 0) {
    say('it does not fail again');
    return;
  }
  const shrunk = await shrink(plan, async (smaller) => (await run(smaller, false)).violations.length > 0);
  const { steps, ...rest } = shrunk;
  say(`shrunk: ${JSON.stringify(rest)}`);
  steps.forEach((step) => {
    say(`  ${JSON.stringify(step)}`);
  });
  say(`  ${(await run(shrunk, false)).violations.join('\n  ')}`);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
