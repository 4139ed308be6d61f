import type { NodeId } from '#harness';
import { agree, finale, replyOf, requestOf, scenario, type RaftStory } from '#kit/lab3';

type Roles = { readonly leader: NodeId; readonly follower: NodeId; readonly other: NodeId };
type Applied = { readonly command: string };
/** Whether a server has just done what it must not forget. */
type Instant = (story: RaftStory, roles: Roles, command: string) => () => boolean;

/** The follower has acknowledged the command. */
const acknowledged: Instant = (story, { follower }, command) => {
  const calls = new Set<number>();
  let told = false;
  story.on('deliver', ({ node, message }) => {
    const request = requestOf(message);
    if (node !== follower || request?.method !== 'AppendEntries') return;
    if (request.args.entries.some((entry) => entry.command === command)) calls.add(request.call);
  });
  story.on('send', ({ node, message }) => {
    const reply = replyOf(message);
    if (node !== follower || reply?.method !== 'AppendEntries') return;
    told ||= reply.reply.success && calls.has(reply.call);
  });
  return () => told;
};

/** The leader has told whoever asked for it where the command will stand. */
const promised: Instant = (story, { leader }) => {
  let told = false;
  story.on('return', ({ node, method }) => void (told ||= node === leader && method === 'propose'));
  return () => told;
};

/** The leader's service has applied the command. */
const applied: Instant = (story, { leader }, command) => {
  let done = false;
  story.on('probe', ({ node, name, data }) => {
    done ||= node === leader && name === 'apply' && (data as Applied).command === command;
  });
  return () => done;
};

/** Crashes a server in the very event in which this has come about. */
function crashAt(story: RaftStory, node: NodeId, instant: () => boolean): void {
  let armed = true;
  story.world.observe(() => {
    if (!armed || !instant()) return;
    armed = false;
    story.crash(node);
  });
}

export default scenario({
  steps: ['C2'],
  points: 2,
  title: 'what a server has told to others just before it crashes is true of its next life.',
  note: '14-raft-persistence#before-the-answer',
  cites: 'Raft, Figure 2 (updated on stable storage before responding to RPCs)',
  shape: 'story',
  witnesses: {
    acknowledged: 'a follower crashed as it acknowledged a command, and its leader applied it',
    promised: 'a leader crashed as it said where a command stands',
    applied: 'a leader crashed as it applied a command',
  },
  async run(story) {
    const { dice } = story;
    story.servers(3);
    for (const name of dice.shuffled(['acknowledged', 'promised', 'applied'] as const)) {
      await agree(story);
      const leader = (await story.aLeader()) ?? 'n1';
      const [follower = '', other = ''] = dice.shuffled(story.others(leader));
      const roles = { leader, follower, other };
      const command = story.command();
      const victim = name === 'acknowledged' ? follower : leader;
      const used = applied(story, roles, command);
      story.note(`${victim} crashes in the instant in which a command is ${name}.`);
      story.crash(other);
      crashAt(story, victim, { acknowledged, promised, applied }[name](story, roles, command));
      await story.propose(leader, command);
      await story.until(() => !story.isUp(victim), 1000);
      if (name === 'acknowledged') await story.until(used, 200);
      story.witness(name, !story.isUp(victim) && (name === 'promised' || used()));

      story.note('Who knows it comes back with the one that does not.');
      story.crash(leader);
      story.restart(other, name === 'acknowledged' ? follower : leader);
      story.world.calm();
      await agree(story, 2);
      story.restart(leader, follower);
    }
    await finale(story);
  },
});
