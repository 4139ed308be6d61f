/** The vocabulary of Lab 1's scenarios. */
import { lab1Rules } from '../monitors/lab1/index.ts';
import type { LabKit } from '../run.ts';
import type { ScenarioOf } from '../scenario.ts';
import { labels } from './labels.ts';
import { bootBank } from './boot.ts';
import { nameMessages } from './namer.ts';
import { BankStory } from './story.ts';

export { crashWhenBusy } from './crashes.ts';
export { type NodeOptions } from './boot.ts';
export { isLong } from './length.ts';
export { BankStory } from './story.ts';
export { traffic, type Traffic, type TrafficOptions } from './traffic.ts';
export { altered, keyring } from './middleman.ts';
export { badNetwork } from '../networks.ts';

/** Checks the shape of a scenario, and gives its story the words of the bank. */
export const scenario = (one: ScenarioOf<BankStory>): ScenarioOf<BankStory> => one;

export const kit: LabKit = {
  rules: lab1Rules,
  story: (world, { witnesses }, program) => new BankStory(world, witnesses, program),
  boot: bootBank,
  namer: nameMessages,
  labels,
};
