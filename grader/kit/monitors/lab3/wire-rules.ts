/** That what is sent, saved and promised has the form that types.ts gives. */
import type { Plain } from '#harness';
import type { Evidence, MonitorContext } from '../../monitor.ts';
import { proof, show } from '../values.ts';
import { isFields, misfitOfCell, type Misfit } from './wire.ts';
import type { Watcher } from './watcher.ts';

export function wireRules({ tell }: MonitorContext): Watcher {
  const told = (node: string, { path, wants }: Misfit, what: string, now: Evidence): void =>
    tell('wire-format', node, `${path} in ${what} of ${node} should be ${wants}.`, [now]);
  return {
    sends: ({ node, to, message, at }, wrong) => {
      const now = (): Evidence => proof(at, node, `${show(message)}, to ${to}`);
      if (to === node)
        tell('wire-format', node, `${node} sends itself what is meant for others.`, [now()]);
      if (wrong) told(node, wrong, 'a message', now());
    },
    saves: ({ node, cells, at }, server) => {
      for (const [cell, value] of Object.entries(cells)) {
        const wrong = misfitOfCell(cell, value, server.disk.log.entries);
        if (wrong) told(node, wrong, 'a save', proof(at, node, `saves ${cell}: ${show(value)}`));
      }
    },
    garbles: ({ id }, value, at) => {
      const now = proof(at, id, `propose returns ${show(value)}`);
      if (isPosition(value)) {
        const text = `propose on ${id} returns ${show(value)}: indexes and terms begin at 1.`;
        return tell('propose-index', id, text, [now]);
      }
      const wants = '{ index, term } or undefined';
      told(id, { path: 'what propose returns', wants }, 'a call', now);
    },
  };
}

const isPosition = (value: Plain): boolean =>
  isFields(value) && Number.isInteger(value['index']) && Number.isInteger(value['term']);
