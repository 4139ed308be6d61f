export { putPayment } from '../handshake-slots/payments.ts';
