import { startWith } from '../../../../../labs/lab1-rpc/node.ts';
import { createClient } from './client.ts';
import { createDurableClient } from './durable-client.ts';
import { putPayment } from './payments.ts';
import { sealedNet } from './sealed-net.ts';
import { createServer } from './server.ts';

export const start = startWith({
  createClient,
  createServer,
  putPayment,
  createDurableClient,
  sealedNet,
});
