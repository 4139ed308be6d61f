import type { Plain } from './env.ts';
import { digits, extraBytes } from './json-size.ts';
import { nameOf, NotPlainError } from './not-plain.ts';
import { mix } from './random.ts';

/**
 * A frozen copy of plain data; its size in bytes when it is encoded as JSON, in UTF-8;
 * and a hash of its content, the same in whatever order its fields were written.
 */
export type Packed = { readonly value: Plain; readonly bytes: number; readonly hash: number };

/** Arrays and objects nested deeper than this are refused, before the stack overflows. */
const MAX_DEPTH = 200;

/**
 * A constructor that returns its argument: what extends it puts its private fields on that object.
 */
class Identity {
  constructor(value: object) {
    return value;
  }
}

/**
 * What is known of a copy rides on the copy, in a private field:
 * nobody can see or forge it, and it costs a tenth of a WeakMap.
 */
class Stamp extends Identity {
  readonly #packed: Packed;

  constructor(copy: object, packed: Packed) {
    super(copy);
    this.#packed = packed;
  }

  static of(value: object): Packed | undefined {
    return #packed in value ? value.#packed : undefined;
  }
}

/** Each type begins its hash with a number of its own: 3, "3" and true must differ. */
const START = 0x2545f491;
const TRUE = 0x6c62272e;
const FALSE = 0x07bb0142;
const NULL = 0x62b82175;
const INTEGER = 0x1ce4e5b9;
const FRACTION = 0x4a7c15f3;
const ARRAY = 0x3c6ef372;
const OBJECT = 0x5be0cd19;

/** Finds a getter without running it. Taken here once: nobody can put another in its place. */
const lookupGetter = Reflect.get(Object.prototype, '__lookupGetter__') as (
  key: PropertyKey,
) => unknown;

/** Counts bytes and hashes content in the same walk that copies. */
class Packer {
  bytes = 0;
  hash = START;
  readonly #limit: number;
  readonly #root: string;
  /**
   * The way from the root to where the walk is: the
   * keys, and the structures that they lead through.
   */
  readonly #keys: (string | number)[] = [];
  readonly #above: object[] = [];

  constructor(root: string, limit: number) {
    this.#root = root;
    this.#limit = limit;
  }

  #path(depth = this.#keys.length): string {
    const step = (key: string | number): string =>
      typeof key === 'string' && /^[A-Za-z_$][\w$]*$/.test(key)
        ? `.${key}`
        : `[${JSON.stringify(key)}]`;
    return this.#root + this.#keys.slice(0, depth).map(step).join('');
  }

  #refuse(what: string, advice?: string): never {
    throw new NotPlainError(this.#path(), what, advice);
  }

  #add(n: number): void {
    this.hash = Math.imul(this.hash ^ n, 0x01000193) ^ (this.hash >>> 15);
  }

  #grow(bytes: number): void {
    this.bytes += bytes;
    if (this.bytes > this.#limit)
      this.#refuse(
        `where the data grows larger than ${this.#limit} bytes`,
        'Send less at once: that is the most that one datagram holds.',
      );
  }

  #text(text: string): void {
    const { length } = text;
    let bytes = length + 2;
    if (bytes > this.#limit) this.#grow(bytes);
    let h = this.hash;
    for (let i = 0; i < length; i++) {
      const unit = text.charCodeAt(i);
      if (unit < 0x20 || unit === 0x22 || unit === 0x5c || unit >= 0x80)
        bytes += extraBytes(text, i, unit);
      h = Math.imul(h ^ unit, 0x01000193);
    }
    this.hash = h ^ (h >>> 15) ^ length;
    this.#grow(bytes);
  }

  #number(value: number): void {
    if (value === (value | 0)) {
      this.#add(INTEGER);
      this.#add(value);
      this.#grow(digits(value));
      return;
    }
    if (!Number.isFinite(value)) this.#refuse(String(value));
    this.#add(FRACTION);
    this.#text(String(value));
    this.bytes -= 2;
  }

  pack(value: unknown): Plain {
    switch (typeof value) {
      case 'string':
        this.#text(value);
        return value;
      case 'number':
        this.#number(value);
        // A negative zero would become another number on a real wire.
        return value === 0 ? 0 : value;
      case 'boolean':
        this.#add(value ? TRUE : FALSE);
        this.#grow(value ? 4 : 5);
        return value;
      case 'object':
        if (value !== null) return this.#structure(value);
        this.#add(NULL);
        this.#grow(4);
        return null;
      case 'undefined':
        return this.#refuse('undefined', 'Leave the field out, or use null.');
      default:
        return this.#refuse(`a ${typeof value}`);
    }
  }

  #structure(value: object): Plain {
    const before = Stamp.of(value);
    if (before) {
      this.#add(before.hash);
      this.#grow(before.bytes);
      return before.value;
    }
    if (this.#above.length >= MAX_DEPTH) this.#tooDeep();
    this.#above.push(value);
    // A part has a hash and a size of its own: once packed, it is recognised wherever it goes next.
    const { bytes, hash } = this;
    this.hash = START;
    const copy = Array.isArray(value) ? this.#array(value) : this.#object(value);
    // The stamp comes first: a frozen object may not take a new field, not even a private one.
    const packed = { value: copy, bytes: this.bytes - bytes, hash: this.hash };
    void new Stamp(copy as object, packed);
    Object.freeze(copy);
    this.#above.pop();
    this.hash = hash;
    this.#add(packed.hash);
    return copy;
  }

  /** Says where a cycle closes, if it is one: on its way a structure leads to itself. */
  #tooDeep(): never {
    const again = this.#above.findIndex((one, depth) => this.#above.indexOf(one) < depth);
    if (again < 0) this.#refuse(`nested more than ${MAX_DEPTH} deep`, 'Make a flat list of it.');
    const first = this.#above.indexOf(this.#above[again] as object);
    const what = `part of a cycle: it is ${this.#path(first)} again`;
    throw new NotPlainError(this.#path(again), what, 'Name it by an id instead.');
  }

  #array(value: readonly unknown[]): Plain {
    if (Object.getPrototypeOf(value) !== Array.prototype)
      this.#refuse(`an instance of ${nameOf(value)}`);
    const { length } = value;
    this.#add(ARRAY);
    this.#add(length);
    this.#grow(length > 1 ? length + 1 : 2);
    const copy: Plain[] = [];
    for (let i = 0; i < length; i++) {
      const item = this.#item(value, i);
      // Long arrays of what was packed before are common: logs, pages of books.
      const before = typeof item === 'object' && item !== null ? Stamp.of(item) : undefined;
      if (before) {
        copy.push(before.value);
        this.#add(before.hash);
        this.#grow(before.bytes);
      } else {
        this.#keys.push(i);
        copy.push(this.pack(item));
        this.#keys.pop();
      }
    }
    return copy;
  }

  #object(value: object): Plain {
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null)
      this.#refuse(`an instance of ${nameOf(value)}`);
    const names = Object.getOwnPropertyNames(value);
    if (Object.getOwnPropertySymbols(value).length > 0)
      this.#refuse('an object with a symbol for a key');
    const copy: Record<string, Plain> = {};
    // Two brackets, a colon for each field, and a comma between two.
    this.#grow(names.length > 0 ? 2 * names.length + 1 : 2);
    let fields = 0;
    for (const name of names) {
      if (name === '__proto__') this.#refuse('an object with a field named __proto__');
      this.#keys.push(name);
      this.hash = START;
      this.#text(name);
      copy[name] = this.pack(this.#own(value, name));
      this.#keys.pop();
      // A sum, for the order of the fields means nothing.
      fields = (fields + mix(this.hash)) | 0;
    }
    this.hash = OBJECT;
    this.#add(names.length);
    this.#add(fields);
    return copy;
  }

  /** Like `#own`, for an array, whose descriptors are slow. Reading a lone setter runs nothing. */
  #item(value: readonly unknown[], i: number): unknown {
    if (lookupGetter.call(value, i) !== undefined) this.#refuseItem(i, 'a getter');
    const item = value[i];
    if (item === undefined && !Object.hasOwn(value, i)) this.#refuseItem(i, 'a hole in an array');
    return item;
  }

  #refuseItem(i: number, what: string): never {
    this.#keys.push(i);
    return this.#refuse(what);
  }

  /** Reads a field by its descriptor: a getter is found, and never run. */
  #own(value: object, key: string): unknown {
    const descriptor = Object.getOwnPropertyDescriptor(value, key);
    if (descriptor && !('value' in descriptor)) return this.#refuse('a getter');
    if (descriptor && !descriptor.enumerable) return this.#refuse('hidden (not enumerable)');
    return descriptor?.value;
  }
}

/**
 * A deep-frozen copy of plain data. What was packed before passes uncopied, so an entry keeps its
 * identity from wire to disk to monitor.
 * @param path what the value is called in the error
 * @param limit the most bytes that the encoded form may have
 * @throws NotPlainError naming the path to the offending field; no getter is ever run
 */
export function pack(value: unknown, path: string, limit = Number.MAX_SAFE_INTEGER): Packed {
  if (typeof value === 'object' && value !== null) {
    const before = Stamp.of(value);
    if (before && before.bytes <= limit) return before;
  }
  try {
    const packer = new Packer(path, limit);
    const copy = packer.pack(value);
    const whole = typeof copy === 'object' && copy !== null ? Stamp.of(copy) : undefined;
    return whole ?? { value: copy, bytes: packer.bytes, hash: packer.hash };
  } catch (error) {
    // The frames of the walk would push out those of whoever called.
    throw error instanceof NotPlainError ? error.anew() : error;
  }
}

/** The copy alone. */
export function plain(value: unknown, path: string): Plain {
  return pack(value, path).value;
}

/**
 * One text for one value, whatever the order of its
 * keys: for comparing, and for sealing (Lab 1, E).
 */
export function canonical(value: Plain): string {
  if (Array.isArray(value)) return `[${value.map((item: Plain) => canonical(item)).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value as { readonly [key: string]: Plain });
    const sorted = fields.toSorted(([a], [b]) => (a < b ? -1 : 1));
    const pairs = sorted.map(([key, field]) => `${JSON.stringify(key)}:${canonical(field)}`);
    return `{${pairs.join(',')}}`;
  }
  return JSON.stringify(value);
}
