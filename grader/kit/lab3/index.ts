/** The vocabulary of Lab 3's scenarios. */
import { lab3Rules } from '../monitors/lab3/index.ts';
import type { LabKit } from '../run.ts';
import type { ScenarioOf } from '../scenario.ts';
import { bootServer } from './boot.ts';
import { labels } from './labels.ts';
import { nameMessages } from './namer.ts';
import { RaftStory } from './story.ts';

export { ask, changeTo, handOver, ofFixedServers, read } from './challenges.ts';
export { agree, finale, traffic } from './agreement.ts';
export { lastOnDisk, remembers, snapshotOnDisk } from './disks.ts';
export { Installer } from './installer.ts';
export { inTurn } from './in-turn.ts';
export { PlayedCluster } from './played-cluster.ts';
export { oneAmongPlayed, PlayedLeader, termsOnDisk, times } from './played-leader.ts';
export { badNetwork } from '../networks.ts';
export { leadersUntil } from './elections.ts';
export { againstLeaders, allBut, delayBounded, lateReplies, triggered } from './plans.ts';
export { RaftStory, type Accepted, type ServerOptions } from './story.ts';
export { replies, requests, replyOf, requestOf, saysItLeads, termOf } from './wire.ts';
export type { Ongoing } from '../nemesis.ts';
export type { Puppet } from './puppet.ts';
export { Voter } from './voter.ts';

/** Checks the shape of a scenario, and gives its story the words of Raft. */
export const scenario = (one: ScenarioOf<RaftStory>): ScenarioOf<RaftStory> => one;

export const kit: LabKit = {
  rules: lab3Rules,
  story: (world, { witnesses }, program) => new RaftStory(world, witnesses, program),
  boot: bootServer,
  namer: nameMessages,
  labels,
};
