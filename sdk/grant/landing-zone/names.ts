import { sha256 } from "@noble/hashes/sha2";
import { bytesToHex } from "@noble/hashes/utils";
import { getOrMake } from "iam-proof/collections";
import { formatArn, parseArn, partitionOf } from "iam-proof/names";
import { roleNameLimit } from "../../rules/names";
import type { ResolvedAccount, ResolvedCluster, ResolvedRole } from "./landing-zone";
import { clusterName, type Reader } from "./pods";

/**
 * A hash of `parts`, twelve hexadecimal digits long. It never changes, on any machine: role names and statement ids contain it. The
 * parts are kept apart: ("a", "b") is not ("ab").
 */
export function shortHash(...parts: string[]): string {
  const text = parts.join("\n");
  return getOrMake(hashes, text, () => bytesToHex(sha256(text)).slice(0, 12));
}

/** A landing zone names each key once for each of its readers, and two versions of it name much the same. */
const hashes = new Map<string, string>();

/**
 * The default name of a reader's role: cluster, namespace and service account as far as IAM's 64 characters allow, then a hash of
 * the whole reader. The same reader always gets the same name, so an owner can name the role before it exists.
 */
export function readerRoleName(reader: Reader): string {
  return derivedName(reader, "");
}

/** The name of a reader's target role, the role in the owner's account that it reads as in mode `targetRole`. */
export function targetRoleName(reader: Reader): string {
  return derivedName(reader, "-target");
}

function derivedName({ clusterArn, namespace, serviceAccount }: Reader, kind: string): string {
  // Truncation and joining could give two readers the same words. The hash keeps them apart.
  const ending = `${kind}-${shortHash(clusterArn, namespace, serviceAccount, kind)}`;
  return `${`${clusterName(clusterArn)}-${namespace}-${serviceAccount}`.slice(0, roleNameLimit - ending.length)}${ending}`;
}

/** The deployed role with this ARN. Its name may no longer be in the inventory. */
export function deployedRole(arn: string, account: ResolvedRole["account"]): ResolvedRole {
  return { account, ...rolePlace(arn), arn };
}

/** The name and path in a role's ARN. */
export function rolePlace(arn: string): { name: string; path: string } {
  const [, path = "/", name = ""] =
    /^role(\/(?:.*\/)?)([^/]+)$/.exec(parseArn(arn)?.resource ?? "") ?? [];
  return { name, path };
}

/** The layers of an account, in the order of deployment. */
export const layers = ["cluster", "secrets", "workloads"] as const;

export type Layer = (typeof layers)[number];

/** Name of the stack of an account's layer. */
export function stackName({ name }: Pick<ResolvedAccount, "name">, layer: Layer): string {
  return `${name}.${layer}`;
}

/** An account for people, such as `111122223333 (shop)`. */
export function accountTitle({ id, name }: Pick<ResolvedAccount, "id" | "name">): string {
  return name === id ? id : `${id} (${name})`;
}

/** The AWS account id and the region of a resource. */
export interface Location {
  account: string;
  region: string;
}

/** The ARN of an IAM role. `path` begins and ends with `/`; the default in IAM is `/`. */
export function roleArn(partition: string, account: string, path: string, name: string): string {
  return formatArn({
    partition,
    service: "iam",
    region: "",
    account,
    resource: `role${path}${name}`,
  });
}

/** The ARN of an EKS cluster. */
export function clusterArn(at: Location, name: string): string {
  return regional("eks", at, `cluster/${name}`);
}

/** The ARN of a secret. `suffix` is the six characters that Secrets Manager assigned at its creation. */
export function secretArn(at: Location, name: string, suffix: string): string {
  return regional("secretsmanager", at, `secret:${name}-${suffix}`);
}

/** The ARN of a KMS key. */
export function keyArn(at: Location, keyId: string): string {
  return regional("kms", at, `key/${keyId}`);
}

/** The ARN of a KMS alias, whose name is given without `alias/`. Policies match keys, not aliases. */
export function aliasArn(at: Location, name: string): string {
  return regional("kms", at, `alias/${name}`);
}

/** The ARN of a Systems Manager parameter. A hierarchical name's leading slash is not doubled. */
export function parameterArn(at: Location, name: string): string {
  return regional("ssm", at, `parameter${name.startsWith("/") ? "" : "/"}${name}`);
}

/** The ARN of a cluster's IAM OIDC provider. For a cluster that does not exist yet, a stand-in until EKS has assigned the id. */
export function oidcProviderArn({ account, arn, oidcProvider, region }: ResolvedCluster): string {
  if (oidcProvider !== undefined) return oidcProvider;
  const domain = account.partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
  const id = bytesToHex(sha256(arn)).slice(0, 32).toUpperCase();
  return formatArn({
    partition: account.partition,
    service: "iam",
    region: "",
    account: account.id,
    resource: `oidc-provider/oidc.eks.${region}.${domain}/id/${id}`,
  });
}

function regional(service: string, { account, region }: Location, resource: string): string {
  return formatArn({ partition: partitionOf(region), service, region, account, resource });
}

/** A stand-in for the six characters that Secrets Manager will assign to the secret that `parts` identify. */
export function standInSuffix(...parts: string[]): string {
  return shortHash(...parts).slice(0, 6);
}

/** A stand-in for the id that KMS will assign to the key that `parts` identify. It has the shape of a key id. */
export function standInKeyId(...parts: string[]): string {
  const [a, b] = [shortHash(...parts, "a"), shortHash(...parts, "b")];
  return [a.slice(0, 8), a.slice(8), b.slice(0, 4), b.slice(4, 8), a].join("-");
}
