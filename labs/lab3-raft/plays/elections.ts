/** Part A: who leads. */
import type { Play } from '#kit';
import { requests } from '#kit/lab3';
import { asks, isAnswered, ONE_WAY, play } from './define.ts';

const election = play({
  id: 'election',
  step: 'A2',
  opening: 'Three servers start. Nobody leads yet, and nobody tells them who should.',
  question: 'Somebody has asked for votes. Which of the arrows to come makes it the leader?',
  decisive: isAnswered('RequestVote'),
  answer:
    'The first vote that comes back: with its own that makes two of three, a majority. It says ' +
    'so at once, to all. The second vote changes nothing more.',
  async run(story) {
    story.servers(3);
    await story.aLeader();
    await story.sleep(3 * ONE_WAY);
  },
});

const leaderCrash = play({
  id: 'leader-crash',
  step: 'A2',
  opening: 'One of three servers leads. Then it crashes, and stays down.',
  question: 'How long will there be no leader? And will it be noticed that the old one is gone?',
  decisive: asks('RequestVote', ({ term }) => term > 1),
  answer:
    'Until the first of the two has waited for as long as it has drawn, 250 to 500 ms after the ' +
    'last heartbeat, and then for one vote: there and back, and a save. Nobody has noticed a ' +
    'crash. What was noticed is silence.',
  async run(story) {
    story.servers(3);
    const leader = (await story.aLeader()) ?? 'n1';
    await story.sleep(3 * ONE_WAY);
    story.crash(leader);
    await story.aLeader({ above: story.term() });
    await story.sleep(ONE_WAY);
  },
});

const splitVote = play({
  id: 'split-vote',
  step: 'A2',
  opening:
    'n3 is down, so n1 and n2 need each other’s vote. The network holds the first two requests ' +
    'for votes until both have asked.',
  question: 'Each has asked the other for its vote in term 1. Who will lead it?',
  decisive: (event) => event.type === 'deliver',
  answer:
    'Nobody. Each has voted for itself, and a vote is given once. Term 1 ends without a leader, ' +
    'which harms nothing. Both draw a new timeout; who draws the shorter one asks again, in ' +
    'term 2, before the other does.',
  async run(story) {
    story.servers(3);
    story.crash('n3');
    const held = story.nemesis.hold(requests('RequestVote'));
    const asked = new Set<string>();
    story.on('send', (event) => {
      if (asks('RequestVote')(event)) asked.add(event.node);
    });
    await story.until(() => asked.size === 2);
    await story.sleep(ONE_WAY);
    held.lift();
    held.release();
    await story.aLeader();
    await story.sleep(ONE_WAY);
  },
});

const oneTimeout = play({
  id: 'one-timeout',
  step: 'A2',
  misreading: 're-08-one-timeout-for-all',
  opening:
    'Three servers start, and all of them wait for the same time. Each message takes 5 ms, as in ' +
    'all plays.',
  question: 'All three have asked. Who will lead term 1, and who term 2?',
  decisive: isAnswered('RequestVote'),
  answer:
    'Nobody, and nobody. They were together at the start, and equal waits keep them ' +
    'together. A real network has other delays, and would part them at some time; nothing in ' +
    'this program does.',
  async run(story) {
    story.servers(3);
    await story.sleep(520);
  },
});

const oldLeader = play({
  id: 'old-leader',
  step: 'A3',
  opening:
    'One of three servers leads term 1. Then it stands still for a while, and what is sent to it ' +
    'meanwhile is lost. It is no crash: when it wakes up it goes on where it was.',
  question: 'It wakes up, and believes that it leads. What will its first heartbeat do?',
  decisive: (event) => event.type === 'resume',
  answer:
    'It is refused, with the term of those who refuse it. From that the old leader learns that ' +
    'it has been deposed, and it follows. Nobody has to tell it how late it is: the number of ' +
    'the term says enough.',
  async run(story) {
    story.servers(3);
    const leader = (await story.aLeader()) ?? 'n1';
    await story.sleep(3 * ONE_WAY);
    const pause = story.nemesis.pause(leader);
    const lost = story.nemesis.lose({ to: leader });
    await story.aLeader({ above: story.term() });
    await story.sleep(2 * ONE_WAY + 2);
    lost.lift();
    pause.end();
    await story.sleep(4 * ONE_WAY);
  },
});

export const elections: readonly Play[] = [election, leaderCrash, splitVote, oneTimeout, oldLeader];
