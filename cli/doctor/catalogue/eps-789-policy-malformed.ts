import type { Entry } from "./entry";

export const policyMalformed: Entry = {
  id: "EPS-789",
  title: "a policy's text is not one that AWS reads",
  texts: [
    "The policy failed legacy parsing",
    "Syntax errors in policy",
    "This policy contains invalid Json",
    "must be in ARN format or",
    "MalformedPolicyDocument: Syntax error",
    "The provided policy document does not meet",
    "Partition … is not valid for resource",
    "MalformedPolicyDocument: Has prohibited field",
    "The resource policy has syntax errors",
    "The passed in policy has a statement with no principals",
    "A PolicyStatement used in a resource-based policy must specify at least one IAM principal",
    "Statement IDs (SID) in a single policy must be unique",
    "Statement IDs (SID) must be alpha-numeric",
    "Policy statement must contain resources",
    "Policy statement must contain actions",
    "Actions/Conditions must be prefaced by a vendor",
    "Policy document must be version",
  ],
  why: "JSON that does not parse, an ARN that lacks a part or has an account id as partition, or an empty document.",
  check: "`eks-pod-secrets preview` shows the documents of this project.",
  mend: "Correct the document where it is written. Policies of this project are checked before they are sent: if one of them is refused, report it.",
  sources: ["pulumi/pulumi-aws#1983", "99designs/iamy#74"],
};
