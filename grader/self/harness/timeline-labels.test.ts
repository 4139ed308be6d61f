import { expect, test } from 'vitest';
import { renderTimeline, type Plain, type TraceEvent } from '#harness';
import { labels } from '../../kit/lab3/labels.ts';

const start: TraceEvent = { at: 0, type: 'start', node: 'n1', life: 1 };
const probe = (name: string, data: Plain): TraceEvent => ({
  at: 1,
  type: 'probe',
  node: 'n1',
  life: 1,
  name,
  data,
});
const durable = (cells: Readonly<Record<string, Plain>>): TraceEvent => ({
  at: 2,
  type: 'durable',
  node: 'n1',
  life: 1,
  save: 0,
  cells,
});

const drawn = (...events: readonly TraceEvent[]): string =>
  renderTimeline([start, ...events], { width: 100, ...labels });

test('what given code tells the monitors is drawn if the lab has words for it', () => {
  expect(drawn(probe('apply', { index: 3, command: 'x3' }))).toContain('applies 3: x3');
  expect(drawn(probe('servers', ['n1']))).toBe(drawn());
});

test('a save of Lab 3 says what is on the disk afterwards', () => {
  const entries = ['x3', 'x4'].map((command) => ({ term: 2, command }));
  const log = { lastIncludedIndex: 2, lastIncludedTerm: 1, entries };
  expect(drawn(durable({ log, votedFor: null, currentTerm: 4 }))).toContain(
    'saved term 4, vote none, log (2) x3/t2 x4/t2',
  );
  const long = { ...log, entries: [...entries, ...entries, ...entries] };
  expect(drawn(durable({ log: long }))).toContain('log (2) …4 x3/t2');
  expect(drawn(durable({ log: { ...long, lastIncludedIndex: 0 } }))).toContain('log …2 x3/t2');
});

test.each<Plain>([null, 7, {}, { entries: 'none' }, { entries: [null] }, { entries: [{}] }])(
  'a log cell that is %j is drawn, too',
  (log) => {
    expect(drawn(durable({ log, snapshot: log }))).toContain('■ saved');
  },
);
