/** What a proof may be told from the command line. */
export interface ProofOptions {
  /** Faults, kills and prompts are drawn from it. */
  seed: number;
  /** Fewer variants and shorter outages, for `npm test`. */
  short: boolean;
  /** How many variants the chaos runs render. */
  variants: number;
  /** Tells a person what is going on. */
  say: (line: string) => void;
}

/** What a proof found. */
export interface Finding {
  /** The figure, in words a person can repeat. */
  figure: string;
  /** Whether the promise was kept; each entry of `broken` says where it was not. */
  broken: string[];
  /** The same figure with one rule taken out, for promises that show what a rule is worth. */
  controls?: readonly ControlRow[];
}

/** One rule of the protocol: the harm seen with it, and the harm seen without it. */
export interface ControlRow {
  rule: string;
  harm: string;
  withRule: number;
  without: number;
}

/** One promise of the product and the proof that it is kept. */
export interface Proof {
  id: string;
  promise: string;
  run: (options: ProofOptions) => Promise<Finding>;
}

/** Collects what must hold: `expect(false, …)` notes a breach and lets the proof go on to its figure. */
export function notes(): { broken: string[]; expect: (isSo: boolean, otherwise: string) => void } {
  const broken: string[] = [];
  return { broken, expect: (isSo, otherwise) => void (isSo || broken.push(otherwise)) };
}
