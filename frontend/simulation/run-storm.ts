import type { Gateway } from '../offline/gateway-port';
import { ActionRunner } from './action-runner';
import { ConvergenceCheck } from './checks/convergence-check';
import type { Harness } from './harness';
import { disputedRegisters } from './checks/last-act';
import { orderViolations } from './checks/ordering';
import { isAnyClockSet, type StormPlan } from './steps';
import { Storm } from './storm';

/** What a storm found. */
export interface Outcome {
  /** Empty when every rule held. */
  readonly violations: readonly string[];
  /** How often each kind of step and each fault happened. */
  readonly counts: ReadonlyMap<string, number>;
  /** The registers that do not hold the last act, for the study of a storm. */
  readonly lost: readonly string[];
}

/** Runs one storm: the steps of the plan, then the check that everything converges. Stops at the first violation. */
export async function runStorm(plan: StormPlan, harness: Harness, gateway: Gateway): Promise<Outcome> {
  const listeners = await harness.listeners(plan.accounts, plan.devices.length + 1);
  const storm = new Storm(plan, harness, gateway, listeners);
  try {
    await runSteps(storm);
    return outcomeOf(storm);
  } finally {
    storm.end();
  }
}

async function runSteps(storm: Storm): Promise<void> {
  const actionRunner = new ActionRunner(storm);
  await actionRunner.begin();
  for (const step of storm.plan.steps) {
    storm.count(step.do);
    await actionRunner.do(step);
    await storm.pass(step.turns);
    actionRunner.checkAfter(step);
    if (storm.violations.length > 0) {
      return;
    }
  }
  await new ConvergenceCheck(storm, actionRunner).run();
  if (storm.violations.length === 0) {
    storm.violations.push(...orderViolations(storm));
    countLastActs(storm);
  }
}

/** Told apart for storms in which somebody sets a clock. */
function countLastActs(storm: Storm): void {
  const kind = isAnyClockSet(storm.plan) ? 'clocks set' : 'no clock set';
  storm.count(`storms, ${kind}`);
  for (const { won, knowable, description } of disputedRegisters(storm)) {
    for (const what of ['any order', `${knowable ? 'a' : 'no'} knowable order`]) {
      storm.count(`registers disputed, ${kind}, ${what}`);
      storm.count(`registers that hold the last act, ${kind}, ${what}`, won ? 1 : 0);
    }
    if (!won) {
      storm.lost.push(`${knowable ? 'knowable' : 'unknowable'}: ${description}`);
    }
  }
}

function outcomeOf({ violations, counts, lost, network }: Storm): Outcome {
  const all = new Map(counts);
  network.counts.forEach((count, what) => all.set(what, (all.get(what) ?? 0) + count));
  return { violations, counts: all, lost };
}
