import { parseArn } from "eks-pod-secrets/grant";
import {
  type Actor,
  type Call,
  expressionOf,
  mayTryOn,
  valuesCompared,
  type World,
} from "iam-proof";
import { awsCall, childArn } from "../../kind";
import type { AccessEntry, Cluster } from "../../rbac/cluster";
import { principalArn } from "../../users";
import { withCluster } from "../../world";

export const CREATE = "eks:CreateAccessEntry";

/** ARN of a principal's access entry, with a stand-in for the ID that AWS assigns. */
export function entryArn(cluster: Cluster, principal: string): string {
  const { account = "", resource = "" } = parseArn(principal) ?? {};
  const [type = "", name = ""] = [resource.split("/")[0], resource.split("/").at(-1)];
  const id = "00000000-0000-0000-0000-000000000000";
  return childArn(cluster, "access-entry", type, account, name, id);
}

/** The call that creates an access entry for a principal. */
export function createEntry(
  cluster: Cluster,
  principal: string,
  more: Record<string, string | string[]> = {},
): Call {
  return awsCall(CREATE, cluster.arn, {
    ...{ "eks:principalArn": principal, "eks:accessEntryType": "STANDARD", ...more },
  });
}

/**
 * The principals whose entries the actor could change and whom the attacker acts as: itself, those that a condition of its rights names,
 * and if its own entry is out of reach, those on whose entry it may make the call.
 */
export function principalsFor(
  world: World,
  cluster: Cluster,
  actor: Actor,
  action: string,
): string[] {
  const own = principalArn(actor.principal);
  const { accessEntries, authenticationMode } = cluster;
  if (own === undefined || authenticationMode === "CONFIG_MAP") return [];
  const mayChange = (one: string) => mayTryOn(world, actor, action, entryArn(cluster, one));
  const isOwn = mayChange(own);
  const patterns = [CREATE, action].flatMap((one) =>
    valuesCompared(world, actor, one, "eks:principalarn").map(expressionOf),
  );
  const others = [...(world.held ?? [])].filter(
    (arn) => patterns.some((one) => one.test(arn)) || (!isOwn && mayChange(arn)),
  );
  return [...new Set([own, ...others])].filter((one) => {
    const entry = accessEntries.find(({ principalArn }) => principalArn === one);
    return !entry || entry.type === "STANDARD";
  });
}

/** The world after the principal's access entry gets these groups or policies as well. */
export function withEntry(
  world: World,
  arn: string,
  principal: string,
  added: Partial<Pick<AccessEntry, "kubernetesGroups" | "policies" | "username">>,
): World {
  return withCluster(world, arn, (cluster) => {
    const own = cluster.accessEntries.find((one) => one.principalArn === principal) ?? {
      ...{ principalArn: principal, type: "STANDARD", username: principal },
      ...{ kubernetesGroups: [], policies: [] },
    };
    const changed = {
      ...{ ...own, ...added },
      kubernetesGroups: [...own.kubernetesGroups, ...(added.kubernetesGroups ?? [])],
      policies: [...own.policies, ...(added.policies ?? [])],
    };
    const others = cluster.accessEntries.filter((one) => one.principalArn !== principal);
    return { ...cluster, accessEntries: [...others, changed] };
  });
}

/** Groups or users with bound roles that an access entry or an OIDC provider may give. Names that Kubernetes reserves are left out. */
export function boundNames({ bindings }: Cluster, wanted: "Group" | "User"): string[] {
  const subjects = bindings.flatMap(({ subjects }) => subjects);
  const own = subjects.filter(({ kind, name }) => kind === wanted && !name.startsWith("system:"));
  return [...new Set(own.map(({ name }) => name))];
}
