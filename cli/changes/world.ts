import type { AccessDocuments } from "eks-pod-secrets/access";
import type { RoleDocuments, World } from "iam-proof";
import { getOrMake, memoize } from "iam-proof/collections";
import type { Cluster, Named } from "./rbac/cluster";

/** What is known about clusters in a world. */
export interface Clusters {
  clusters: Cluster[];
  /** Service accounts whose tokens for EKS Pod Identity the attacker holds. Each token is bound to a pod. */
  tokens: HeldToken[];
}

export interface HeldToken extends Named {
  /** ARN of the cluster. */
  cluster: string;
}

/** The world with these clusters. `aws-auth` names roles without their paths; this adds the paths. */
export function withClusters(world: World, clusters: Cluster[]): World {
  const roles = world.documents.roles ?? [];
  const whole = clusters.map((cluster) => ({
    ...cluster,
    awsAuth: cluster.awsAuth.flatMap((one) => {
      const found = roles.filter(({ arn }) => withoutPath(arn) === one.arn);
      return found.length > 0 ? found.map(({ arn }) => ({ ...one, arn })) : [one];
    }),
  }));
  return { ...world, more: { ...world.more, clusters: whole, tokens: [] } };
}

function withoutPath(arn: string): string {
  return arn.replace(/:(role|user)\/.*\//, ":$1/");
}

export function clustersOf({ more }: World): Clusters {
  const { clusters = [], tokens = [] } = (more ?? {}) as Partial<Clusters>;
  return { clusters, tokens };
}

/** The world in which `change` has altered one cluster. */
export function withCluster(
  world: World,
  arn: string,
  change: (cluster: Cluster) => Cluster,
): World {
  const { clusters } = clustersOf(world);
  const changed = clusters.map((one) => (one.arn === arn ? change(one) : one));
  return { ...world, more: { ...world.more, clusters: changed } };
}

export function documentsOf(world: World): AccessDocuments {
  return world.documents as AccessDocuments;
}

/** The roles whose trust policies contain one of these texts. */
export function rolesNaming({ documents }: World, ...texts: string[]): readonly RoleDocuments[] {
  const roles = documents.roles ?? NONE;
  return getOrMake(namingIn(roles), texts.join(), () =>
    roles.filter(({ trust }) => texts.some((one) => textOf(trust).includes(one))),
  );
}

const NONE: RoleDocuments[] = [];
const namingIn = memoize((_: readonly RoleDocuments[]) => new Map<string, RoleDocuments[]>());

const textOf = (trust: RoleDocuments["trust"]) =>
  typeof trust === "object" && trust !== null ? textOfObject(trust) : JSON.stringify(trust ?? {});
const textOfObject = memoize((trust: object) => JSON.stringify(trust));
