import {
  nodesOf,
  reliable,
  type DatagramName,
  type Fate,
  type FaultKind,
  type NodeId,
  type Script,
  type Step,
} from '#harness';

/** What can be taken out of a script, each alone. */
export type Piece =
  /** A fault of a plan, or one that was begun. */
  | {
      readonly kind: 'fault';
      readonly fault: FaultKind;
      readonly step: number;
      readonly nth: number;
    }
  | { readonly kind: 'forged'; readonly step: number }
  /** What befell one datagram. */
  | { readonly kind: Mishap; readonly datagram: DatagramName }
  /** The dials with which the run began. */
  | { readonly kind: 'network' }
  /** The time that each datagram took: without it, what a quiet network takes. */
  | { readonly kind: 'latencies' }
  /** Something that a client asked for. */
  | { readonly kind: 'operation'; readonly step: number }
  | { readonly kind: 'node'; readonly node: NodeId };

/** What befalls a datagram, beside the time that each takes. */
export const MISHAPS = ['lost', 'held', 'altered', 'late', 'again'] as const;
export type Mishap = (typeof MISHAPS)[number];

/** All that can go: faults first, then operations, nodes, and what befell single datagrams. */
export type Pieces = {
  readonly faults: readonly Piece[];
  readonly operations: readonly Piece[];
  readonly nodes: readonly Piece[];
  readonly mishaps: readonly Piece[];
};

export function piecesOf({ steps, fates, network }: Script): Pieces {
  const faults = steps.flatMap(({ action }, step): Piece[] => {
    if (action.do === 'plan')
      return action.plan.map((fault, nth) => ({ kind: 'fault', fault, step, nth }));
    if (action.do === 'begin') return [{ kind: 'fault', fault: action.fault, step, nth: 0 }];
    return action.do === 'forge' ? [{ kind: 'forged', step }] : [];
  });
  const dialled = network !== reliable && JSON.stringify(network) !== JSON.stringify(reliable);
  return {
    faults: dialled ? [...faults, { kind: 'network' }] : faults,
    operations: steps.flatMap(({ action }, step): Piece[] =>
      action.do === 'invoke' ? [{ kind: 'operation', step }] : [],
    ),
    nodes: steps.flatMap(({ action }): Piece[] =>
      action.do === 'add' ? [{ kind: 'node', node: action.node }] : [],
    ),
    mishaps: fates.flatMap(([datagram, fate]) =>
      MISHAPS.filter((kind) => fate[kind] !== undefined).map((kind) => ({ kind, datagram })),
    ),
  };
}

/** Tells pieces apart, in a script and in those that are made of it by taking others away. */
function keyOf(piece: Piece): string {
  switch (piece.kind) {
    case 'fault':
      return `step ${piece.step} ${piece.nth}`;
    case 'forged':
    case 'operation':
      return `step ${piece.step} 0`;
    case 'network':
    case 'latencies':
      return piece.kind;
    case 'node':
      return `node ${piece.node}`;
    default:
      return `${piece.kind} ${piece.datagram}`;
  }
}

/** Whether a step is about a node that is not there any more. */
function gone({ action }: Step, left: (node: NodeId) => boolean): boolean {
  switch (action.do) {
    case 'add':
    case 'start':
    case 'invoke':
      return !left(action.node);
    case 'forge':
      return !left(action.to);
    case 'begin':
      return !stands(action.fault, left);
    default:
      return false;
  }
}

/** A fault that is done to nodes needs one of them. */
function stands(fault: FaultKind, left: (node: NodeId) => boolean): boolean {
  const nodes = nodesOf(fault);
  return nodes.length === 0 || nodes.some(left);
}

function fateWithout(fate: Fate, goes: (kind: keyof Fate) => boolean): Fate {
  const left = Object.entries(fate).filter(([key]) => !goes(key as keyof Fate));
  return Object.fromEntries(left) as Fate;
}

/** The script without these pieces of it. */
export function without(script: Script, pieces: readonly Piece[]): Script {
  const keys = new Set(pieces.map(keyOf));
  const has = (...words: (string | number)[]): boolean => keys.has(words.join(' '));
  const left = (node: NodeId): boolean => !has('node', node);
  const steps = script.steps.flatMap((step, i): Step[] => {
    const { action } = step;
    if (gone(step, left)) return [];
    if (action.do === 'plan') {
      const plan = action.plan.filter((fault, nth) => !has('step', i, nth) && stands(fault, left));
      return [{ ...step, action: { ...action, plan } }];
    }
    return has('step', i, 0) ? [] : [step];
  });
  const quiet = has('latencies');
  const touched = new Set(pieces.map((piece) => ('datagram' in piece ? piece.datagram : '')));
  const goes = (name: DatagramName) => (kind: keyof Fate) =>
    kind === 'latency' ? quiet : has(kind, name);
  const fates = script.fates.map((one) => {
    const [name, fate] = one;
    return quiet || touched.has(name) ? ([name, fateWithout(fate, goes(name))] as const) : one;
  });
  return { ...script, ...(has('network') && { network: reliable }), steps, fates };
}

/** The script up to where a rule was broken: nothing that comes later can matter. */
export function cutAt(script: Script, at: number): Script {
  const steps = script.steps.flatMap((step): Step[] => {
    const { action } = step;
    if (step.at > at) return [];
    if (action.do !== 'plan') return [step];
    const plan = action.plan.filter((fault) => fault.when !== undefined || fault.at <= at);
    return plan.length > 0 ? [{ ...step, action: { ...action, plan } }] : [];
  });
  return { ...script, until: at, steps };
}

/** Without the storyteller's words: they tell of what has been taken away. */
export const untold = (script: Script): Script => ({
  ...script,
  steps: script.steps.filter(({ action }) => action.do !== 'note'),
});

/** What a fault of a run is: all that can go but what clients ask for. */
export const faultsOf = (script: Script): readonly Piece[] => {
  const { faults, mishaps } = piecesOf(script);
  return [...faults, ...mishaps];
};
