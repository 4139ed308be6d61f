/** Before part E: all is right on a network where nobody lies, and there is no seal. */
import { startWith } from '../../../../labs/lab1-rpc/node.ts';
import { parts } from '../../../../solutions/lab1-rpc/index.ts';

export const start = startWith({ ...parts, sealedNet: (net) => net });
