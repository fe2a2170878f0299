import type { Entry } from "./entry";

export const stackLocked: Entry = {
  id: "EPS-774",
  title: "another run holds the stack's lock, or a killed one left it",
  texts: [
    "the stack is currently locked by",
    "Another update is currently in progress",
    "Conflict: Another update is currently in progress",
    "Error acquiring the state lock",
    "DynamoDB: PutItem … ConditionalCheckFailedException",
    "{Error locking state|state lock}: Error acquiring",
  ],
  why: "Pulumi and Terraform let one run at a time change a stack.",
  check: "Does another run still go, on another machine or in CI?",
  mend: "Wait for it. If none goes, `eks-pod-secrets up` releases the lock of a killed run of its own; else `pulumi cancel -s STACK`, or `terraform force-unlock ID`.",
  sources: ["https://www.pulumi.com/docs/support/troubleshooting/common-issues/update-conflicts/"],
};
