import { plainName, type Namer } from '#harness';
import { replyOf, requestOf, type Request } from './wire.ts';

function nameOf({ method, args }: Request): string {
  switch (method) {
    case 'RequestVote':
      return `${method} t${args.term}`;
    case 'AppendEntries':
      return `${method} t${args.term} ${args.prevLogIndex}+${args.entries?.length}`;
    case 'InstallSnapshot':
      return `${method} t${args.term} ${args.lastIncludedIndex}`;
  }
}

/** `AppendEntries t2 5+1`, and its reply by the same name: whatever number the call has. */
export function nameMessages(): Namer {
  const calls = new Map<number, string>();
  return (message, from, to) => {
    const request = requestOf(message);
    if (request) {
      const name = nameOf(request);
      calls.set(request.call, name);
      return name;
    }
    const reply = replyOf(message);
    const asked = reply && calls.get(reply.call);
    return asked === undefined ? plainName(message, from, to) : `re ${asked}`;
  };
}
