/** What goes over the wire has the form that was agreed, and names calls. */
import type { EventOf } from '#harness';
import type { MonitorContext } from '../../monitor.ts';
import { callName, requestName, type Request, type Watcher } from './calls.ts';
import { proof } from '../values.ts';
import { misfit } from './wire.ts';

export function idRules(context: MonitorContext): Watcher {
  const firstOfCall = new Map<string, Request>();
  const firstOfId = new Map<string, Request>();
  return {
    said: (event) => fits(event, context),
    request: (request) => {
      const ofCall = firstOfCall.get(request.memo);
      if (!ofCall) firstOfCall.set(request.memo, request);
      else if (ofCall.id !== request.id) twoIds(ofCall, request, context);
      // An id may be agreed with one server, in a handshake: another server may agree on the same.
      const key = `${request.to} ${request.id}`;
      const ofId = firstOfId.get(key);
      if (!ofId) firstOfId.set(key, request);
      else if (ofId.memo !== request.memo) twoCalls(ofId, request, context);
    },
  };
}

function fits({ at, node, to, message }: EventOf<'send'>, { tell }: MonitorContext): void {
  const wrong = misfit(message);
  if (!wrong) return;
  const text =
    `${node} sent ${to} a message that does not fit the wire format: ` +
    `${wrong.path} wants ${wrong.wants}.`;
  tell('wire-format', node, text, [proof(at, node, `the message to ${to} leaves`)]);
}

const sent = (request: Request) =>
  proof(request.at, request.node, `${requestName(request)}, sent to ${request.to}`);

/** Said where one node is meant: of two, the lives have nothing to do with each other. */
const lives = (first: Request, request: Request): string =>
  first.node !== request.node || first.life === request.life
    ? ''
    : `, in lives ${first.life} and ${request.life}`;

function twoIds(first: Request, request: Request, { tell }: MonitorContext): void {
  const name = request.call ? callName(request.call) : `${request.method} ${request.memo}`;
  const ids = `${first.id} and ${request.id}`;
  const text = `Requests of one call, ${name}, carry two ids: ${ids}${lives(first, request)}.`;
  tell('one-call-one-id', request.node, text, [sent(first), sent(request)]);
}

function twoCalls(first: Request, request: Request, { tell }: MonitorContext): void {
  const whose = ({ call, method, memo, node }: Request) =>
    call ? callName(call) : `${method} ${memo} of ${node}`;
  const text =
    `Requests of two calls, ${whose(first)} and ${whose(request)}, carry one id: ` +
    `${request.id}${lives(first, request)}.`;
  tell('one-id-one-call', request.node, text, [sent(first), sent(request)]);
}
