import * as pulumi from "@pulumi/pulumi";
import { deployedValues, secretPlace } from "eks-pod-secrets/change-losses";
import {
  isOrWasOf,
  parseArn,
  type ResolvedKey,
  type ResolvedReader,
  type ResolvedSecret,
} from "eks-pod-secrets/grant";
import { PodSecret } from "eks-pod-secrets/pod-secret";
import { PodSecretKey } from "eks-pod-secrets/pod-secret-key";
import { PodSecretKeyPolicy } from "eks-pod-secrets/pod-secret-key-policy";
import { PodTargetRole } from "eks-pod-secrets/pod-target-role";
import {
  type FormerWays,
  keyedSecrets,
  podRolePolicyInput,
  secretResourcePolicyInput,
  secretTags,
  targetRoleTrustInput,
} from "eks-pod-secrets/policy";
import { getOrMake } from "iam-proof/collections";
import { type ArnOutputs, assignedArns, grantedArns } from "./assigned-arns";
import { beforeDeployment } from "./before-deployment";
import { type SecretsOutputs, stackOutputs } from "./contract";
import { formerExistingKeys, formerWays } from "./former-ways";
import { heldList } from "./held-resources";
import { keptPolicies } from "./kept-policies";
import { type AwsProviders, awsProviders, protection } from "./provider";
import { type Revocations, revocationsOf, revokedElsewhere } from "./revocations";
import { stackName } from "./stack-plan";
import type { StackScope } from "./stack-scope";
import { formerTargets, inOtherPlace, isInOtherPlace, readingFormers } from "./target-roles";

/** Deploys what an account owns: its keys, its secrets without their values, and the target roles that read them. */
export async function secrets(scope: StackScope): Promise<SecretsOutputs> {
  const { encrypts, formers, keptKeys } = await beforeDeployment(scope);
  const providers = awsProviders(scope.account);
  const ways = await formerWays({ ...scope, formers });
  const targetRoles = scope.zone.readers.flatMap((reader) => {
    const role = reader.targetRole ?? ways.targetRoles.get(reader.id);
    return role?.account === scope.account ? [{ reader, role }] : [];
  });
  const revoked = revocationsOf(scope.held, targetRoles, await revokedElsewhere(scope));
  const owned = { scope, providers, revoked, clusterArn: clusterArns(scope), ways };
  const { account, zone } = scope;
  const keys = named(zone.keys.filter(isOf(account)), (key) => createKey(owned, key));
  const secretArns = named(zone.secrets.filter(isOf(account)), (one) =>
    createSecret(owned, one, keys),
  );
  const formerArns = named(formers, (one) => createSecret(owned, one, keys));
  const arns = { secrets: { ...secretArns, ...formerArns }, keys };
  // Only their owner may use these keys, and those readers of what they encrypted that name no other key yet.
  for (const key of [...keptKeys, ...formerExistingKeys(ways, scope)]) {
    createKeyPolicy(owned, key, { ...arns, keys: { [key.id]: createKey(owned, key) } });
  }
  const keyPolicies = named(zone.keys.filter(isOf(account)), (key) =>
    createKeyPolicy(owned, withFormers(key, formers), arns),
  );
  const readers = zone.readers.map((reader) => readingFormers(reader, formers, ways));
  const targets = [
    ...formerTargets(account, ways.targetRoles, readers),
    // If a reader has two, the workloads get this one.
    ...readers.filter(({ targetRole }) => targetRole?.account === account),
  ];
  return {
    secrets: secretArns,
    keys: keyPolicies,
    parameters: named(zone.parameters.filter(isOf(account)), ({ arn }) => pulumi.output(arn)),
    targetRoles: named(targets, (reader) => createTargetRole(owned, reader, arns)),
    formerWays: workloadsToSwitch(ways, zone),
    untagged: zone.readers.flatMap(({ grants, id, identity }) =>
      (identity !== "podIdentity" || ways.untagged.has(id)) &&
      grants.some((grant) => isOrWasOf(account, grant))
        ? [id]
        : [],
    ),
    formerRoles: formerRolesOf(scope),
    encrypts,
  };
}

/** A key with the old secrets that it encrypts in addition to the inventory's. */
function withFormers(key: ResolvedKey, formers: readonly ResolvedSecret[]): ResolvedKey {
  const encrypted = formers.filter((one) =>
    [one, ...one.replicas].some((copy) => copy.key === key),
  );
  return { ...key, secrets: [...key.secrets, ...encrypted] };
}

function workloadsToSwitch(
  { formerKeys, ...former }: FormerWays,
  { readers }: StackScope["zone"],
): SecretsOutputs["formerWays"] {
  const opening = new Set([...formerKeys.values()].flat().map(({ reader }) => reader.id));
  const waiting = readers.filter(({ id }) =>
    [opening, ...Object.values(former)].some((ways) => ways.has(id)),
  );
  return Object.fromEntries(
    waiting.map(({ cluster, id }) => [id, stackName(cluster.account, "workloads")]),
  );
}

function formerRolesOf({ account, zone }: StackScope): SecretsOutputs["formerRoles"] {
  const own = zone.externalReaders.filter(({ grants }) =>
    grants.some((grant) => isOrWasOf(account, grant)),
  );
  return Object.fromEntries(
    own.flatMap(({ formerOf, role }) => (formerOf === undefined ? [] : [[formerOf, role.arn]])),
  );
}

/** What every part of an owner's stack needs. */
interface Owned {
  scope: StackScope;
  providers: AwsProviders;
  revoked: Revocations;
  /** The ARN of another account's cluster, from the stack that holds it. */
  clusterArn: (arn: string) => pulumi.Input<string>;
  /** The former ways by which readers still come in. */
  ways: FormerWays;
}

/**
 * A grant to another account waits until the reader's cluster is created, so that no grant remains for one that never is. It does
 * not wait for a cluster that exists by the inventory: if that one is missing, one reader would block all others of its owners.
 */
function clusterArns({ zone }: StackScope): Owned["clusterArn"] {
  const references = new Map<string, ReturnType<typeof stackOutputs>>();
  const arns = new Map<string, pulumi.Input<string>>();
  const find = (arn: string): pulumi.Input<string> => {
    const cluster = zone.clusters.find((one) => one.arn === arn);
    if (!cluster?.create) return arn;
    const { name } = cluster.account;
    const reference = () => stackOutputs(cluster.account, "cluster");
    return getOrMake(references, name, reference).cluster(cluster).arn;
  };
  return (arn) => getOrMake(arns, arn, () => find(arn));
}

function createKey({ providers }: Owned, key: ResolvedKey): pulumi.Output<string> {
  if (key.existingArn !== undefined) return pulumi.output(key.existingArn);
  return new PodSecretKey(
    keyName(key),
    { keyAlias: key.alias ?? "" },
    { providers: [providers(key.region)], ...protection() },
  ).keyArn;
}

function createSecret(
  { clusterArn, providers, revoked, scope, ways }: Owned,
  secret: ResolvedSecret,
  keys: ArnOutputs["keys"],
): pulumi.Output<string> {
  const { extraStatements, organizationId, readers, sealedFor, style } = secretResourcePolicyInput(
    scope.zone,
    secret,
    ways,
  );
  const foreign = readers.filter(({ roleArn }) => parseArn(roleArn)?.account !== scope.account.id);
  return new PodSecret(
    secret.id,
    {
      ...(secret.existingArn ? { existingSecretArn: secret.existingArn } : creation(secret, keys)),
      renamedFrom: formerName(scope, secret),
      rotation: secret.rotation?.schedule,
      readers: someOf(
        foreign.map(({ reader, ...role }) => ({
          reader: { ...reader, clusterArn: clusterArn(reader.clusterArn) },
          ...role,
        })),
      ),
      style,
      organizationId,
      sealedFor,
      extraPolicyStatements: someOf([
        ...(extraStatements ?? []),
        ...revoked.statements(secret, ways.ownRoles),
      ]),
    },
    { providers: [providers(secret.region)], ...protection() },
  ).secretArn;
}

/** The former name of a secret. Its rename was confirmed or refused before the stack creates anything. */
function formerName({ account, held }: StackScope, secret: ResolvedSecret): string | undefined {
  const { secrets } = deployedValues(account.name, heldList(held));
  const { arn = "" } = secrets.find(({ id }) => id === secret.id) ?? {};
  const { name } = secretPlace(arn);
  return secret.existingArn || name === secret.name || name === "" ? undefined : name;
}

function creation(secret: ResolvedSecret, keys: ArnOutputs["keys"]) {
  const { description, key, name, recoveryWindowInDays, replicas } = secret;
  return {
    secretName: name,
    description,
    keyArn: key && keys[key.id],
    recoveryWindowInDays,
    tags: secretTags(secret),
    replicas: someOf(
      replicas.map((replica) => ({
        region: replica.region,
        keyArn: replica.key && keys[replica.key.id],
      })),
    ),
  };
}

function createKeyPolicy(
  { providers, scope, ways }: Owned,
  key: ResolvedKey,
  arns: ArnOutputs,
): pulumi.Output<string> {
  const former = (ways.formerKeys.get(key.id) ?? []).map(({ secret }) => secret);
  const encrypted = named([...key.secrets, ...former], ({ id }) => ownArn(arns.secrets, id));
  const secrets = assignedArns({ secrets: encrypted, keys: {} }).apply((assigned) =>
    keyedSecrets(key, assigned, ways),
  );
  return new PodSecretKeyPolicy(
    keyName(key),
    { keyArn: ownArn(arns.keys, key.id), secrets, organizationId: scope.zone.organization.id },
    { providers: [providers(key.region)] },
  ).keyArn;
}

function createTargetRole(
  { clusterArn, providers, revoked, scope, ways }: Owned,
  reader: ResolvedReader,
  arns: ArnOutputs,
): pulumi.Output<string> {
  const trust = targetRoleTrustInput(scope.zone, reader, ways);
  const { formerRoleArn, organizationId, reader: identity, roleArn } = trust;
  const granted = grantedArns(reader, {
    secret: ({ target }) => ownArn(arns.secrets, target.id),
    key: (_, key) => ownArn(arns.keys, key.id),
  });
  const reads = assignedArns(granted).apply((assigned) => podRolePolicyInput(reader, assigned));
  const provider = providers(scope.account.region);
  return new PodTargetRole(
    reader.id,
    {
      reader: { ...identity, clusterArn: clusterArn(identity.clusterArn) },
      readerRoleArn: roleArn,
      formerReaderRoleArn: formerRoleArn,
      ownerAccountId: scope.account.id,
      secrets: reads.secrets,
      parameters: reads.apply(({ parameters = [] }) => parameters),
      roleName: reader.targetRole?.name,
      rolePath: reader.targetRole?.path,
      permissionsBoundary: reader.permissionsBoundary,
      keptPolicyNames: keptPolicies(revoked.policyNames(reader), reader.targetRole, provider),
      organizationId,
    },
    {
      providers: [provider],
      ...(isInOtherPlace(reader, ways.targetRoles, scope.held) && inOtherPlace(reader.id)),
    },
  ).roleArn;
}

/** The ARN of something in the stack's own account: a key encrypts, and a target role reads, nothing else. */
function ownArn(arns: Record<string, pulumi.Output<string>>, id: string): pulumi.Output<string> {
  const arn = arns[id];
  if (arn === undefined) throw new Error(`${id} is not of this stack's account`);
  return arn;
}

function keyName({ alias, existingArn, region }: ResolvedKey): string {
  return `${alias ?? existingArn?.split("/").at(-1)}-${region}`;
}

/** The list, or undefined if it is empty, so that no empty list appears in the state. */
function someOf<T>(list: T[]): T[] | undefined {
  return list.length > 0 ? list : undefined;
}

function isOf<T>(account: T): (one: { account: T }) => boolean {
  return (one) => one.account === account;
}

function named<T extends { id: string }, U>(items: T[], value: (item: T) => U): Record<string, U> {
  return Object.fromEntries(items.map((item) => [item.id, value(item)]));
}
