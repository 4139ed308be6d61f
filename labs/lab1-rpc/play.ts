/**
 * Tiny runs, each to be predicted before it is watched: npm run play lab1 -- --story ID.
 * They stand in plays/, and are meant to be edited: lose another message, and predict again.
 */
import type { Play } from '#kit';
import { clientCrash } from './plays/client-crash.ts';
import { duplicates } from './plays/duplicates.ts';
import { fallacies } from './plays/fallacies.ts';
import { network } from './plays/network.ts';
import { serverCrash } from './plays/server-crash.ts';

/** In the order in which `next:` leads through them. */
export const plays: readonly Play[] = [
  ...network,
  ...duplicates,
  ...serverCrash,
  ...clientCrash,
  ...fallacies,
];
