import type { StormPlan } from './steps';

/**
 * Finds a smaller plan that still fails, by delta debugging. It leaves out runs of steps, long ones first. Then it lets
 * everything settle after each step, where the plan still fails so.
 */
export async function shrink(
  failing: StormPlan,
  fails: (plan: StormPlan) => Promise<boolean>,
): Promise<StormPlan> {
  let smallest = failing;
  for (
    let length = Math.ceil(failing.steps.length / 2);
    length >= 1;
    length = length === 1 ? 0 : Math.ceil(length / 2)
  ) {
    for (let from = 0; from < smallest.steps.length;) {
      const steps = smallest.steps.filter((_, index) => index < from || index >= from + length);
      const smaller = { ...smallest, steps };
      if (await fails(smaller)) {
        smallest = smaller;
      } else {
        from += length;
      }
    }
  }
  for (const index of smallest.steps.keys()) {
    const steps = smallest.steps.map((step, at) => (at === index ? { ...step, turns: null } : step));
    const calmer = { ...smallest, steps };
    if (smallest.steps[index]?.turns !== null && (await fails(calmer))) {
      smallest = calmer;
    }
  }
  return smallest;
}
