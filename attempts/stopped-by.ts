/** What can refuse an attempt. */
export type Refusal =
  | "its own policy"
  | "the role's trust"
  | "the key's policy"
  | "the secret's policy"
  | "it is not shared"
  | "no association"
  | "EKS, by the token"
  | "AWS, across accounts";

/** Whose resource policy it is, by the service in the resource's ARN. */
const RESOURCE_POLICIES: Record<string, Refusal> = {
  iam: "the role's trust",
  kms: "the key's policy",
  secretsmanager: "the secret's policy",
  ssm: "it is not shared",
};

/** What stopped a request, by the code and the words with which AWS refuses it; "AWS" where these do not say. */
export function stoppedBy({ code, reason }: { code: string; reason: string }): Refusal | "AWS" {
  if (code === "InvalidTokenException") return "EKS, by the token";
  if (/No association found/.test(reason)) return "no association";
  if (/do(es)? not have permissions to assume the associated role/.test(reason)) {
    return "the role's trust";
  }
  if (/not available across accounts/.test(reason)) return "AWS, across accounts";
  if (/because no identity-based policy/.test(reason)) return "its own policy";
  const [, service = ""] =
    /on resource: arn:[\w-]+:(\w+):.* because no resource-based policy/.exec(reason) ?? [];
  return RESOURCE_POLICIES[service] ?? "AWS";
}
