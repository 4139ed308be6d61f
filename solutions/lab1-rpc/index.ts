/** The reference solution of Lab 1. */
import { startWith, type Parts } from '../../labs/lab1-rpc/node.ts';
import { createClient } from './client.ts';
import { createDurableClient } from './durable-client.ts';
import { putPayment } from './payments.ts';
import { sealedNet } from './sealed-net.ts';
import { createServer } from './server.ts';

export const parts: Parts = {
  createClient,
  createServer,
  putPayment,
  createDurableClient,
  sealedNet,
};

export const start = startWith(parts);
