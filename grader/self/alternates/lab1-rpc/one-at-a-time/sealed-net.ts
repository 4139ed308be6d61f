export { sealedNet } from '../handshake-slots/sealed-net.ts';
