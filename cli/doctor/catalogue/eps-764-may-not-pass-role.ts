import type { Entry } from "./entry";

export const mayNotPassRole: Entry = {
  id: "EPS-764",
  title: "the deploying role may not pass a role to EKS",
  texts: [
    "not authorized to perform: iam:PassRole on resource: {role:arn}",
    "not authorized to perform: iam:PassRole",
  ],
  over: ["EPS-450", "EPS-465", "EPS-466", "EPS-3", "EPS-803", "EPS-805"],
  why: "Whoever makes an association gives a role to EKS, and needs `iam:PassRole` on it. Rights by patterns of names miss new names.",
  check: "`eks-pod-secrets permissions` prints what the deploying role of each account needs.",
  mend: "If the caller in the text is not the account's `deployRole`, run with that role. If it is, give it what `eks-pod-secrets permissions` prints: `iam:PassRole` with `iam:PassedToService: pods.eks.amazonaws.com`.",
  sources: ["aws-samples/appmod-blueprints#816"],
};
