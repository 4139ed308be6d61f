/** What all plays of this lab share. */
import type { NodeId, TraceEvent } from '#harness';
import { ONE_WAY, playOf, type Play, type Tale } from '#kit';
import { replyOf, requestOf, type RaftStory, type ServerOptions } from '#kit/lab3';
import type { RaftEnv } from '../types.ts';

export { ONE_WAY };

export const play = (tale: Tale<RaftStory>): Play => playOf(tale);

type Request = NonNullable<ReturnType<typeof requestOf>>;
type Reply = NonNullable<ReturnType<typeof replyOf>>;
type Method = Request['method'];
type ArgsOf<M extends Method> = Extract<Request, { method: M }>['args'];
type ReplyOf<M extends Method> = Extract<Reply, { method: M }>['reply'];

/** A server sends such a request. */
export const asks =
  <M extends Method>(method: M, such: (args: ArgsOf<M>, node: NodeId) => boolean = () => true) =>
  (event: TraceEvent): boolean => {
    const request = event.type === 'send' ? requestOf(event.message) : undefined;
    if (event.type !== 'send' || request?.method !== method) return false;
    return such(request.args as ArgsOf<M>, event.node);
  };

/** A server sends such a reply, to such a server. */
export const answers =
  <M extends Method>(method: M, such: (reply: ReplyOf<M>, to: NodeId) => boolean = () => true) =>
  (event: TraceEvent): boolean => {
    const reply = event.type === 'send' ? replyOf(event.message) : undefined;
    if (event.type !== 'send' || reply?.method !== method) return false;
    return such(reply.reply as ReplyOf<M>, event.to);
  };

/** A server gets a reply to such a request. */
export const isAnswered =
  <M extends Method>(method: M, such: (reply: ReplyOf<M>, node: NodeId) => boolean = () => true) =>
  (event: TraceEvent): boolean => {
    const reply = event.type === 'deliver' ? replyOf(event.message) : undefined;
    if (event.type !== 'deliver' || reply?.method !== method) return false;
    return such(reply.reply as ReplyOf<M>, event.node);
  };

/** A service gets a command: this one, or any. */
export const applies =
  (command?: string) =>
  (event: TraceEvent): boolean =>
    event.type === 'probe' &&
    event.name === 'apply' &&
    (command === undefined || (event.data as { command: unknown }).command === command);

/** Starts a server that runs a program of the play's own. */
export function server(story: RaftStory, id: NodeId, program: (env: RaftEnv) => void): void {
  story.world.add(id, (env) => {
    program(env as unknown as RaftEnv);
    return {};
  });
  story.world.start(id);
}

/** Three servers, one of which leads, and its first heartbeats have been answered. */
export async function quietLeader(story: RaftStory, options?: ServerOptions): Promise<NodeId> {
  story.servers(3, options);
  const leader = (await story.aLeader()) ?? 'n1';
  await story.sleep(3 * ONE_WAY);
  return leader;
}
