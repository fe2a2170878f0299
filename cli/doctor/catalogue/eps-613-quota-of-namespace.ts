import type { Entry } from "./entry";

export const quotaOfNamespace: Entry = {
  id: "EPS-613",
  title: "a quota or a limit range of the namespace refuses the pod or object",
  texts: [
    "is forbidden: exceeded quota",
    "is forbidden: failed quota",
    "exceeded quota: … requested:",
    "is forbidden: maximum … usage per",
    "is forbidden: minimum … usage per",
  ],
  step: "pods",
  why: "A ResourceQuota of the namespace is used up or demands requests and limits, or a LimitRange bounds them. The object is not made.",
  check: "`kubectl -n {namespace} describe resourcequota,limitrange`",
  mend: "Write requests and limits that fit, or ask who runs the cluster for more room.",
  sources: ["https://kubernetes.io/docs/concepts/policy/resource-quotas/"],
};
