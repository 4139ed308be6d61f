import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/**
 * A message authentication code: HMAC-SHA-256 (RFC 2104), as 64 hexadecimal digits. Who does not have
 * the key can neither make one for a text nor find another text for one.
 */
export function mac(key: string, text: string): string {
  return bytesToHex(hmac(sha256, utf8ToBytes(key), utf8ToBytes(text)));
}
