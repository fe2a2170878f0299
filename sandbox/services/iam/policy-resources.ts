import { knownRegions, partitionOf } from "iam-proof/names";

const PARTITIONS = new Set([...knownRegions].map(partitionOf));

/** What ARNs of IAM name. */
const IAM_KINDS =
  "user/, federated-user/, role/, group/, instance-profile/, mfa/, server-certificate/, policy/, sms-mfa/, saml-provider/, oidc-provider/, report/, access-report/".split(
    ", ",
  );

/** What else AWS's own managed policies name, and IAM's message does not. */
const OTHER_KINDS = ["role-template/", "root/"];

/** What IAM says of a policy's `Resource` or `NotResource` that it does not take; undefined of the others. */
export function resourceFlaw(document: unknown): string | undefined {
  const { Statement: statements } = document as { Statement: unknown };
  for (const statement of [statements].flat() as Record<string, unknown>[]) {
    for (const resource of [statement.Resource ?? [], statement.NotResource ?? []].flat()) {
      const flaw = arnFlaw(String(resource));
      if (flaw !== undefined) return flaw;
    }
  }
  return undefined;
}

function arnFlaw(arn: string): string | undefined {
  const [, partition = "*", service = "", region = "", account = "", ...rest] = arn.split(":");
  const name = rest.join(":");
  if (isMisshapen(service, account, rest.length)) return "The policy failed legacy parsing";
  if (isLiteral(partition) && !PARTITIONS.has(partition)) {
    return `Partition "${partition}" is not valid for resource "${arn}".`;
  }
  if (service === "iam" && region !== "" && isLiteral(region)) {
    return `IAM resource ${arn} cannot contain region information.`;
  }
  if (service === "s3" && region !== "" && account === "" && isLiteral(region)) {
    return `Resource ${arn} can not contain region information.`;
  }
  const [kind = ""] = name.split("/", 1);
  const isKnown = [...IAM_KINDS, ...OTHER_KINDS].includes(`${kind}/`);
  if (service === "iam" && name !== "" && isLiteral(kind) && !isKnown) {
    return `IAM resource path must either be "*" or start with ${IAM_KINDS.join(", ")}.`;
  }
  return undefined;
}

/** An ARN that names no service, or lacks a field, so that its name stands where the account belongs. */
function isMisshapen(service: string, account: string, namesAfter: number): boolean {
  if (namesAfter > 0) return service === "";
  return account !== "" && isLiteral(account) && !/^\d{12}$/.test(account);
}

function isLiteral(text: string): boolean {
  return !/[*?$]/.test(text);
}
