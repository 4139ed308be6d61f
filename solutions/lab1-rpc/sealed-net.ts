/** Part E, challenge. A net that lets through only what the other side has said. */
import { canonical, mac, type Net, type NodeId, type Plain } from '#harness';
import { isMessage, type Keys, type Message } from '../../labs/lab1-rpc/types.ts';

/** What travels in the place of `extra`: the seal, and the `extra` that the message had. */
type SealedExtra = { readonly seal: string; readonly extra?: Plain };

/**
 * A seal proves who said something and to whom, and that nothing of it was changed. It does not
 * hide: an eavesdropper learns every method, account, amount and balance, who asks whom, and how
 * often. Nor does it prove that something was said just now. An old message can be repeated to the
 * one it was meant for; there, the ids and the memory of parts B and C make a repetition harmless.
 */
export class SealedNet implements Net {
  readonly #net: Net;
  protected readonly self: NodeId;
  protected readonly keys: Keys;

  constructor(net: Net, self: NodeId, keys: Keys) {
    this.#net = net;
    this.self = self;
    this.keys = keys;
  }

  // ---- Decisions ----

  /** One secret for each pair: with one for all, any node could speak in the name of another. */
  protected keyFor(peer: NodeId): string | undefined {
    return Object.hasOwn(this.keys, peer) ? this.keys[peer] : undefined;
  }

  /**
   * The whole message, and its direction: both sides of a pair have the same key, so without the
   * names a request could be sent back to the one who made it. No two messages may have one text:
   * what is glued together without quotes can be cut elsewhere. `canonical` sees to that.
   */
  protected covered(from: NodeId, to: NodeId, message: Message): string {
    return canonical({ from, to, message });
  }

  protected seal(key: string, from: NodeId, to: NodeId, message: Message): Message {
    const { extra } = message;
    const sealed: SealedExtra = {
      seal: mac(key, this.covered(from, to, message)),
      ...(extra !== undefined && { extra }),
    };
    return { ...message, extra: sealed };
  }

  /** The message as it was before it was sealed, if this could be one. */
  protected unseal(received: Message): Message | undefined {
    const { extra: sealed, ...rest } = received;
    if (typeof sealed !== 'object' || sealed === null || !('seal' in sealed)) return undefined;
    const { extra } = sealed as SealedExtra;
    const message = extra === undefined ? rest : { ...rest, extra };
    return isMessage(message) ? message : undefined;
  }

  /** Sealed again it must be what came, whole: nothing may ride beside what the seal covers. */
  protected isGenuine(received: Message, message: Message, from: NodeId): boolean {
    const key = this.keyFor(from);
    return (
      key !== undefined &&
      canonical(this.seal(key, from, this.self, message)) === canonical(received)
    );
  }

  protected open(received: unknown, from: NodeId): Message | undefined {
    if (!isMessage(received)) return undefined;
    const message = this.unseal(received);
    return message && this.isGenuine(received, message, from) ? message : undefined;
  }

  // ---- Acting ----

  /** To a peer without a key nothing can be said: silence, as for a name that no node has. */
  send(to: NodeId, message: Plain): void {
    if (!isMessage(message)) throw new TypeError('only a message can be sealed');
    const key = this.keyFor(to);
    if (key !== undefined) this.#net.send(to, this.seal(key, this.self, to, message));
  }

  receive(receiver: (message: unknown, from: NodeId) => void): void {
    this.#net.receive((received, from) => {
      const message = this.open(received, from);
      if (message) receiver(message, from);
    });
  }
}

export function sealedNet(net: Net, self: NodeId, keys: Keys): Net {
  return new SealedNet(net, self, keys);
}
