import { describe, expect, test } from 'vitest';
import type { Violation } from '../../../kit/monitor.ts';
import { ok, Script } from './script.ts';

const refused = { status: 'refused', reason: 'no-such-method' };
const unknown = { status: 'unknown' };

describe('own-reply', () => {
  test('a call that settles with the reply to another is told', () => {
    const run = new Script().call('c1', 'm1').call('c1', 'm2');
    run.deliver(run.request('m1'));
    run.request('m2');
    const value = run.execute('m1');
    run.deliver(run.reply('m1', value)).settle('m2', ok(value));
    expect(run.told).toEqual(['own-reply']);
    const [{ text, proof }] = run.violations as [Violation];
    expect(text).toMatch(/^deposit m2 of c1 settled with .*, which no reply to its own requests/);
    expect(proof.map((one) => `${one.at} ${one.node}: ${one.text}`)).toEqual([
      '0 c1: request r-m2, deposit m2, sent to bank',
      '1 c1: the reply that came under id r-m1 answered deposit m1 of c1',
      '1 c1: m2 settled ok',
    ]);
  });

  test('a reply that comes late, to an older try under another id, is its own', () => {
    const run = new Script().call('c1', 'm1');
    const first = run.request('m1', 'try-1');
    run.at(300).request('m1', 'try-2');
    run.deliver(first);
    const value = run.execute('m1');
    run.deliver(run.reply('m1', value, 'try-1')).settle('m1', ok(value));
    expect(run.told).not.toContain('own-reply');
  });

  test('where two calls share an id, the value tells whose reply it was', () => {
    const run = new Script().call('c1', 'm1').call('c1', 'm2');
    run.deliver(run.request('m1', 'x'));
    run.request('m2', 'x');
    const value = run.execute('m1');
    run.deliver(run.reply('m1', value, 'x')).settle('m1', ok(value));
    expect(run.told).toEqual(['one-id-one-call']);
    run.settle('m2', ok(value));
    expect(run.told).toContain('own-reply');
  });
});

describe('ends-by-deadline', () => {
  test('a call that is open after its deadline is told', () => {
    const run = new Script().call('c1', 'm1', { within: 1000 });
    run.request('m1');
    expect(run.at(1006).told).toEqual(['ends-by-deadline']);
  });

  test('a call that its node could not end, for it was paused, is not', () => {
    const run = new Script().call('c1', 'm1', { within: 1000 });
    run.request('m1');
    run.at(900).emit({ type: 'pause', node: 'c1' });
    run.at(1700).emit({ type: 'resume', node: 'c1' });
    run.settle('m1', unknown);
    expect(run.end(9000)).toEqual([]);
  });

  test('a call of a life that has ended is not', () => {
    const run = new Script().call('c1', 'm1', { within: 1000 });
    run.request('m1');
    run.at(900).crash('c1');
    expect(run.end(9000)).toEqual([]);
  });
});

describe('honest-outcome', () => {
  test('refused, without a refusal', () => {
    const run = new Script().call('c1', 'm1');
    run.request('m1');
    expect(run.at(10).settle('m1', refused).told).toEqual(['honest-outcome']);
  });

  test('unknown, before the deadline', () => {
    const run = new Script().call('c1', 'm1', { within: 1000 });
    run.request('m1');
    expect(run.at(900).settle('m1', unknown).told).toEqual(['honest-outcome']);
  });

  test('unknown, though the answer was there', () => {
    const run = new Script().call('c1', 'm1', { within: 1000 });
    run.answer('m1');
    expect(run.at(1000).settle('m1', unknown).told).toEqual(['honest-outcome']);
  });

  test('a refusal that came, and an answer of the very instant of the deadline, are honest', () => {
    const run = new Script().call('c1', 'm1').call('c1', 'm2', { within: 1000 });
    run.deliver(run.request('m1'));
    run.deliver(run.refuse('m1')).settle('m1', refused);
    run.deliver(run.request('m2'));
    const value = run.execute('m2');
    run.at(1000).deliver(run.reply('m2', value)).settle('m2', unknown);
    expect(run.end(9000)).toEqual([]);
  });
});

describe('keeps-trying', () => {
  test('a client that falls silent for more than two seconds is told', () => {
    const run = new Script().call('c1', 'm1');
    run.request('m1');
    run.at(500).request('m1');
    expect(run.at(2510).told).toEqual(['keeps-trying']);
  });

  test('a first request that is never sent is told', () => {
    expect(new Script().call('c1', 'm1').at(2010).told).toEqual(['keeps-trying']);
  });

  test('notes count, and so do two seconds to the dot, and a pause of its node', () => {
    const run = new Script().call('c1', 'm1');
    run.send('c1', 'bank', { kind: 'note', extra: 'hello' });
    run.at(2000).request('m1');
    run.at(3000).emit({ type: 'pause', node: 'c1' });
    run.at(6000).emit({ type: 'resume', node: 'c1' });
    run.at(6999).request('m1');
    run.at(8999).request('m1');
    run.at(10_000).settle('m1', unknown);
    expect(run.end(20_000)).toEqual([]);
  });
});

describe('quiet-after-end', () => {
  test('a request that follows the end of its call is told', () => {
    const run = new Script().call('c1', 'm1');
    run
      .settle('m1', ok(run.answer('m1')))
      .at(300)
      .request('m1');
    expect(run.told).toEqual(['quiet-after-end']);
  });

  test('a note may follow, and a request of another call', () => {
    const run = new Script().call('c1', 'm1').call('c1', 'm2');
    run
      .settle('m1', ok(run.answer('m1')))
      .at(300)
      .send('c1', 'bank', { kind: 'note', extra: ['done', 'r-m1'] });
    run.settle('m2', ok(run.answer('m2')));
    expect(run.end(9000)).toEqual([]);
  });
});

describe('answered-in-the-end', () => {
  const askAgain = (run: Script, until: number): Script => {
    for (let at = 1000; at <= until; at += 1000) run.at(at).request('m1');
    return run;
  };

  test('a call that four seconds of calm leave open is told', () => {
    const run = askAgain(new Script().call('c1', 'm1'), 2000).calm();
    expect(askAgain(run, 5999 - 999).told).toEqual([]);
    expect(askAgain(run, 6000).told).toEqual(['answered-in-the-end']);
  });

  const blame = (run: Script): readonly [string, string] => {
    const [{ node, text }] = run.violations as [Violation];
    return [node, text];
  };

  test('it is told of the server when requests came to it, and of the client when none did', () => {
    const silent = new Script().call('c1', 'm1').calm();
    for (const at of [1000, 2000, 3000]) silent.at(at).deliver(silent.request('m1'));
    silent.end(4000);
    expect(blame(silent)).toEqual([
      'bank',
      'deposit m1 of c1 is open. Since 0 ms bank has received 3 requests for it, and has ' +
        'answered none.',
    ]);
    expect(silent.violations[0]?.proof[1]?.at).toBe(3000);
    expect(blame(askAgain(new Script().call('c1', 'm1').calm(), 4000))[0]).toBe('c1');
  });

  test('a client that had its answer, and goes on asking, is to blame itself', () => {
    const deaf = new Script().call('c1', 'm1');
    deaf.answer('m1');
    deaf.at(1000).calm();
    for (const at of [2000, 3000]) deaf.at(at).deliver(deaf.request('m1'));
    deaf.end(5000);
    expect(blame(deaf)[0]).toBe('c1');
  });

  test('while the server is down, a fault goes on or something is lost, nothing is owed', () => {
    const down = new Script().crash('bank').call('c1', 'm1').calm();
    expect(askAgain(down, 9000).told).toEqual([]);
    const fault = {
      type: 'fault',
      id: 'f',
      text: 'crash c2',
      phase: 'begin',
      nodes: ['c2'],
    } as const;
    expect(askAgain(new Script().call('c1', 'm1').calm().emit(fault), 9000).told).toEqual([]);
    const lossy = askAgain(new Script().call('c1', 'm1').calm(), 2000);
    lossy.emit({ type: 'drop', id: 1, from: 'c1', to: 'bank', why: 'loss' });
    expect(askAgain(lossy, 5000).told).toEqual([]);
  });
});

describe('the crowd', () => {
  const crowd = (pauses: (i: number) => readonly number[]): readonly string[] => {
    const run = new Script({ silenceUntil: 9000 });
    const tries = Array.from({ length: 20 }, (_, i) => {
      run.call('c1', `m${i}`, { client: i });
      let at = 0;
      return [0, ...pauses(i)].map((pause) => ({ at: (at += pause), memo: `m${i}` }));
    });
    for (const { at, memo } of tries.flat().toSorted((a, b) => a.at - b.at))
      run.at(at).request(memo);
    return run.at(9001).told;
  };

  test('backs-off: pauses that do not grow are told, and so are too many tries', () => {
    expect(crowd((i) => Array.from({ length: 16 }, () => 450 + 5 * i))).toEqual(['backs-off']);
    const many = Array.from({ length: 41 }, (_, n) => 20 * 1.1 ** n);
    expect(crowd((i) => many.map((pause) => Math.min(pause * (1 + i / 100), 400)))).toContain(
      'backs-off',
    );
  });

  test('not-in-step: growing pauses without jitter are told', () => {
    expect(crowd(() => [100, 200, 400, 800, 1600, 1900, 1900, 1900])).toEqual(['not-in-step']);
  });

  test('growing pauses with a little jitter are right', () => {
    expect(
      crowd((i) =>
        [100, 200, 400, 800, 1600, 1900, 1900, 1900].map((pause) => pause * (0.8 + i / 100)),
      ),
    ).toEqual([]);
  });
});
