import { readClusterFacts } from "../facts/read-cluster-facts";
import { ACCOUNT_STEPS, readWithChanges } from "../steps/account-steps";
import { CLUSTER_STEPS } from "../steps/cluster-steps";
import { type SideLooks, sideLooks } from "./walk";

/** What is looked at: the clusters, and the accounts. */
export const SIDES: readonly SideLooks[] = [
  sideLooks({ read: readClusterFacts, looks: CLUSTER_STEPS }),
  sideLooks({ read: readWithChanges, looks: ACCOUNT_STEPS }),
];
