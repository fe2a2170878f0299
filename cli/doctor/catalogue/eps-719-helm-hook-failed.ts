import type { Entry } from "./entry";

export const helmHookFailed: Entry = {
  id: "EPS-719",
  title: "a job that a chart runs before or after its installation failed",
  texts: [
    "pre-upgrade hooks failed",
    "pre-install hooks failed",
    "post-install hooks failed",
    "post-upgrade hooks failed",
    "BackoffLimitExceeded",
    "failed {pre|post}-{install|upgrade} … job … failed",
  ],
  over: ["EPS-780"],
  symptom: true,
  why: "The chart's own job ended with an error, so that Helm did not install the rest. The chart of the driver has one that brings its CustomResourceDefinitions up to date. What failed stands in the job's log.",
  check: "`kubectl -n NAMESPACE get jobs`, and `kubectl -n NAMESPACE logs job/JOB`",
  mend: "Mend what the log says, and install again.",
  sources: [
    "Azure/secrets-store-csi-driver-provider-azure#1599",
    "Azure/secrets-store-csi-driver-provider-azure#988",
  ],
};
