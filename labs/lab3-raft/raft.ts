import { todo } from '#harness';
import type { CreateRaft } from './types.ts';

export const createRaft: CreateRaft = () => todo('A1');
