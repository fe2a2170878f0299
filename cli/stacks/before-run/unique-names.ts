import type { LandingZone } from "../../../sdk/grant";
import type { PlannedStack } from "../../../stacks/stack-plan";
import { shellWord } from "../../terminal/shell-word";
import type { ExportedResource } from "../backend/exported-state";
import { regionOf } from "../interrupted-run/settled-state";

/** Resources of which an account has one of a name, so that AWS refuses to make another. */
export type UniqueType =
  | "aws:iam/role:Role"
  | "aws:kms/alias:Alias"
  | "aws:secretsmanager/secret:Secret"
  | "aws:eks/podIdentityAssociation:PodIdentityAssociation";

/** A name under which a stack makes such a resource. */
export interface UniqueName {
  type: UniqueType;
  region: string;
  /** Of an association, the name of its cluster. */
  cluster?: string;
  /** Of an association, `namespace/serviceAccount`. */
  name: string;
  /** What to do where somebody else has made it. */
  instead: string;
  /** What to do first where it is deleted, and can be restored. */
  restore?: string;
}

/** The names that a stack needs by the inventory. */
export function neededNames(
  { account, layer }: PlannedStack,
  { keys, readers, secrets }: LandingZone,
): UniqueName[] {
  const role = (id: string, name: string, key: string): UniqueName => ({
    ...{ type: "aws:iam/role:Role", region: account.region, name },
    instead: `write another ${key} under readers.${id}, or delete the role`,
  });
  if (layer === "workloads") {
    const own = readers.filter(({ cluster }) => cluster.account === account);
    return own.flatMap((reader) => [role(reader.id, reader.role.name, "roleName"), pods(reader)]);
  }
  if (layer !== "secrets") return [];
  const targets = readers.flatMap(({ id, targetRole }) =>
    targetRole?.account === account ? [role(id, targetRole.name, "targetRoleName")] : [],
  );
  return [
    ...aliases(keys.filter((key) => key.account === account)),
    ...created(secrets.filter((secret) => secret.account === account)),
    ...targets,
  ];
}

function created(secrets: LandingZone["secrets"]): UniqueName[] {
  return secrets
    .filter(({ existingArn }) => existingArn === undefined)
    .map(({ id, name, region }) => ({
      ...{ type: "aws:secretsmanager/secret:Secret", region, name },
      instead: `write another name under secrets.${id}, or existing: true and its arn`,
      restore: `to take it back with its value, run eks-pod-secrets restore ${shellWord(id)}; where it is somebody else's`,
    }));
}

function pods({ cluster, id, namespace, serviceAccount }: LandingZone["readers"][number]) {
  return {
    type: "aws:eks/podIdentityAssociation:PodIdentityAssociation" as const,
    region: cluster.region,
    cluster: cluster.name,
    name: `${namespace}/${serviceAccount}`,
    instead: `write another serviceAccount under readers.${id}, or delete the association`,
  };
}

function aliases(keys: LandingZone["keys"]): UniqueName[] {
  return keys.flatMap(({ alias, region }) =>
    alias === undefined
      ? []
      : {
          ...{ type: "aws:kms/alias:Alias", region, name: `alias/${alias}` },
          instead: "write another alias, or, to use the key that exists, its ARN as key",
        },
  );
}

/** What tells a name from every other of the account. */
export function nameKey({
  cluster = "",
  name,
  region,
  type,
}: Omit<UniqueName, "instead" | "restore">): string {
  // An account has its roles in all regions at once.
  return [type, type === "aws:iam/role:Role" ? "" : region, cluster, name].join(" ");
}

/** The names that a stack holds, or was making when its last run was killed. */
export function heldNames(resources: readonly ExportedResource[], homeRegion: string): Set<string> {
  return new Set(
    resources.flatMap((resource) => {
      // What a killed run was making has no outputs yet.
      const { clusterName, name, namespace, serviceAccount } = {
        ...resource.inputs,
        ...resource.outputs,
      };
      const region = regionOf(resource) ?? homeRegion;
      switch (resource.type) {
        case "aws:iam/role:Role":
        case "aws:kms/alias:Alias":
        case "aws:secretsmanager/secret:Secret":
          return nameKey({ type: resource.type, region, name: `${name}` });
        case "aws:eks/podIdentityAssociation:PodIdentityAssociation":
          return nameKey({
            ...{ type: resource.type, region, cluster: `${clusterName}` },
            name: `${namespace}/${serviceAccount}`,
          });
        default:
          return [];
      }
    }),
  );
}
