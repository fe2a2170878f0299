import { administratorArn, parseArn, secretArn } from "../grant";
import type {
  ResolvedCluster,
  ResolvedGrant,
  ResolvedKey,
  ResolvedParameterGrant,
  ResolvedReader,
  ResolvedRole,
  ResolvedSecret,
  ResolvedSecretGrant,
} from "../grant/landing-zone/landing-zone";
import { readerOf } from "../grant/landing-zone/pods";
import type { ReadableParameter, ReadableSecret } from "./common-principals";
import type { PodRolePolicyInput, RoleWays, TargetRoleTrustInput } from "./pod-role-policy";
import type { KeyedSecret, SecretKeyPolicyInput } from "./secret-key-policy";
import type { SecretReader, SecretResourcePolicyInput } from "./secret-resource-policy";
import { type AttributeTags, attributeTags } from "./session-tags";

/** The ARNs that AWS assigns at creation. */
export interface AssignedArns {
  /** Full ARN of the secret in its own region. */
  secretArn(secret: ResolvedSecret): string;
  keyArn(key: ResolvedKey): string;
  /** ARN of the IAM OIDC provider of a cluster. */
  oidcProviderArn(cluster: ResolvedCluster): string;
}

/** The ways by which readers still read, until their workloads have switched to those of the landing zone. */
export interface FormerWays {
  /** ARNs of the readers' own roles as which they still read, by the reader's id. */
  ownRoles: ReadonlyMap<string, string>;
  /** Target roles as which readers still read, by the reader's id. */
  targetRoles: ReadonlyMap<string, ResolvedRole>;
  /** ARNs of the roles from which readers still assume their target roles, by the reader's id. */
  readerRoles: ReadonlyMap<string, string>;
  /** Ids of the readers whose sessions may have no tags. */
  untagged: ReadonlySet<string>;
  /** Regions in which readers still read, by the reader's id. */
  regions: ReadonlyMap<string, readonly string[]>;
  /**
   * Secrets whose readers still name only this key, by the key's id. AWS lets them open values that it has encrypted again with
   * either key.
   */
  formerKeys: ReadonlyMap<string, readonly FormerlyKeyed[]>;
}

/** A secret, and the role that still opens it with its former key. */
export interface FormerlyKeyed {
  secret: ResolvedSecret;
  reader: ResolvedReader;
  roleArn: string;
}

const NO_FORMER_WAYS: FormerWays = {
  ownRoles: new Map(),
  targetRoles: new Map(),
  readerRoles: new Map(),
  untagged: new Set(),
  regions: new Map(),
  formerKeys: new Map(),
};

/** The input for the identity policy of the role that reads (the reader's own, or its target role). */
export function podRolePolicyInput(reader: ResolvedReader, arns: AssignedArns): PodRolePolicyInput {
  const secretGrants = reader.grants.filter(isSecretGrant);
  return {
    readerAccount: (reader.targetRole ?? reader.role).account.id,
    secrets: secretGrants.flatMap((grant) => readableSecrets(grant, arns)),
    parameters: reader.grants
      .filter(isParameterGrant)
      .map((grant) => readableParameter(grant, arns)),
  };
}

/** The input for the trust policy of a reader's own role: how its pods get it. */
export function roleWays(
  { cluster, identity }: ResolvedReader,
  arns: Pick<AssignedArns, "oidcProviderArn">,
): RoleWays {
  return identity === "podIdentity"
    ? {}
    : { identity, oidcProviderArn: arns.oidcProviderArn(cluster) };
}

/** The input for the trust policy of a reader's target role. */
export function targetRoleTrustInput(
  zone: Organized,
  reader: ResolvedReader,
  { readerRoles }: FormerWays = NO_FORMER_WAYS,
): TargetRoleTrustInput {
  const formerRoleArn = readerRoles.get(reader.id);
  return {
    ...{ reader: readerOf(reader), roleArn: reader.role.arn },
    ...(formerRoleArn && { formerRoleArn }),
    ...organizationOf(zone),
  };
}

/** The input for the resource policy of a secret. */
export function secretResourcePolicyInput(
  zone: Organized,
  secret: ResolvedSecret,
  former = NO_FORMER_WAYS,
): SecretResourcePolicyInput {
  return {
    ownerAccount: secret.account.id,
    readers: directReaders(secret.grants, former),
    style: secret.style,
    extraStatements:
      secret.extraPolicyStatements as unknown as SecretResourcePolicyInput["extraStatements"],
    ...organizationOf(zone),
    ...(secret.sealed && { sealedFor: sealedFor(secret, former) }),
  };
}

/** The input for the policy of a key. */
export function secretKeyPolicyInput(
  zone: Organized,
  key: ResolvedKey,
  arns: AssignedArns,
): SecretKeyPolicyInput {
  return { keyArn: arns.keyArn(key), secrets: keyedSecrets(key, arns), ...organizationOf(zone) };
}

/** The secrets that a key encrypts or used to encrypt, with the readers that need the key's policy. */
export function keyedSecrets(
  { id, region, secrets }: ResolvedKey,
  arns: AssignedArns,
  former = NO_FORMER_WAYS,
): KeyedSecret[] {
  const keyed = (secret: ResolvedSecret, readerRoleArns: string[]): KeyedSecret => {
    const primary = arns.secretArn(secret);
    return {
      encryptionContextArns:
        region === secret.region ? [primary] : [primary, secretArnIn(region, primary)],
      readerRoleArns,
    };
  };
  return [
    ...secrets.map((secret) => {
      const inRegion = secret.grants.filter((one) => formerRegions(one, former).includes(region));
      return keyed(
        secret,
        directReaders(inRegion, former).map(({ roleArn }) => roleArn),
      );
    }),
    ...(former.formerKeys.get(id) ?? []).map(({ roleArn, secret }) => keyed(secret, [roleArn])),
  ];
}

/** Regions in which a secret is read, and those in which it was and still is there. */
export function formerRegions(
  { reader, regions, target }: ResolvedSecretGrant,
  former: Pick<FormerWays, "regions">,
): string[] {
  const copies = [target, ...target.replicas].map((one) => one.region);
  const before = former.regions.get(reader.id) ?? [];
  return [...new Set([...regions, ...before.filter((one) => copies.includes(one))])];
}

/** The ARN of a secret in one of its regions: replicas keep the name and its six characters. */
export function secretArnIn(region: string, arn: string): string {
  const { account, resource } = parseArn(arn) ?? { account: "", resource: "" };
  const [, name = "", suffix = ""] = /^secret:(.*)-(.{6})$/.exec(resource) ?? [];
  return secretArn({ account, region }, name, suffix);
}

function readableSecrets(grant: ResolvedSecretGrant, arns: AssignedArns): ReadableSecret[] {
  const { regions, target } = grant;
  const primary = arns.secretArn(target);
  return regions.map((region) => {
    const isPrimary = region === target.region;
    const arn = isPrimary ? primary : secretArnIn(region, primary);
    const key = isPrimary ? target.key : target.replicas.find((one) => one.region === region)?.key;
    return {
      arn,
      style: target.style,
      ...(key && { keyArn: arns.keyArn(key) }),
      ...(!isPrimary && { encryptionContextArns: [primary, arn] }),
    };
  });
}

function readableParameter(
  { target }: ResolvedParameterGrant,
  arns: AssignedArns,
): ReadableParameter {
  return { arn: target.arn, ...(target.key && { keyArn: arns.keyArn(target.key) }) };
}

/**
 * Readers that read as their own role. Readers with a target role are not listed: it reads as the owner itself. With the AWS
 * managed key, no own role could decrypt.
 */
function directReaders(grants: ResolvedSecretGrant[], former: FormerWays): SecretReader[] {
  return grants.flatMap(({ reader, target }) => {
    const isOpen = !reader.targetRole || hasCustomerKey(target);
    const identity = former.untagged.has(reader.id) ? "both" : reader.identity;
    return (isOpen ? ownRolesOf(reader, former) : []).map((roleArn) => ({
      reader: readerOf(reader),
      roleArn,
      ...(identity !== "podIdentity" && { identity }),
    }));
  });
}

/** The own roles as which a reader reads. Tokens lead to no target role: the reader uses one once its pods have Pod Identity. */
function ownRolesOf(
  { id, role, targetRole }: ResolvedReader,
  { ownRoles, untagged }: FormerWays,
): string[] {
  const own = targetRole && !untagged.has(id) ? [] : [role.arn];
  return [...new Set([...own, ownRoles.get(id) ?? own].flat())];
}

function hasCustomerKey({ key, replicas }: ResolvedSecret): boolean {
  return [key, ...replicas.map((replica) => replica.key)].some((one) => one !== undefined);
}

function sealedFor(secret: ResolvedSecret, former: FormerWays): string[] {
  const roles = secret.grants.flatMap(({ reader }) => [
    ...[reader.targetRole, former.targetRoles.get(reader.id)].flatMap((one) => one?.arn ?? []),
    ...ownRolesOf(reader, former),
  ]);
  const rotation = secret.rotation?.roleArn;
  return [
    ...roles,
    ...secret.account.administrators.map(administratorArn),
    ...(rotation ? [rotation] : []),
  ];
}

/** Something whose organization is known. */
interface Organized {
  organization: { id?: string };
}

function organizationOf({ organization: { id } }: Organized): { organizationId?: string } {
  return id ? { organizationId: id } : {};
}

function isSecretGrant(grant: ResolvedGrant): grant is ResolvedSecretGrant {
  return grant.kind === "secret";
}

function isParameterGrant(grant: ResolvedGrant): grant is ResolvedParameterGrant {
  return grant.kind === "parameter";
}

/**
 * The tags of a secret: the user's own, plus cluster and namespace if all its readers share them. Only the attribute style's
 * conditions need those two. In the exact style they are for people.
 */
export function secretTags({ grants, tags }: ResolvedSecret): Record<string, string> {
  const [first, ...others] = grants.map(({ reader }) => attributeTags(reader));
  const shared = first && others.every((other) => areEqual(first, other));
  return shared ? { ...tags, ...first } : tags;
}

function areEqual(a: AttributeTags, b: AttributeTags): boolean {
  return (
    a["eks-cluster-name"] === b["eks-cluster-name"] &&
    a["kubernetes-namespace"] === b["kubernetes-namespace"]
  );
}
