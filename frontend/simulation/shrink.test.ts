import { expect, it } from 'vitest';
import { planOf } from './plans';
import { shrink } from './shrink';

it('a seed always gives the same plan', () => {
  expect(planOf(7)).toEqual(planOf(7));
  expect(planOf(7)).not.toEqual(planOf(8));
});

it('a shrunk plan contains only the steps that are needed to fail', async () => {
  const plan = planOf(3);
  const [first, last] = [plan.steps[2], plan.steps.at(-1)];
  const shrunk = await shrink(plan, ({ steps }) =>
    Promise.resolve(
      [first, last].every((wanted) =>
        steps.some(
          (step) => JSON.stringify({ ...step, turns: null }) === JSON.stringify({ ...wanted, turns: null }),
        ),
      ),
    ),
  );
  expect(shrunk.steps.map(({ do: what }) => what)).toEqual([first?.do, last?.do]);
  expect(shrunk.steps.every(({ turns }) => turns === null)).toBe(true);
});
