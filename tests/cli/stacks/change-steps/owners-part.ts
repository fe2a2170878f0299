import { deployedValues, heldFormers, keyUses, unnamedKeys } from "../../../../sdk/change-losses";
import {
  isOrWasOf,
  type LandingZone,
  type ResolvedAccount,
  type ResolvedKey,
  type ResolvedReader,
  type ResolvedRole,
  type ResolvedSecret,
  stackName,
} from "../../../../sdk/grant";
import {
  type FormerWays,
  formerRegions,
  keyedSecrets,
  podRolePolicy,
  podRolePolicyInput,
  secretKeyPolicy,
  secretResourcePolicy,
  secretResourcePolicyInput,
  secretTags,
  targetRoleTrust,
  targetRoleTrustInput,
} from "../../../../sdk/policy";
import { formerExistingKeys, waysByOutputs } from "../../../../stacks/former-ways";
import { heldList } from "../../../../stacks/held-resources";
import type { PlannedStack } from "../../../../stacks/stack-plan";
import { isInOtherPlace } from "../../../../stacks/target-roles";
import { ARNS, byId, keyName, type Registered, type Registration, roleParts } from "./resources";
import type { Stacks } from "./stacks";

/** What the program of an owner's stack registers. */
export function ownersPart(
  zone: LandingZone,
  { account, name }: PlannedStack,
  deployed: Stacks,
): Registered {
  const isOwn = (one: { account: ResolvedAccount }) => one.account === account;
  const held = deployedValues(account.name, heldList(deployed[name]?.resources ?? {}));
  const formers = heldFormers(zone, account, held.secrets);
  const owner = { account, formers, zone };
  const ways = waysByOutputs(owner, (stack) => deployed[stack]?.outputs ?? {});
  const secrets = [...zone.secrets.filter(isOwn), ...formers];
  const keys = zone.keys.filter(isOwn);
  const keptKeys = unnamedKeys(held.keys, { keys }).map((id): ResolvedKey => {
    const [, region = "", alias = ""] = id.split("/");
    return { id, account, region, alias, secrets: [], parameters: [] };
  });
  const roleOf = (reader: ResolvedReader, targetRole: ResolvedRole | undefined): TargetReader[] => {
    if (targetRole?.account !== account) return [];
    const grants = [
      ...reader.grants.filter(({ target }) => target.account === account),
      ...formers.flatMap((one) => one.grants.filter((grant) => grant.reader === reader)),
    ].map((one) => (one.kind === "secret" ? { ...one, regions: formerRegions(one, ways) } : one));
    return [{ ...reader, targetRole, grants }];
  };
  const targets = [
    ...zone.readers.flatMap((reader) => roleOf(reader, ways.targetRoles.get(reader.id))),
    ...zone.readers.flatMap((reader) => roleOf(reader, reader.targetRole)),
  ];
  const isOther = (reader: ResolvedReader) =>
    isInOtherPlace(reader, ways.targetRoles, deployed[name]?.resources ?? {});
  const opening = new Set([...ways.formerKeys.values()].flat().map(({ reader }) => reader.id));
  const { formerKeys: _formerKeys, ...others } = ways;
  const wait = [opening, ...Object.values(others)];
  return {
    resources: [
      ...[...keys, ...keptKeys, ...formerExistingKeys(ways, owner)].flatMap((key) =>
        keyParts(zone, key, formers, ways),
      ),
      ...secrets.flatMap((secret) => secretParts(zone, secret, ways)),
      ...targets.flatMap((reader) =>
        targetParts(zone, reader, ways).map((one) => (isOther(reader) ? inOtherPlace(one) : one)),
      ),
    ],
    outputs: {
      secrets: byId(zone.secrets.filter(isOwn), ARNS.secretArn),
      keys: byId(keys, ARNS.keyArn),
      targetRoles: byId(targets, ({ targetRole }) => targetRole.arn),
      untagged: zone.readers.flatMap(({ grants, id, identity }) =>
        (identity !== "podIdentity" || ways.untagged.has(id)) &&
        grants.some((grant) => isOrWasOf(account, grant))
          ? [id]
          : [],
      ),
      encrypts: keyUses([...keys, ...keptKeys]),
      formerWays: Object.fromEntries(
        zone.readers
          .filter(({ id }) => wait.some((one) => one.has(id)))
          .map(({ cluster, id }) => [id, stackName(cluster.account, "workloads")]),
      ),
    },
  };
}

function keyParts(
  { organization }: LandingZone,
  key: ResolvedKey,
  formers: readonly ResolvedSecret[],
  ways: FormerWays,
): Registration[] {
  const name = keyName(key);
  const encrypted = formers.filter((one) =>
    [one, ...one.replicas].some((copy) => copy.key === key),
  );
  const secrets = [...key.secrets, ...encrypted];
  const former = (ways.formerKeys.get(key.id) ?? []).map(({ secret }) => secret);
  const keyArn = ARNS.keyArn(key);
  const policy = secretKeyPolicy({
    keyArn,
    secrets: keyedSecrets({ ...key, secrets }, ARNS, ways),
    ...(organization.id && { organizationId: organization.id }),
  });
  const made: Registration = {
    kind: "key",
    parent: "PodSecretKey",
    name: `${name}-key`,
    outputs: { arn: keyArn },
    after: [],
  };
  return [
    ...(key.existingArn ? [] : [made]),
    {
      kind: "keyPolicy",
      parent: "PodSecretKeyPolicy",
      name: `${name}-policy`,
      outputs: { keyArn, keyId: keyArn.split("/").at(-1), policy: JSON.stringify(policy) },
      after: [
        `${name}-key`,
        ...[...secrets, ...former].flatMap(({ id }) => [`${id}-secret`, `${id}-policy`]),
      ],
    },
  ];
}

function secretParts(zone: LandingZone, secret: ResolvedSecret, ways: FormerWays): Registration[] {
  const { existingArn, id, key, name, recoveryWindowInDays, replicas } = secret;
  const arn = ARNS.secretArn(secret);
  const policy = secretResourcePolicy(secretResourcePolicyInput(zone, secret, ways));
  const keys = [key, ...replicas.map((one) => one.key)].flatMap((one) => one ?? []);
  const made: Registration = {
    kind: "secret",
    parent: "PodSecret",
    name: `${id}-secret`,
    outputs: {
      arn,
      name,
      recoveryWindowInDays,
      tags: secretTags(secret),
      ...(key && { kmsKeyId: ARNS.keyArn(key) }),
      ...(replicas.length > 0 && {
        replicas: replicas.map((one) => ({
          region: one.region,
          ...(one.key && { kmsKeyId: ARNS.keyArn(one.key) }),
        })),
      }),
    },
    after: keys.map((one) => `${keyName(one)}-key`),
  };
  const open: Registration = {
    kind: "secretPolicy",
    parent: "PodSecret",
    name: `${id}-policy`,
    outputs: { secretArn: arn, policy: JSON.stringify(policy) },
    after: [`${id}-secret`],
  };
  return [...(existingArn ? [] : [made]), ...(policy ? [open] : [])];
}

function inOtherPlace(one: Registration): Registration {
  return {
    ...one,
    parent: `OtherTargetRole$eks-pod-secrets:index:${one.parent}`,
    label: `other ${one.name}`,
    after: one.after.map((name) =>
      name === `${one.name.replace(/policy$/, "role")}` ? `other ${name}` : name,
    ),
  };
}

type TargetReader = ResolvedReader & { targetRole: ResolvedRole };

function targetParts(zone: LandingZone, reader: TargetReader, ways: FormerWays): Registration[] {
  const secrets = reader.grants.flatMap(({ kind, target }) => (kind === "secret" ? [target] : []));
  const keys = secrets.flatMap(({ key }) => key ?? []);
  const after = [
    ...secrets.flatMap(({ id }) => [`${id}-secret`, `${id}-policy`]),
    ...keys.flatMap((key) => [`${keyName(key)}-key`]),
  ];
  return roleParts("PodTargetRole", reader.id, reader.targetRole, {
    trust: targetRoleTrust(targetRoleTrustInput(zone, reader, ways)),
    rights: podRolePolicy(podRolePolicyInput(reader, ARNS)),
    after,
  });
}
