import fc from 'fast-check';
import type { Fault, FaultKind, Millis } from '#harness';

const names = ['n1', 'n2', 'n3'];
const aNode = fc.constantFrom(...names);
const groups = fc.constantFrom(
  [['n1'], ['n2', 'n3']] as const,
  [['n1', 'n2'], ['n3']] as const,
  [['n1'], ['n3']] as const,
);
const ms = (most: number): fc.Arbitrary<Millis> => fc.integer({ min: 0, max: most });

/** Any fault but a turn of the network's dials, which changes what a draw means. */
const aFaultKind: fc.Arbitrary<FaultKind> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('crash' as const, 'pause' as const, 'isolate' as const),
    node: aNode,
  }),
  fc.record({ kind: fc.constant('halves' as const), groups }),
  fc.record({ kind: fc.constant('bridge' as const), node: aNode, groups }),
  fc.record({
    kind: fc.constant('one-way' as const),
    from: fc.subarray(names),
    to: fc.subarray(names),
  }),
  fc.record({
    kind: fc.constantFrom('slow-disk' as const, 'slow-node' as const),
    node: aNode,
    factor: fc.integer({ min: 2, max: 30 }),
  }),
  fc.record({
    kind: fc.constant('skew' as const),
    node: aNode,
    rate: fc.double({ min: 0.9, max: 1.1, noNaN: true }),
  }),
  fc.record({
    kind: fc.constant('block' as const),
    match: fc.record({ kind: fc.constantFrom('rumour', 'thanks'), from: aNode }),
  }),
  fc.record({
    kind: fc.constant('delay' as const),
    from: aNode,
    to: aNode,
    number: fc.nat(20),
    by: ms(200),
  }),
);

const aMoment: fc.Arbitrary<Pick<Fault, 'at'> | Pick<Fault, 'when'>> = fc.oneof(
  { weight: 4, arbitrary: ms(450).map((at) => ({ at })) },
  {
    weight: 1,
    arbitrary: fc
      .record({
        event: fc.constantFrom(
          'send' as const,
          'deliver' as const,
          'save' as const,
          'durable' as const,
        ),
        node: aNode,
        nth: fc.integer({ min: 1, max: 20 }),
        after: ms(5),
      })
      .map((when) => ({ when })),
  },
);

/** A fault of the sample world, without a name. */
export const aFault: fc.Arbitrary<Fault> = fc
  .tuple(aFaultKind, aMoment, ms(150))
  .map(([kind, moment, length]) => ({ ...kind, ...moment, id: '', for: length }) as Fault);
