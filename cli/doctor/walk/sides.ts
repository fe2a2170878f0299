import { readAccountFacts } from "../facts/read-account-facts";
import { readClusterFacts } from "../facts/read-cluster-facts";
import { ACCOUNT_STEPS } from "../steps/account-steps";
import { CLUSTER_STEPS } from "../steps/cluster-steps";
import { type SideLooks, sideLooks } from "./walk";

/** What is looked at: the clusters, and the accounts. */
export const SIDES: readonly SideLooks[] = [
  sideLooks({ read: readClusterFacts, looks: CLUSTER_STEPS }),
  sideLooks({ read: readAccountFacts, looks: ACCOUNT_STEPS }),
];
