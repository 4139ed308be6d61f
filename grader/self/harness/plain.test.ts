import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonical, NotPlainError, pack, plain, type Plain } from '#harness';
import { program, Recorder, type TestEnv } from './worlds.ts';

/** Plain data of all shapes, with texts that are hard to encode. */
const somePlain: fc.Arbitrary<Plain> = fc.letrec<{ plain: Plain }>((tie) => ({
  plain: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(null, true, false, 0, -1, 1e21, 2 ** 53, 0.1, -0x80000000, 0x80000000),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => (n === 0 ? 0 : n)),
    fc.integer(),
    fc.string({ unit: 'binary' }),
    fc.string({
      unit: fc.constantFrom('"', '\\', '\n', '\u0001', 'é', '€', '😀', '\ud800', '\udc00', 'a'),
    }),
    fc.array(tie('plain'), { maxLength: 5 }),
    fc.dictionary(
      fc.string({ unit: 'binary', maxLength: 5 }).filter((key) => key !== '__proto__'),
      tie('plain'),
      { maxKeys: 5, noNullPrototype: true },
    ),
  ),
})).plain;

const thaw = (value: Plain): Plain => structuredClone(value) as Plain;

function deeplyFrozen(value: unknown): boolean {
  return (
    typeof value !== 'object' ||
    value === null ||
    (Object.isFrozen(value) && Object.values(value).every(deeplyFrozen))
  );
}

test('plain data is copied as it is, deeply frozen; its size is that of its JSON in UTF-8', () => {
  fc.assert(
    fc.property(somePlain, (value) => {
      const packed = pack(value, 'value');
      expect(packed.value).toEqual(value);
      expect(deeplyFrozen(packed.value)).toBe(true);
      expect(packed.bytes).toBe(Buffer.byteLength(JSON.stringify(value)));
      if (typeof value === 'object' && value !== null) expect(packed.value).not.toBe(value);
    }),
    { seed: 6, numRuns: 1000 },
  );
});

test('what was packed once passes uncopied, alone and within something new', () => {
  fc.assert(
    fc.property(somePlain, somePlain, (value, other) => {
      const once = pack(value, 'value');
      const again = pack(once.value, 'value');
      expect(again.value).toBe(once.value);
      expect([again.bytes, again.hash]).toEqual([once.bytes, once.hash]);
      const within = pack({ entries: [once.value, other] }, 'message').value as {
        entries: Plain[];
      };
      expect(within.entries[0]).toBe(once.value);
    }),
    { seed: 7, numRuns: 300 },
  );
});

const reversed = (value: Plain): Plain => {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, field]) => [key, reversed(field as Plain)]),
  );
};

test('equal content has an equal hash however it was built', () => {
  fc.assert(
    fc.property(somePlain, somePlain, (value, other) => {
      const whole = pack({ value: thaw(value), list: [thaw(other), 1] }, 'a');
      const parts = pack({ list: [plain(other, 'part'), 1], value: plain(value, 'part') }, 'b');
      expect([parts.hash, parts.bytes]).toEqual([whole.hash, whole.bytes]);
      expect(pack(reversed(value), 'c').hash).toBe(pack(value, 'd').hash);
    }),
    { seed: 8, numRuns: 300 },
  );
});

test('different content has a different hash', () => {
  const seen = new Map<number, string>();
  const note = (value: Plain): void => {
    const text = canonical(value);
    const { hash } = pack(value, 'value');
    expect(seen.get(hash) ?? text).toBe(text);
    seen.set(hash, text);
  };
  const alike = [
    0,
    1,
    3,
    5,
    7,
    '',
    '0',
    '3',
    true,
    false,
    null,
    0.5,
    '0.5',
    [],
    {},
    [0],
    [[]],
    [{}],
    { a: 1 },
    { b: 1 },
    { a: '1' },
  ];
  for (const value of alike as Plain[]) {
    note(value);
    note([value, value]);
    note({ value });
    for (const other of alike as Plain[]) if (other !== value) note({ value, other });
  }
  fc.assert(fc.property(somePlain, note), { seed: 9, numRuns: 2000 });
});

test('canonical is one text for one value, whatever the order of its keys', () => {
  fc.assert(
    fc.property(somePlain, (value) => {
      expect(canonical(reversed(value))).toBe(canonical(value));
      expect(JSON.parse(canonical(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
    { seed: 10, numRuns: 300 },
  );
});

class Entry {
  command = 'x';
}
class List extends Array<number> {}

const cyclic: { next: { back?: unknown } } = { next: {} };
cyclic.next.back = cyclic;
let deep: unknown = 1;
for (let i = 0; i < 300; i++) deep = [deep];

/** What is refused, where in `args.entries[2].command` it stands, and the words for it. */
const refused: readonly (readonly [string, unknown, string, string])[] = [
  ['a class instance', new Entry(), '', 'an instance of Entry'],
  ['a function', () => 1, '', 'a function'],
  ['a method', { toJSON: () => 1 }, '.toJSON', 'a function'],
  [
    'a getter',
    Object.defineProperty({}, 'x', { get: () => 1, enumerable: true }),
    '.x',
    'a getter',
  ],
  [
    'a setter',
    Object.defineProperty({}, 'x', { set: () => {}, enumerable: true }),
    '.x',
    'a getter',
  ],
  ['a getter in an array', Object.defineProperty([1, 2], 1, { get: () => 1 }), '[1]', 'a getter'],
  ['a hidden field', Object.defineProperty({}, 'x', { value: 1 }), '.x', 'hidden'],
  ['NaN', Number.NaN, '', 'NaN'],
  ['Infinity', [1, -Infinity], '[1]', '-Infinity'],
  ['a Map', new Map([[1, 2]]), '', 'an instance of Map'],
  ['a Set', { x: new Set() }, '.x', 'an instance of Set'],
  ['a Date', new Date(0), '', 'an instance of Date'],
  ['bytes', new Uint8Array(2), '', 'an instance of Uint8Array'],
  ['a promise', Promise.resolve(), '', 'an instance of Promise'],
  ['an error', new Error('no'), '', 'an instance of Error'],
  ['a symbol', Symbol('s'), '', 'a symbol'],
  ['a symbol for a key', { [Symbol('s')]: 1 }, '', 'an object with a symbol for a key'],
  ['undefined', undefined, '', 'undefined'],
  ['an undefined field', { a: 1, 'b-c': undefined }, '["b-c"]', 'undefined'],
  // oxlint-disable-next-line no-sparse-arrays -- a hole is what must be refused
  ['a hole', [1, , 3], '[1]', 'a hole in an array'],
  ['a bigint', { n: 1n }, '.n', 'a bigint'],
  ['__proto__', JSON.parse('{"__proto__": 1}'), '', 'an object with a field named __proto__'],
  ['another prototype', Object.create({ inherited: 1 }), '', 'an instance of a class'],
  ['an array subclass', List.from([1]), '', 'an instance of List'],
  ['a boxed number', Object(1), '', 'an instance of Number'],
  ['a cycle', cyclic, '.next.back', 'part of a cycle: it is'],
  ['too deep', deep, '[0]'.repeat(197), 'nested more than 200 deep'],
];

test.each(refused)('%s is refused, and the path names it', (_name, value, path, what) => {
  const whole = { entries: [{ command: 1 }, { command: 2 }, { command: value }] };
  const error = caught(() => plain(whole, 'AppendEntries.args'));
  expect(error).toBeInstanceOf(NotPlainError);
  expect(error.path).toBe(`AppendEntries.args.entries[2].command${path}`);
  expect(error.message).toContain(what);
});

function caught(body: () => unknown): NotPlainError {
  try {
    body();
  } catch (error) {
    return error as NotPlainError;
  }
  throw new Error('nothing was thrown');
}

test('an object without a prototype is plain, and a negative zero is zero', () => {
  expect(plain(Object.assign(Object.create(null) as object, { a: -0 }), 'value')).toEqual({ a: 0 });
});

test('data that grows too large is refused where it does, though its parts were known', () => {
  const part = plain('x'.repeat(90).split(''), 'part');
  const error = caught(() => pack({ a: part, b: part }, 'message', 500));
  expect(error.path).toBe('message.b');
  expect(pack({ a: part }, 'message', 500).bytes).toBeLessThan(500);
  expect(caught(() => pack(part, 'message', 100)).message).toContain('larger than 100 bytes');
});

/**
 * A proxy's traps are code of whoever made it. Student
 * code has no Proxy: the compartment takes it away.
 */
test('no code of the data is run', () => {
  let ran = 0;
  const spy = (): number => ++ran;
  const spies = [
    { get x() { return spy(); } }, // oxfmt-ignore
    Object.defineProperty([0], 0, { get: spy, enumerable: true }),
    { toJSON: spy, valueOf: spy, toString: spy },
    { [Symbol.toPrimitive]: spy, [Symbol.iterator]: spy },
    Object.create({ constructor: Object.defineProperty(() => {}, 'name', { get: spy }) }),
    Object.create(Object.defineProperty({}, 'constructor', { get: spy })),
    { then: spy }, // oxlint-disable-line unicorn/no-thenable -- what is refused here
  ];
  for (const one of spies) caught(() => plain({ one }, 'value'));
  expect(ran).toBe(0);
});

test('what crosses wire and disk is frozen, and is the same thing at the monitor', async () => {
  const keeper = program((env: TestEnv) => {
    env.net.receive((message) => {
      const entry = (message as { entry: Plain }).entry;
      env.disk.save({ log: [...((env.disk.load('log') as Plain[] | undefined) ?? []), entry] });
      env.net.send('n2', { entry });
    });
  });
  const run = new Recorder().nodes({ n1: keeper, n2: keeper });
  await run.story(async (world) => {
    world.network.forge('n2', 'n1', { entry: { command: ['x'] } }, 1);
    await world.sleep(10);
  });
  const entries = new Set<unknown>(
    run.of('send').map(({ message }) => (message as { entry: Plain }).entry),
  );
  for (const { cells } of run.of('durable')) entries.add((cells['log'] as Plain[])[0]);
  for (const id of ['n1', 'n2']) entries.add((run.world.cells(id)['log'] as Plain[])[0]);
  expect(entries.size).toBe(1);
  expect(deeplyFrozen([...entries][0])).toBe(true);
});
