/**
 * Checks properties with the same inputs in every build, so that a failure belongs to the change.
 * `FC_SEED=random` uses new inputs. The number that fast-check prints on a failure repeats its inputs.
 */
import fc from 'fast-check';

const chosen = process.env.FC_SEED ?? '20261124';
if (chosen !== 'random') {
  fc.configureGlobal({ seed: Number(chosen) });
}
