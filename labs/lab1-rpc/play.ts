/**
 * Tiny runs, each to be predicted before it is watched: npm run play lab1 -- --story ID.
 * They stand in plays/, and are meant to be edited: lose another message, and predict again.
 */
import type { Play } from '#kit';
import { clientCrash } from './plays/client-crash.ts';
import { clocks } from './plays/clocks.ts';
import { duplicates } from './plays/duplicates.ts';
import { fallacies } from './plays/fallacies.ts';
import { generals } from './plays/generals.ts';
import { network } from './plays/network.ts';
import { order } from './plays/order.ts';
import { serverCrash } from './plays/server-crash.ts';
import { splitting } from './plays/splitting.ts';

/** In the order in which `next:` leads through them. */
export const plays: readonly Play[] = [
  ...network,
  ...duplicates,
  ...serverCrash,
  ...clientCrash,
  ...fallacies,
  ...splitting,
  ...clocks,
  ...order,
  ...generals,
];
