import type { Entry } from "./entry";

export const podSecurityRefuses: Entry = {
  id: "EPS-612",
  title: "the namespace's rules for the security of pods refuse the pod",
  texts: [
    "is forbidden: violates PodSecurity",
    "unable to validate against any security context constraint",
    "PodSecurityPolicy: unable to admit pod",
    "no providers available to validate pod request",
  ],
  over: ["EPS-791"],
  step: "pods",
  why: "The label `pod-security.kubernetes.io/enforce` of the namespace, or a SecurityContextConstraint of OpenShift, does not admit the pod as it is written. No pod is made, so nothing is mounted. CSI volumes are allowed in every level.",
  check:
    "`kubectl get namespace {namespace} --show-labels`; the text names the fields that are refused.",
  mend: "Correct these fields of the pod's `securityContext` where it is written. The namespace's level can stay.",
  sources: ["https://kubernetes.io/docs/concepts/security/pod-security-standards/"],
};
