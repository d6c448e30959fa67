/**
 * Properties are checked with the same inputs in every build, so that a failure is of the change that it came with.
 * `FC_SEED=random` looks for new ones; with the number that fast-check prints on a failure, it is played again.
 */
import fc from 'fast-check';

const chosen = process.env.FC_SEED ?? '20261124';
if (chosen !== 'random') {
  fc.configureGlobal({ seed: Number(chosen) });
}
