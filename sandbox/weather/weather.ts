/** How AWS behaves towards those who call it. Times and rates are AWS's own, at the sandbox's pace. */
export interface Weather {
  /** E.g. `storm`, or `seed 17`. */
  name: string;
  /** Everything is drawn from it. */
  seed: number;
  /** How late the slowest readers see a change, as a share of the longest time that AWS takes. 0: everybody sees it at once. */
  lag: number;
  /** How much of AWS's rates other callers in the account use up, from 0 to below 1. Undefined: there is no throttling. */
  busy?: number;
  /** How many of the calls AWS fails to answer, and does not carry out: a share from 0 to 1. */
  failing: number;
  /** How many of the calls AWS carries out, and the answer is lost: a share from 0 to 1. */
  losing: number;
  /** How old a session may be that somebody keeps, in seconds. Undefined: as old as AWS said when it made it. */
  sessions?: number;
}
