import type { SideLooks } from "./walk";

/** What is looked at: the clusters, and the accounts. */
export const SIDES: readonly SideLooks[] = [];
