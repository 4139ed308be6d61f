/** Given. The entry of the lab: what runs on a node, made of the files that you write. */
import { createClient } from './client.ts';
import { createDurableClient } from './durable-client.ts';
import { startWith } from './node.ts';
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
