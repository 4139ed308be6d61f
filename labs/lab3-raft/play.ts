/**
 * Tiny runs, each to be predicted before it is watched: npm run play lab3 -- --story ID.
 * They stand in plays/, and are meant to be edited: lose another message, and predict again.
 */
import type { Play } from '#kit';
import { candidates } from './plays/candidates.ts';
import { elections } from './plays/elections.ts';
import { replicas } from './plays/replicas.ts';
import { voters } from './plays/voters.ts';
import { figure8Plays } from './plays/figure-8.ts';
import { followers } from './plays/followers.ts';
import { holes } from './plays/hole.ts';
import { lives } from './plays/lives.ts';
import { logs } from './plays/logs.ts';

/** In the order in which `next:` leads through them. */
export const plays: readonly Play[] = [
  ...elections,
  ...voters,
  ...candidates,
  ...followers,
  ...logs,
  ...figure8Plays,
  ...lives,
  ...holes,
  ...replicas,
];
