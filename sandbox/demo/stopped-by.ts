/** Whose resource policy it is, by the service in the resource's ARN. */
const RESOURCE_POLICIES: Record<string, string> = {
  iam: "the role's trust",
  kms: "the key's policy",
  secretsmanager: "the secret's policy",
  ssm: "it is not shared",
};

/** Which policy stopped a request, by the words in which AWS refuses it. */
export function stoppedBy(answer: string): string {
  if (/No association found/.test(answer)) return "no association";
  if (/do(es)? not have permissions to assume the associated role/.test(answer)) {
    return "the role's trust";
  }
  if (/not available across accounts/.test(answer)) return "AWS, across accounts";
  if (/because no identity-based policy/.test(answer)) return "its own policy";
  const [, service = ""] =
    /on resource: arn:[\w-]+:(\w+):.* because no resource-based policy/.exec(answer) ?? [];
  return RESOURCE_POLICIES[service] ?? "AWS";
}
