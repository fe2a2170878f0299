import { parseArn } from "eks-pod-secrets/grant";
import type { Call, World } from "iam-proof";
import { awsCall, childArn } from "../../kind";
import type { AccessEntry, Cluster } from "../../rbac/cluster";
import { withCluster } from "../../world";

/** ARN of a principal's access entry, with a stand-in for the ID that AWS assigns. */
export function entryArn(cluster: Cluster, principal: string): string {
  const { account = "", resource = "" } = parseArn(principal) ?? {};
  const [type = "", name = ""] = [resource.split("/")[0], resource.split("/").at(-1)];
  const id = "00000000-0000-0000-0000-000000000000";
  return childArn(cluster, "access-entry", type, account, name, id);
}

/** The call that creates an access entry for a principal. */
export function createEntry(cluster: Cluster, principal: string, groups: string[] = []): Call {
  return awsCall("eks:CreateAccessEntry", cluster.arn, {
    "eks:principalArn": principal,
    "eks:accessEntryType": "STANDARD",
    ...(groups.length > 0 && { "eks:kubernetesGroups": groups }),
  });
}

/** The world after the principal's access entry gets these groups or policies as well. */
export function withEntry(
  world: World,
  arn: string,
  principal: string,
  added: Partial<Pick<AccessEntry, "kubernetesGroups" | "policies">>,
): World {
  return withCluster(world, arn, (cluster) => {
    const own = cluster.accessEntries.find((one) => one.principalArn === principal) ?? {
      ...{ principalArn: principal, type: "STANDARD", username: principal },
      ...{ kubernetesGroups: [], policies: [] },
    };
    const changed = {
      ...own,
      kubernetesGroups: [...own.kubernetesGroups, ...(added.kubernetesGroups ?? [])],
      policies: [...own.policies, ...(added.policies ?? [])],
    };
    const others = cluster.accessEntries.filter((one) => one.principalArn !== principal);
    return { ...cluster, accessEntries: [...others, changed] };
  });
}

/** Groups with bound roles that an access entry or an OIDC provider may give. Groups that Kubernetes reserves are left out. */
export function boundGroups({ bindings }: Cluster): string[] {
  const subjects = bindings.flatMap(({ subjects }) => subjects);
  const groups = subjects.filter(
    ({ kind, name }) => kind === "Group" && !name.startsWith("system:"),
  );
  return [...new Set(groups.map(({ name }) => name))];
}
