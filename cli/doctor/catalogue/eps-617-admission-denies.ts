import type { Entry } from "./entry";

export const admissionDenies: Entry = {
  id: "EPS-617",
  title: "a policy of the cluster refuses the object",
  texts: [
    "admission webhook … denied the request",
    "ValidatingAdmissionPolicy … denied request",
    "denied the request: [",
    "blocked due to the following policies",
  ],
  step: "pods",
  why: "A policy engine such as Kyverno or Gatekeeper, or a ValidatingAdmissionPolicy, does not allow the object as it is written. It is not made.",
  check: "The text names the policy and the rule.",
  mend: "Correct the object where it is written, or ask the policy's owner for an exception.",
  sources: ["https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/"],
};
