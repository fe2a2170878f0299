import type { Entry } from "./entry";

export const principalNotKnownYet: Entry = {
  id: "EPS-755",
  title: "the principal is so new that AWS does not know it everywhere",
  why: "IAM is eventually consistent: a new role is known to other services after some seconds.",
  check: "The role's `CreateDate`.",
  mend: "Run `eks-pod-secrets up` again: a run that failed can be repeated.",
  sources: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html"],
};
