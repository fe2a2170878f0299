import { createsNamespace, type ResolvedCluster, type ResolvedReader } from "eks-pod-secrets/grant";
import { ROLE_ANNOTATION } from "eks-pod-secrets/manifest";
import { isBuiltInNamespace } from "eks-pod-secrets/rules";
import { absentCluster } from "../../stacks/absent-cluster";
import type { Layer } from "../../stacks/stack-plan";
import {
  deploymentOf,
  type FoundInCluster,
  providerClassOf,
  serviceAccountOf,
} from "./found-in-cluster";

/** What the inventory's own stacks hold in a cluster. */
export interface HeldOfCluster {
  cluster: boolean;
  agent: boolean;
  driver: boolean;
  namespaces: ReadonlySet<string>;
  /** Service accounts, as `namespace/name`. */
  serviceAccounts: ReadonlySet<string>;
  providerClasses: ReadonlySet<string>;
  deployments: ReadonlySet<string>;
}

/** A cluster, its readers, what was found in it, and which part of that belongs to the inventory. */
export interface LookedAt {
  cluster: ResolvedCluster;
  readers: readonly ResolvedReader[];
  /** What was found; undefined if the cluster does not exist. */
  found: FoundInCluster | undefined;
  held: HeldOfCluster;
  /** The layers to deploy. */
  layers: ReadonlySet<Layer>;
}

/** Where the inventory and a cluster disagree, by the layer that cannot be deployed: sentences, with what to write instead. */
export type Mismatches = Record<"cluster" | "workloads", string[]>;

/**
 * Finds the mismatches of a cluster. Workloads wait for their cluster, and owners of secrets for the readers' clusters, so each
 * mismatch is only reported for one layer.
 */
export function clusterMismatches(look: LookedAt): Mismatches {
  const { cluster, found, held, layers } = look;
  const own = layers.has("cluster") ? existence(look) : [];
  if (own.length > 0 || !found) return { cluster: own, workloads: [] };
  return {
    cluster: [
      ...(found.contextMismatch ? [found.contextMismatch] : []),
      ...(layers.has("cluster") ? installation(cluster, found, held) : []),
    ],
    workloads: layers.has("workloads")
      ? [...namespaces(look, found), ...accounts(look, found), ...mounts(look, found)]
      : [],
  };
}

function existence({ cluster, found, held }: LookedAt): string[] {
  const { create, id } = cluster;
  if (create && found && !held.cluster) {
    return [
      `cluster ${id} exists already: write existing: true in place of create under clusters.${id}`,
    ];
  }
  if (!create && !found) {
    return [absentCluster(cluster)];
  }
  return [];
}

function installation(
  { id, secretsStoreCsi }: ResolvedCluster,
  { hasAgent, hasDriver }: FoundInCluster,
  held: HeldOfCluster,
): string[] {
  const { install, podIdentityAgent } = secretsStoreCsi;
  const driver = expected(install, hasDriver, held.driver);
  const agent = expected(podIdentityAgent, hasAgent, held.agent);
  if (driver === install && agent === podIdentityAgent) return [];
  const [has, lacks] = [true, false].map((isThere) => [
    ...(agent !== podIdentityAgent && hasAgent === isThere ? ["the Pod Identity agent"] : []),
    ...(driver !== install && hasDriver === isThere ? ["the Secrets Store CSI driver"] : []),
  ]);
  const facts = [
    ...(has?.length ? [`has ${has.join(" and ")} already`] : []),
    ...(lacks?.length ? [`lacks ${lacks.join(" and ")}`] : []),
  ];
  return [
    `cluster ${id} ${facts.join(" and ")}: write install: ${driver} and podIdentityAgent: ${agent} under clusters.${id}.secretsStoreCsi`,
  ];
}

/** The right way to install a part, if the inventory's does not work. */
function expected<Install extends string>(
  install: Install,
  isThere: boolean,
  isHeld: boolean,
): Install | "existing" | "addon" {
  if (isHeld) return install;
  if (isThere) return "existing";
  return install === "existing" ? "addon" : install;
}

function namespaces({ cluster, held, readers }: LookedAt, found: FoundInCluster): string[] {
  const needed = [...new Set(readers.map(({ namespace }) => namespace))].filter(
    (name) => !isBuiltInNamespace(name),
  );
  const isOwn = (name: string) => held.namespaces.has(name) || found.createdNamespaces.has(name);
  const lacks = needed.filter(
    (name) => !found.namespaces.has(name) && !createsNamespace(cluster, name),
  );
  const has = needed.filter(
    (name) => found.namespaces.has(name) && createsNamespace(cluster, name) && !isOwn(name),
  );
  if (lacks.length + has.length === 0) return [];
  const create = needed.filter((name) => !found.namespaces.has(name) || isOwn(name));
  const all = create.length === needed.length;
  const setting = all ? "true" : create.length === 0 ? "false" : `[${create.join(", ")}]`;
  const facts = [
    ...(lacks.length > 0 ? [`lacks the namespaces ${lacks.join(", ")}`] : []),
    ...(has.length > 0 ? [`has the namespaces ${has.join(", ")} already`] : []),
  ];
  return [
    `cluster ${cluster.id} ${facts.join(" and ")}: write createNamespaces: ${setting} under clusters.${cluster.id}${lacks.length > 0 ? ", or have them made" : ""}`,
  ];
}

function accounts({ cluster, held, readers }: LookedAt, found: FoundInCluster): string[] {
  const isThere = (reader: ResolvedReader) => found.serviceAccounts.has(serviceAccountOf(reader));
  const isOwn = (reader: ResolvedReader) => held.serviceAccounts.has(serviceAccountOf(reader));
  const has = readers.filter((one) => one.createServiceAccount && isThere(one) && !isOwn(one));
  // Another tool may create the service account together with its pod.
  const lacks = readers.filter(
    (one) =>
      !one.createServiceAccount &&
      one.deployment &&
      found.namespaces.has(one.namespace) &&
      !isThere(one),
  );
  const unannotated = readers.filter(
    (one) =>
      !one.createServiceAccount &&
      one.identity === "irsa" &&
      isThere(one) &&
      found.annotatedRoles.get(serviceAccountOf(one)) !== one.role.arn,
  );
  const names = (list: ResolvedReader[]) => list.map(serviceAccountOf).join(", ");
  const entries = (list: ResolvedReader[]) => list.map(({ id }) => `readers.${id}`).join(", ");
  return [
    ...unannotated.map(
      (one) =>
        `service account ${serviceAccountOf(one)} of cluster ${cluster.id} does not name the role of readers.${one.id}, so that its pods would mount nothing: kubectl -n ${one.namespace} annotate --overwrite serviceaccount ${one.serviceAccount} ${ROLE_ANNOTATION}=${one.role.arn}`,
    ),
    ...(has.length > 0
      ? [
          `cluster ${cluster.id} has the service accounts ${names(has)} already: write createServiceAccount: false under ${entries(has)}`,
        ]
      : []),
    ...(lacks.length > 0
      ? [
          `cluster ${cluster.id} lacks the service accounts ${names(lacks)}: write createServiceAccount: true under ${entries(lacks)}, or have them made`,
        ]
      : []),
  ];
}

/** Objects that the stacks create for a reader but whose names are taken by others. */
function mounts({ cluster, held, readers }: LookedAt, found: FoundInCluster): string[] {
  const classes = readers.filter((one) =>
    isOthers(providerClassOf(one), found.providerClasses, held.providerClasses),
  );
  const deployments = readers.filter((one) =>
    isOthers(deploymentOf(one), found.deployments, held.deployments),
  );
  return [
    ...classes.map(
      (one) =>
        `cluster ${cluster.id} has the SecretProviderClass ${providerClassOf(one)} already: write another secretProviderClass under readers.${one.id}, or delete it`,
    ),
    ...deployments.map(
      (one) =>
        `cluster ${cluster.id} has the Deployment ${deploymentOf(one)} already: take deployment out of readers.${one.id}, give the reader another name, or delete the Deployment`,
    ),
  ];
}

function isOthers(name: string, found: ReadonlySet<string>, held: ReadonlySet<string>): boolean {
  return found.has(name) && !held.has(name);
}
