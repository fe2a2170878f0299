import type { Entry } from "./entry";

export const roleNotAssumed: Entry = {
  id: "EPS-379",
  title: "the session may not assume a further role",
  texts: [
    "not authorized to perform: sts:AssumeRole on resource: {target:arn}",
    "An error occurred (AccessDenied) when calling the AssumeRole operation",
    "Not authorized to perform sts:AssumeRole",
    "current credentials could not be used to assume",
    "could not assume role arn:aws",
    "{failed to|unable to|cannot} assume {role|the role}",
    "not authorized to perform: sts:AssumeRole",
  ],
  errors: ["sts {AccessDenied|AccessDeniedException}"],
  over: ["EPS-374", "EPS-784"],
  step: "trust",
  causes: [
    {
      id: "EPS-380",
      check:
        "The trust policy of the second role does not name the first one, or not its `aws:PrincipalTag` or `sts:ExternalId`.",
    },
    { id: "EPS-450", check: "No policy of the first role allows `sts:AssumeRole` on the second." },
    {
      id: "EPS-359",
      check:
        "The trust policy allows `sts:AssumeRole` but not `sts:TagSession`, and the first session has transitive tags, as those of Pod Identity have.",
    },
    { id: "EPS-854", check: "Both are the same role: it need not, and may not, assume itself." },
  ],
  why: "A first role wants to become a second one: a target role, or the `role` of a store. Both must allow it: the first by its policy, the second by its trust. The text names neither.",
  check: "Both documents: `aws iam get-role` of the second role, and the policies of the first.",
  mend: "Find out by the checks which cause it is, and do what that one says.",
  sources: ["external-secrets/external-secrets#4432", "external-secrets/external-secrets#3264"],
};
