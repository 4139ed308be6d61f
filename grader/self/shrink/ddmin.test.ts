import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ddmin } from '../../shrink/ddmin.ts';

const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

test('what is left still fails, and nothing of it can go alone', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 40 }),
      fc.array(fc.array(fc.nat(39), { maxLength: 4 }), { minLength: 1, maxLength: 3 }),
      async (count, reasons) => {
        // It fails for any of a few reasons, each of which needs some items together.
        const failsWith = (left: readonly number[]): boolean =>
          reasons.some((needs) => needs.every((item) => left.includes(item)));
        const items = numbers(count);
        fc.pre(failsWith(items));
        const left = await ddmin(items, async (some) => failsWith(some));
        expect(failsWith(left)).toBe(true);
        for (const item of left) expect(failsWith(left.filter((one) => one !== item))).toBe(false);
      },
    ),
  );
});

test('two of a thousand are found in few runs', async () => {
  let runs = 0;
  const left = await ddmin(numbers(1000), async (some) => {
    runs++;
    return some.includes(17) && some.includes(803);
  });
  expect(left).toEqual([17, 803]);
  expect(runs).toBeLessThan(100);
});

test('nothing is asked of nothing', async () => {
  expect(await ddmin([], async () => expect.unreachable())).toEqual([]);
});
