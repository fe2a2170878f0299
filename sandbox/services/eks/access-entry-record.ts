import { randomUUID } from "node:crypto";
import { formatArn, parseArn } from "iam-proof/names";
import type { AccessEntryRecord, ClusterRecord } from "../../clusters/records";
import { invalidParameter } from "../../operations/input/refusals";

/** A new access entry. Defaults to type standard without access policies. */
export function accessEntryRecord(
  cluster: ClusterRecord,
  principalArn: string,
  now: Date,
  given: Partial<AccessEntryRecord> = {},
): AccessEntryRecord {
  const principal = parseArn(principalArn);
  if (
    principal?.service !== "iam" ||
    !/^(role|user)\/[\w+=,.@/-]{1,576}$|^root$/.test(principal.resource)
  ) {
    throw invalidParameter(`The principalArn parameter format is not valid: ${principalArn}`);
  }
  const { partition, region, account } = cluster;
  const [kind, ...path] = principal.resource.split("/");
  const resource = `access-entry/${cluster.name}/${kind}/${principal.account}/${path.at(-1) ?? "root"}/${randomUUID()}`;
  return {
    accessEntryArn: formatArn({ partition, service: "eks", region, account, resource }),
    principalArn,
    kubernetesGroups: given.kubernetesGroups ?? [],
    username: given.username ?? defaultUsername(principalArn),
    type: given.type ?? "STANDARD",
    createdAt: now,
    modifiedAt: now,
    tags: given.tags ?? {},
    policies: given.policies ?? [],
  };
}

/** The user name in the Kubernetes API. Sessions of a role differ only in the session's name. */
function defaultUsername(principalArn: string): string {
  const arn = parseArn(principalArn);
  if (!arn?.resource.startsWith("role/")) return principalArn;
  const role = arn.resource.split("/").at(-1);
  return `arn:${arn.partition}:sts::${arn.account}:assumed-role/${role}/{{SessionName}}`;
}
