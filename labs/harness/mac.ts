import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/**
 * A key's schedule is half the work of a short text's code: it is kept, for a few keys at a time.
 */
const MOST_KEYS = 64;
const schedules = new Map<string, ReturnType<typeof hmac.create>>();

function scheduleOf(key: string): ReturnType<typeof hmac.create> {
  let schedule = schedules.get(key);
  if (!schedule) {
    schedule = hmac.create(sha256, utf8ToBytes(key));
    if (schedules.size >= MOST_KEYS) schedules.clear();
    schedules.set(key, schedule);
  }
  return schedule;
}

/**
 * A message authentication code: HMAC-SHA-256 (RFC 2104), as 64 hexadecimal digits. Who
 * does not have the key can neither make one for a text nor find another text for one.
 */
export function mac(key: string, text: string): string {
  return bytesToHex(scheduleOf(key).clone().update(utf8ToBytes(text)).digest());
}
