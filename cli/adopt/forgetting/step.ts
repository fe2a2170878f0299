/** A step by which a tool forgets what it holds, and leaves it as it is. */
export interface Forgetting {
  /** What to do, in sentences. */
  says: string;
  /** What to copy: commands or lines of a configuration. */
  code: string;
}
