import type { Entry } from "./entry";

export const rolloutNotReady: Entry = {
  id: "EPS-782",
  title: "the deployment waited for the pods, and they did not become ready",
  texts: [
    "Minimum number of live Pods was not attained",
    "failed to fully initialize or become live",
    "Minimum number of Pods to consider the application live was not attained",
    "failed to become available within allotted timeout",
    "timed out waiting to be Ready",
    "timed out waiting for the condition",
    "exceeded its progress deadline",
    "ProgressDeadlineExceeded",
    "Waiting for rollout to finish",
    "rolled back due to atomic being set",
    "UPGRADE FAILED: context deadline exceeded",
    "INSTALLATION FAILED: context deadline exceeded",
    "FAILED: client rate limiter Wait returned an error",
    "Helm install failed",
    "Helm upgrade failed",
    "timeout waiting for: [",
    "Health check failed after",
    "resource not ready, name:",
    "has timed out progressing",
    "context deadline exceeded … while waiting for release",
    "release failed, and has been uninstalled due to atomic being set",
  ],
  over: ["EPS-185"],
  symptom: true,
  step: "pods",
  causes: [
    {
      id: "EPS-554",
      check:
        "The event FailedMount says that the secret has no value: `eks-pod-secrets put SECRET`.",
    },
    { id: "EPS-153", check: "FailedMount says that the provider or the driver is not there." },
    {
      id: "EPS-356",
      check: "FailedMount says that EKS has no association, or the agent does not answer.",
    },
    { id: "EPS-607", check: "The event Failed says that the image is not pulled." },
    { id: "EPS-606", check: "The event FailedScheduling." },
    {
      id: "EPS-602",
      check: "There are no pods at all, and the ReplicaSet's events name the service account.",
    },
  ],
  why: "Pulumi, Helm and the like only say that the pods are not ready. The cause is in the pods' events.",
  check: "`eks-pod-secrets doctor READER`, or `kubectl -n {namespace} describe pods`.",
  mend: "Find out by the checks which cause it is, and do what that one says.",
  sources: [
    "https://www.pulumi.com/registry/packages/kubernetes/how-to-guides/managing-resources-with-server-side-apply/",
  ],
};
