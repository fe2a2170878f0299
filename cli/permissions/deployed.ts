import {
  aliasArn,
  formatArn,
  formerSecrets,
  keyArn,
  type LandingZone,
  type ResolvedAccount,
  type ResolvedKey,
  type ResolvedRole,
  type ResolvedSecret,
  roleArn,
  secretArn,
} from "eks-pod-secrets/grant";
import { secretArnIn } from "eks-pod-secrets/policy";
import type { Deployed } from "./calls/call";

/** What an account has of each kind, as ARNs for policies. */
export function deployedIn(
  zone: LandingZone,
  account: ResolvedAccount,
): Record<Deployed, string[]> {
  const isOwn = (one: { account: ResolvedAccount }) => one.account === account;
  const secrets = zone.secrets.filter(isOwn);
  const formers = formerSecrets(zone, account);
  const keys = zone.keys.filter(isOwn);
  const parameters = zone.parameters.filter(isOwn);
  const created = secrets.filter(({ existingArn }) => existingArn === undefined);
  const createdKeys = keys.filter(({ existingArn }) => existingArn === undefined);
  return distinctLists({
    ...clustersIn(zone, account),
    secrets: [...secrets, ...formers].flatMap(secretArns),
    createdSecrets: [...created, ...formers].flatMap(secretArns),
    replicatedSecrets: [...created, ...formers].flatMap((one) =>
      one.replicas.length > 0 ? secretArns(one) : [],
    ),
    rotatedSecrets: secrets.flatMap((one) => (one.rotation?.schedule ? secretArns(one) : [])),
    rotationFunctions: secrets.flatMap(({ rotation }) => rotation?.schedule?.lambdaArn ?? []),
    formerSecrets: formers.flatMap(secretArns),
    succeedingSecrets: secrets.flatMap((one) => (one.former ? secretArns(one) : [])),
    secretKeys: keys.flatMap((key) => (key.secrets.length > 0 ? keyArns(key) : [])),
    keys: keys.flatMap(keyArns),
    createdKeys: createdKeys.flatMap(keyArns),
    keysAndAliases: createdKeys.flatMap((key) => [...keyArns(key), ...aliasArns(key)]),
    parameters: parameters.map(({ arn }) => arn),
    listedParameters: parameters.map(({ arn }) => arn),
    parameterKeys: keys.flatMap((key) => (key.parameters.length > 0 ? keyArns(key) : [])),
    targetRoles: zone.readers.flatMap(({ targetRole }) =>
      targetRole && isOwn(targetRole) ? roleArns(targetRole) : [],
    ),
    readSecrets: zone.readers
      .filter(({ cluster, deployment }) => isOwn(cluster) && deployment)
      .flatMap(({ grants }) => grants)
      .flatMap(({ kind, target }) =>
        kind === "secret" && isOwn(target) ? secretArns(target) : [],
      ),
  });
}

function clustersIn(zone: LandingZone, account: ResolvedAccount) {
  const { id, partition } = account;
  const clusters = zone.clusters.filter((one) => one.account === account);
  const created = clusters.filter(({ create }) => create);
  const withAddons = clusters.filter(
    ({ create, secretsStoreCsi: { install, podIdentityAgent } }) =>
      create || install === "addon" || podIdentityAgent === "addon",
  );
  const readers = zone.readers.filter(({ cluster }) => cluster.account === account);
  const withTokens = created.filter((one) =>
    readers.some(({ cluster, identity }) => cluster === one && identity !== "podIdentity"),
  );
  const arnsOf = (list: typeof clusters) => list.map(({ arn }) => arn);
  const partsOf = (list: typeof clusters, resource: (name: string, own: string) => string) =>
    list.map(({ id: own, name, region }) =>
      formatArn({ partition, service: "eks", region, account: id, resource: resource(name, own) }),
    );
  return {
    clusters: arnsOf(clusters),
    createdClusters: arnsOf(created),
    nodeGroups: partsOf(created, (name, own) => `nodegroup/${name}/${own}-nodes-*/*`),
    // A VPC may belong to another account that shares it.
    networks: created.map(({ region }) =>
      formatArn({ partition, service: "ec2", region, account: "*", resource: "vpc/*" }),
    ),
    securityGroups: created.flatMap(({ region }) =>
      ["security-group/*", "security-group-rule/*"].map((resource) =>
        formatArn({ partition, service: "ec2", region, account: id, resource }),
      ),
    ),
    // Pulumi appends a hyphen and seven digits to the names of these roles.
    clusterRoles: created.flatMap(({ id: own }) =>
      [`${own}-eksRole-role-???????`, `${own}-node-???????`].map((name) =>
        roleArn(partition, id, "/", name),
      ),
    ),
    tokenProviders: withTokens.map(({ region }) =>
      formatArn({
        ...{ partition, service: "iam", region: "", account: id },
        resource: `oidc-provider/oidc.eks.${region}.*`,
      }),
    ),
    serviceLinkedRoles: created.flatMap(() =>
      ["eks", "eks-nodegroup"].map((service) =>
        roleArn(partition, id, `/aws-service-role/${service}.amazonaws.com/`, "*"),
      ),
    ),
    updatedClusters: arnsOf([...created, ...withAddons]),
    clustersWithAddons: arnsOf(withAddons),
    addons: partsOf(withAddons, (name) => `addon/${name}/*/*`),
    readerRoles: readers.flatMap(({ role }) => roleArns(role)),
    clustersLookedAt: arnsOf(clusters),
    clustersWithReaders: readers.map(({ cluster }) => cluster.arn),
    associations: partsOf(
      clusters.filter((one) => readers.some(({ cluster }) => cluster === one)),
      (name) => `podidentityassociation/${name}/*`,
    ),
  };
}

/**
 * A secret's ARNs for policies. AWS assigns the end of the ARN, and for a secret that does not exist it checks only the name.
 * Replicas have the same name and suffix.
 */
function secretArns(
  secret: Pick<ResolvedSecret, "account" | "name" | "region"> &
    Partial<Pick<ResolvedSecret, "existingArn" | "replicas">>,
): string[] {
  const { existingArn, name, region, replicas = [] } = secret;
  if (existingArn) return [existingArn];
  const ending = secretArn({ account: secret.account.id, region }, name, "??????");
  const primary = [ending.replace(/-\?{6}$/, ""), ending];
  return [...primary, ...replicas.map((replica) => secretArnIn(replica.region, ending))];
}

/** A key's ARNs for policies. AWS assigns its id. */
function keyArns({ account, existingArn, region }: ResolvedKey): string[] {
  return [existingArn ?? keyArn({ account: account.id, region }, "*")];
}

function aliasArns({ account, alias, region }: ResolvedKey): string[] {
  return alias === undefined ? [] : [aliasArn({ account: account.id, region }, alias)];
}

/** A role's ARN with and without its path: AWS uses the latter for a role that does not exist. */
function roleArns({ account, arn, name }: ResolvedRole): string[] {
  return [arn, roleArn(account.partition, account.id, "/", name)];
}

function distinctLists<Kind extends string>(lists: Record<Kind, string[]>): Record<Kind, string[]> {
  for (const kind in lists) lists[kind] = [...new Set(lists[kind])];
  return lists;
}
