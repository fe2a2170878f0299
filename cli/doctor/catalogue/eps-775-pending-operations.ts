import type { Entry } from "./entry";

export const pendingOperations: Entry = {
  id: "EPS-775",
  title: "a killed run left operations of which Pulumi does not know the end",
  texts: [
    "pending operations from previous deployment",
    "resource(s) with pending operations",
    "the current deployment has … pending operation",
  ],
  why: "What was made then may be in AWS, and not in the stack's state.",
  check: "`pulumi stack export -s STACK` has `pending_operations`.",
  mend: "`eks-pod-secrets up` takes in what a killed run made.",
  sources: [
    "https://www.pulumi.com/docs/support/troubleshooting/common-issues/interrupted-updates/",
  ],
};
