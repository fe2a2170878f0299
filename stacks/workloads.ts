import { Deployment } from "@pulumi/kubernetes/apps/v1/deployment";
import { Namespace } from "@pulumi/kubernetes/core/v1/namespace";
import type { Provider as KubernetesProvider } from "@pulumi/kubernetes/provider";
import * as pulumi from "@pulumi/pulumi";
import { formerRights, readingHeld, withRights } from "eks-pod-secrets/change-losses";
import {
  CREATED_NAMESPACE_LABELS,
  createsNamespace,
  type ResolvedAccount,
  type ResolvedCluster,
  type ResolvedReader,
  regionsOf,
} from "eks-pod-secrets/grant";
import { deployment, grantedObjects, grantedSyncs } from "eks-pod-secrets/manifest";
import { PodReader } from "eks-pod-secrets/pod-reader";
import {
  type AssignedArns,
  podRolePolicyInput,
  type Statement,
  secretArnIn,
} from "eks-pod-secrets/policy";
import { SecretMount } from "eks-pod-secrets/secret-mount";
import { getOrMake } from "iam-proof/collections";
import { type ArnSource, assignedArns, grantedArns } from "./assigned-arns";
import {
  type ClusterConnection,
  type ReaderOutputs,
  type StackOutputs,
  stackOutputs,
  type WorkloadsOutputs,
} from "./contract";
import { namedKeys } from "./former-ways";
import { heldOutputs } from "./held-resources";
import { type IdentityStep, identityStep, readerNow } from "./identity-step";
import { policiesThatStay } from "./kept-policies";
import { type AwsProviders, awsProviders, checkedConnection, kubernetesProvider } from "./provider";
import { type Revocations, revocationsOf } from "./revocations";
import { stackName } from "./stack-plan";
import type { StackScope } from "./stack-scope";

/** Deploys the readers of an account's clusters: their roles, service accounts, mounts and workloads. */
export function workloads({ account, held, zone }: StackScope): WorkloadsOutputs {
  const own = zone.readers
    .filter(({ cluster }) => cluster.account === account)
    .map((one) => readerNow(one, held));
  const revoked = revocationsOf(
    held,
    own.map((reader) => ({ reader, role: reader.role })),
  );
  const providers = awsProviders(account);
  const clusterStack = stackOutputs(account, "cluster");
  const secretsStack = secretsStacks();
  const clusters = zone.clusters.filter((one) => one.account === account);
  const steps = new Map(
    own.map((one) => {
      const reading = readingHeld(one.id, (type, name) => heldOutputs(held, type, name));
      return [one.id, { ...identityStep(one, held), rights: formerRights(one, reading) }];
    }),
  );
  const unfinished = own.filter(({ id }) => {
    const { isLast, rights } = steps.get(id) ?? {};
    return isLast === false || rights !== undefined;
  });
  return {
    formerWays: Object.fromEntries(
      unfinished.map(({ id }) => [id, stackName(account, "workloads")]),
    ),
    readers: Object.fromEntries(
      clusters.flatMap((cluster) => {
        const readers = own.filter((reader) => reader.cluster === cluster);
        if (readers.length === 0) return [];
        const connection = clusterStack
          .cluster(cluster)
          .apply((one) => checkedConnection(cluster, one));
        const kubernetes = kubernetesProvider(cluster, connection);
        const namespaces = createdNamespaces(cluster, readers, kubernetes);
        const site = {
          connection,
          kubernetes,
          namespaces,
          providers,
          revoked,
          secretsStack,
          steps,
        };
        return readers.map((reader) => [reader.id, readerWorkload(reader, site)]);
      }),
    ),
  };
}

/** What every reader in a cluster needs. */
interface Site {
  connection: pulumi.Output<ClusterConnection>;
  /** How pods get their role after this run, by the reader's id, with the rights that its role keeps. */
  steps: ReadonlyMap<string, IdentityStep & { rights: Statement[] | undefined }>;
  kubernetes: KubernetesProvider;
  namespaces: Namespace[];
  providers: AwsProviders;
  revoked: Revocations;
  secretsStack: (owner: ResolvedAccount) => StackOutputs;
}

/** One reference to each owner's stack, made when the first of its secrets is read. */
function secretsStacks(): Site["secretsStack"] {
  const stacks = new Map<ResolvedAccount, StackOutputs>();
  return (owner) => getOrMake(stacks, owner, () => stackOutputs(owner, "secrets"));
}

/**
 * Creates namespaces of a cluster. The engine never deletes one, because others may have put something there. Namespaces of earlier
 * releases have no labels, and stay as they are.
 */
function createdNamespaces(
  cluster: ResolvedCluster,
  readers: ResolvedReader[],
  provider: KubernetesProvider,
): Namespace[] {
  const names = new Set(readers.map(({ namespace }) => namespace));
  return [...names]
    .filter((name) => createsNamespace(cluster, name))
    .map(
      (name) =>
        new Namespace(
          `${cluster.id}-${name}`,
          { metadata: { name, labels: CREATED_NAMESPACE_LABELS } },
          { provider, retainOnDelete: true, ignoreChanges: ["metadata.labels"] },
        ),
    );
}

function readerWorkload(reader: ResolvedReader, site: Site): ReaderOutputs {
  const arns = assignedArns(grantedArns(reader, ownersArns(site)));
  const podReader = readerIdentity(reader, arns, site);
  const mount = secretMount(reader, arns, podReader, site);
  if (reader.deployment) workload(reader, mount, podReader, site);
  return {
    mode: reader.targetRole ? "targetRole" : "resourcePolicy",
    ...(reader.targetRole && { targetRoleArn: reader.targetRole.arn }),
    regions: regionsOf(reader),
    identity: site.steps.get(reader.id)?.identity ?? reader.identity,
    keys: namedKeys(reader),
    roleArn: podReader.roleArn,
    associationId: podReader.associationId,
    serviceAccount: podReader.serviceAccount,
    secretProviderClass: mount.secretProviderClass,
  };
}

/** ARNs from the owners' stacks. */
function ownersArns({ secretsStack }: Site): ArnSource {
  return {
    secret: ({ target }) =>
      secretsStack(target.account).arn("secrets", target.id, "secretsmanager"),
    key: ({ target }, key) => secretsStack(target.account).arn("keys", key.id, "kms"),
  };
}

function readerIdentity(
  reader: ResolvedReader,
  arns: pulumi.Output<AssignedArns>,
  { connection, kubernetes, namespaces, providers, revoked, secretsStack, steps }: Site,
): PodReader {
  const { cluster, createServiceAccount, namespace, serviceAccount } = reader;
  const { permissionsBoundary, role, targetRole } = reader;
  const reads = arns.apply((assigned) => podRolePolicyInput(reader, assigned));
  const provider = providers(cluster.region);
  const { formerIdentity, identity = "podIdentity", rights } = steps.get(reader.id) ?? {};
  const hasTokens = identity !== "podIdentity";
  return new PodReader(
    reader.id,
    {
      clusterArn: connection.arn,
      ...(hasTokens && {
        identity,
        formerIdentity,
        oidcProviderArn: connection.apply((one) => neededProvider(cluster, one)),
      }),
      namespace,
      serviceAccount,
      createServiceAccount,
      roleName: role.name,
      rolePath: role.path,
      permissionsBoundary,
      ...policiesThatStay(reader, revoked.policyNames(reader), provider),
      ...(targetRole
        ? { targetRoleArn: secretsStack(targetRole.account).arn("targetRoles", reader.id, "iam") }
        : { secrets: reads.secrets, parameters: reads.apply(({ parameters = [] }) => parameters) }),
    },
    {
      providers: [provider, kubernetes],
      dependsOn: namespaces,
      ...(rights && { transformations: [keeping(rights)] }),
    },
  );
}

/** Keeps these former rights in the policy of a reader's role. */
function keeping(rights: readonly Statement[]): pulumi.ResourceTransformation {
  return ({ opts, props, type }) => {
    if (type !== "aws:iam/rolePolicy:RolePolicy") return undefined;
    const policy = pulumi
      .output(props.policy as pulumi.Input<string>)
      .apply((text) => JSON.stringify(withRights(JSON.parse(text), rights)));
    return { opts, props: { ...props, policy } };
  };
}

function neededProvider(
  { account, id }: ResolvedCluster,
  { oidcProviderArn }: ClusterConnection,
): string {
  if (oidcProviderArn !== undefined) return oidcProviderArn;
  const stack = stackName(account, "cluster");
  throw new pulumi.RunError(
    `cluster ${id} must have an IAM OIDC provider, as a reader's pods get their role by tokens; run pulumi up -s ${stack} first`,
  );
}

/** Deployed after the reader: a pod mounts everything that its SecretProviderClass names, or nothing. */
function secretMount(
  reader: ResolvedReader,
  arns: pulumi.Output<AssignedArns>,
  podReader: PodReader,
  { kubernetes, namespaces, steps }: Site,
): SecretMount {
  const { failoverRegion, namespace, region, secretProviderClass } = reader;
  const syncs = grantedSyncs(reader);
  return new SecretMount(
    reader.id,
    {
      namespace,
      secretProviderClass,
      region,
      failoverRegion,
      ...(steps.get(reader.id)?.usePodIdentity === false && { usePodIdentity: false }),
      objects: arns.apply((assigned) =>
        grantedObjects(reader, (secret, where) => secretArnIn(where, assigned.secretArn(secret))),
      ),
      secretObjects: syncs.length > 0 ? syncs : undefined,
      mountPath: reader.deployment?.mountPath,
    },
    { providers: [kubernetes], dependsOn: [...namespaces, podReader] },
  );
}

/** Deployed after the reader: a pod that starts before its association exists has no credentials until it is restarted. */
function workload(
  reader: ResolvedReader,
  { contents, volume, volumeMount }: SecretMount,
  podReader: PodReader,
  { kubernetes, steps }: Site,
): Deployment {
  const { id, namespace, role, serviceAccount, targetRole } = reader;
  const { formerIdentity, identity } = steps.get(id) ?? {};
  // Only a pod that is created after the association is gone gets the token.
  const hasToken = identity === "irsa" && formerIdentity === undefined;
  const manifest = pulumi
    .output({
      ...reader.deployment,
      image: reader.deployment?.image ?? "",
      namespace,
      name: id,
      serviceAccount,
      role: `${(targetRole ?? role).arn}${hasToken ? " (irsa)" : ""}`,
      contents,
      volume,
      volumeMount,
    })
    .apply(deployment);
  return new Deployment(
    id,
    { metadata: manifest.metadata, spec: manifest.spec },
    {
      provider: kubernetes,
      dependsOn: [podReader],
      ...(reader.deployment?.autoscaled && { ignoreChanges: ["spec.replicas"] }),
    },
  );
}
