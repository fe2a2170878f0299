import { parseArn } from "iam-proof/names";
import { roleNameLimit } from "../../rules/names";
import type { ResolvedRole } from "./landing-zone";
import { clusterName } from "./pod-tags";
import type { Reader } from "./reader";
import { shortHash } from "./short-hash";

/**
 * The name of a reader's role, where none is given: cluster, namespace and service account as far
 * as IAM's 64 characters allow, then a hash of the whole reader. The same reader always has the
 * same name, so that an owner can name the role before it exists.
 */
export function readerRoleName(reader: Reader): string {
  return derivedName(reader, "");
}

/** The name of the role in the owner's account that a reader reads as in mode `targetRole`. */
export function targetRoleName(reader: Reader): string {
  return derivedName(reader, "-target");
}

function derivedName({ clusterArn, namespace, serviceAccount }: Reader, kind: string): string {
  // Truncation and joining may make two readers read alike; the hash keeps them apart.
  const ending = `${kind}-${shortHash(clusterArn, namespace, serviceAccount, kind)}`;
  return `${`${clusterName(clusterArn)}-${namespace}-${serviceAccount}`.slice(0, roleNameLimit - ending.length)}${ending}`;
}

/** The role of an ARN, as it is deployed: the inventory may not say its name any more. */
export function deployedRole(arn: string, account: ResolvedRole["account"]): ResolvedRole {
  const [, path = "/", name = ""] =
    /^role(\/(?:.*\/)?)([^/]+)$/.exec(parseArn(arn)?.resource ?? "") ?? [];
  return { account, name, path, arn };
}
