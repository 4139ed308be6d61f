/**
 * The decisions of Figures 2 and 13, in one table. The server looks each of them up here, so that
 * one can be exchanged for a wrong one to see what it breaks.
 */
import { besideSnapshot, isNews } from './snapshots.ts';
import {
  afterRefusal,
  afterSuccess,
  conflictHint,
  followerCommit,
  majorityIndex,
  matches,
  mayCommit,
  merged,
} from './replication.ts';
import { isMajority, isUpToDate, mayGrantVote } from './votes.ts';

export const figure2 = {
  isUpToDate,
  mayGrantVote,
  isMajority,
  matches,
  merged,
  followerCommit,
  conflictHint,
  afterSuccess,
  afterRefusal,
  majorityIndex,
  mayCommit,
  besideSnapshot,
  isNews,
};

export type Decisions = typeof figure2;
