import type { Found, FoundAssociation, FoundClass, FoundPolicy, FoundRole } from "../found";
import { keptPolicies } from "./kept-policies";
import type { Decisions, Obstacle, ReadersToday } from "./plans";
import type { FoundPod } from "./pods";
import { type FoundRead, readsOf, secretName } from "./reads";
import { othersWhoBecome } from "./roles";

/** All that was found and decided, for each pod the same. */
export interface Surroundings {
  found: Found;
  decisions: Decisions;
  today: ReadersToday;
  /** Pods that may act as a role, by its ARN. */
  users: ReadonlyMap<string, FoundPod[]>;
}

/** A pod that reads, with all that decides how it is taken over. */
export interface ReadingPod extends Surroundings, PodRoles {
  pod: FoundPod;
  reads: FoundRead[];
  /** Names of secrets that its role may read besides. */
  more: string[];
  /** Who else may become its role, in words. */
  others: string[];
  isWithoutTags: boolean;
  /** Whether its role may stay its own: nobody else becomes it, and its sessions have tags. */
  isOwn: boolean;
  /** Policies of its role that allow or deny more than its reads. */
  kept: FoundPolicy[];
  /** The SecretProviderClass that no other pod mounts. */
  providerClass: FoundClass | undefined;
}

interface PodRoles {
  association: FoundAssociation | undefined;
  /** ARN of the role in the annotation of its service account. */
  annotated: string | undefined;
  role: FoundRole;
  target: FoundRole | undefined;
}

/** How a pod reads, or why that cannot be said; undefined where it reads nothing. */
export function readingPod(around: Surroundings, pod: FoundPod): ReadingPod | Obstacle | undefined {
  const { decisions, found, today } = around;
  const roles = podRoles(found, pod);
  if ("why" in roles) return roles;
  const { association, role, target } = roles;
  const reads = readsOf(found, pod, target ?? role);
  if (typeof reads === "string") {
    return { why: reads, next: "mend or delete that class, and try again" };
  }
  const taken = new Set(reads.map(({ target: { arn } }) => arn));
  const more = [...today.who].flatMap(([arn, who]) =>
    who.includes((target ?? role).arn) && !taken.has(arn) ? [secretName(arn)] : [],
  );
  if (reads.length === 0) return more.length === 0 ? undefined : readsByPatterns(more);
  const cluster = found.clusters.find(({ arn }) => arn === pod.clusterArn);
  const others = othersWhoBecome(role, cluster);
  const isWithoutTags = association?.disableSessionTags ?? false;
  return {
    ...around,
    ...roles,
    ...{ pod, reads, more, others, isWithoutTags },
    isOwn: others.length === 0 && !isWithoutTags,
    kept: keptPolicies(role, { ...decisions, found, reads, target }),
    providerClass: pod.classes.find((one) => isMountedByNoOther(found, pod, one)),
  };
}

function readsByPatterns(names: readonly string[]): Obstacle {
  return {
    why: `its role may read ${names.join(", ")}, which no workload mounts, and which its policies name by patterns`,
    next: "name in the role's policies each secret that its pods read, and try again",
  };
}

function podRoles(found: Found, { account, associations }: FoundPod): PodRoles | Obstacle {
  const [association, second] = associations;
  if (second) {
    return {
      why: "several associations of it were found",
      next: "look which one EKS has, and try again",
    };
  }
  const annotated = account?.roleArn ?? undefined;
  const roleArn = association?.roleArn ?? annotated ?? "";
  const targetArn = association?.targetRoleArn ?? undefined;
  const role = found.roles.find(({ arn }) => arn === roleArn);
  const target = found.roles.find(({ arn }) => arn === targetArn);
  if (!role) return roleNotFound(roleArn);
  if (targetArn && !target) return roleNotFound(targetArn);
  const unread = [role, ...(target ? [target] : [])].find((one) => !one.policies);
  if (unread) {
    return {
      why: `the policies of its role ${unread.arn} could not be read`,
      next: "run it with the rights that eks-pod-secrets permissions --for adopt prints",
    };
  }
  return { association, annotated, role, target };
}

function roleNotFound(arn: string): Obstacle {
  return {
    why: `its role ${arn} was not found in the given accounts`,
    next: "give the role's account with --account, or make the role that is missing",
  };
}

function isMountedByNoOther(found: Found, pod: FoundPod, one: FoundClass): boolean {
  return found.workloads.every(
    ({ classes, clusterArn, namespace, serviceAccount }) =>
      clusterArn !== pod.clusterArn ||
      namespace !== pod.namespace ||
      serviceAccount === pod.serviceAccount ||
      !classes.includes(one.name),
  );
}
