import './device/browser-likeness';
import { IDBFactory } from 'fake-indexeddb';
import { gateway } from '../gateway';
import { countPlatform } from '../offline/testing/count-platform';
import { FAILED_ONCE } from './failed-once';
import { takeOverFetch } from './device/fetching';
import { planOf } from './plans';
import { shrink } from './shrink';
import { Harness } from './harness';
import { runStorm, type Outcome } from './run-storm';
import { isAnyClockSet, type StormPlan } from './steps';

/**
 * The part of `proof/storm` that runs the clients. The launcher, which runs the server, starts it:
 * `storm.mjs <clock file> <port> <again|new>`. With `again` it first plays the seeds that failed once. Lines that begin
 * with `? ` are commands for the launcher (see `harness.ts`). The last line begins with `= ` and holds the figures.
 * With the environment variable DURUS_STORM_CLOCKS=set, only storms in which a clock is set are played. With
 * DURUS_STORM_LOST=tell, each register that does not hold the last act is printed.
 */

const [clockFile = '', port = '', again = ''] = process.argv.slice(2);
const harness = new Harness(Number(port), clockFile);
const counts = new Map<string, number>();

countPlatform();
takeOverFetch();
say(await play());
process.exit(0);

async function play(): Promise<string> {
  const known = again === 'again' ? [...FAILED_ONCE] : [];
  const next = async () => known.shift() ?? (await nextSeed());
  let storms = 0;
  let diverged = 0;
  for (let seed = await next(); seed !== null; seed = diverged > 0 ? null : await next()) {
    const plan = planOf(seed);
    const { violations, lost } = await run(plan, true);
    if (process.env['DURUS_STORM_LOST'] === 'tell') {
      lost.forEach((register) => {
        say(`seed ${seed} lost, ${register}`);
      });
    }
    storms++;
    if (violations.length > 0) {
      diverged++;
      await report(plan, violations);
    }
  }
  return `= ${JSON.stringify({ storms, diverged, counts: Object.fromEntries(counts) })}`;
}

async function nextSeed(): Promise<number | null> {
  const isWanted = (seed: number) =>
    process.env['DURUS_STORM_CLOCKS'] !== 'set' || isAnyClockSet(planOf(seed));
  let seed = await harness.nextSeed();
  while (seed !== null && !isWanted(seed)) {
    seed = await harness.nextSeed();
  }
  return seed;
}

async function run(plan: StormPlan, counting: boolean): Promise<Outcome> {
  globalThis.indexedDB = new IDBFactory();
  const outcome = await runStorm(plan, harness, gateway).catch((fault: unknown): Outcome => {
    const said = fault instanceof Error ? (fault.stack ?? fault.message) : String(fault);
    return {
      violations: [`the storm ended with an unexpected error: ${said}`],
      counts: new Map(),
      lost: [],
    };
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
    say('The storm did not diverge when it was played again.');
    return;
  }
  const shrunk = await shrink(plan, async (smaller) => (await run(smaller, false)).violations.length > 0);
  const { steps, ...rest } = shrunk;
  say(`The shortest plan found that still diverges: ${JSON.stringify(rest)}`);
  steps.forEach((step) => {
    say(`  ${JSON.stringify(step)}`);
  });
  say(`  ${(await run(shrunk, false)).violations.join('\n  ')}`);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
