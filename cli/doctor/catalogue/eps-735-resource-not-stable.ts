import type { Entry } from "./entry";

export const resourceNotStable: Entry = {
  id: "EPS-735",
  title: "a resource was made, and did not become ready in the time that CloudFormation waits",
  texts: [
    "did not stabilize",
    "waiting for CloudFormation stack … {context deadline exceeded|waiter context canceled|exceeded max wait time}",
  ],
  errors: ["cloudformation NotStabilized"],
  why: "AWS took the request, and the resource did not come into its final state: it is still worked on, or the service refused it later.",
  check: "The resource's own console or `describe` command shows its state and reason.",
  mend: "Mend the reason that the resource's state tells, and run again.",
  sources: [
    "https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-test-contract-errors.html",
  ],
};
