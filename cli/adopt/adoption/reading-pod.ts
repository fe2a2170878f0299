import type { ReaderIdentity } from "eks-pod-secrets/grant";
import { secretName } from "iam-proof/names";
import type { Found, FoundAssociation, FoundClass, FoundPolicy, FoundRole } from "../found";
import { keptPolicies } from "./kept-policies";
import type { Obstacle, Situation } from "./plans";
import { deployersOf, type FoundPod } from "./pods";
import { type FoundRead, readsOf } from "./reads";
import { othersWhoBecome, subjectOf } from "./roles";

/** What is the same for every pod. */
export interface Surroundings extends Situation {
  /** The pods that may act as a role, by its ARN. */
  users: ReadonlyMap<string, FoundPod[]>;
}

/** A pod that reads, and how it becomes a reader. */
export interface ReadingPod extends Surroundings, PodRoles {
  /** Name of the reader. */
  id: string;
  pod: FoundPod;
  reads: FoundRead[];
  /** Names of further secrets that its role may read. */
  more: string[];
  /** Who else may become its role, in words. */
  others: string[];
  isWithoutTags: boolean;
  identity: ReaderIdentity;
  /** The role that it keeps: its own, if nobody else becomes it and its sessions have tags. Otherwise the reader gets a new role. */
  role: FoundRole | undefined;
  /** Policies of its role that allow or deny more than its reads. */
  kept: FoundPolicy[];
  /** The role that its pods read with until they are replaced, and whether its sessions have no tags. */
  former: { role: string; isWithoutTags: boolean } | undefined;
  /** The SecretProviderClass that only this pod mounts, and no tool deploys. It becomes the reader's. */
  providerClass: FoundClass | undefined;
  /** The name of that class, or of the reader's new class. */
  className: string;
}

interface PodRoles {
  association: FoundAssociation | undefined;
  /** ARN of the role in the annotation of its service account. */
  annotated: string | undefined;
  /** The role that its pods have today. */
  current: FoundRole;
  target: FoundRole | undefined;
}

/** How a pod reads, or why that is not known. Undefined if it reads nothing. */
export function readingPod(
  around: Surroundings,
  pod: FoundPod,
  id: string,
): ReadingPod | Obstacle | undefined {
  const { decisions, found, today } = around;
  const roles = podRoles(found, pod);
  if ("why" in roles) return roles;
  const { annotated, association, current, target } = roles;
  const reads = readsOf(found, pod, target ?? current);
  if (typeof reads === "string") {
    return { why: reads, next: "let adopt read what it mounts, or mend that class, and try again" };
  }
  const known = new Set(reads.map((read) => read.target.arn));
  const more = [...today.who].flatMap(([arn, who]) =>
    who.includes((target ?? current).arn) && !known.has(arn) ? [secretName(arn)] : [],
  );
  if (reads.length === 0) {
    const names = more.join(", ");
    return more.length === 0
      ? undefined
      : {
          why: `its role may read ${names}, which no workload mounts, and which its policies name by patterns`,
          next: "name in the role's policies each secret that its pods read, and try again",
        };
  }
  const cluster = found.clusters.find(({ arn }) => arn === pod.clusterArn);
  const subject = subjectOf({ ...pod, name: pod.serviceAccount });
  const others = othersWhoBecome(current, cluster, subject);
  const isWithoutTags = association?.disableSessionTags ?? false;
  const isOwn = others.length === 0 && !isWithoutTags;
  // If the annotation names another role than the association, the association wins.
  const second =
    association && annotated && annotated !== current.arn
      ? { role: annotated, isWithoutTags: true }
      : undefined;
  const isHere = (one: { clusterArn: string; namespace: string }) =>
    one.clusterArn === pod.clusterArn && one.namespace === pod.namespace;
  const elsewhere = found.workloads
    .filter((one) => isHere(one) && one.serviceAccount !== pod.serviceAccount)
    .flatMap(({ classes }) => classes);
  const providerClass = pod.classes.find(
    (one) => !elsewhere.includes(one.name) && deployersOf(one, decisions).length === 0,
  );
  const taken = found.classes.filter(isHere).map(({ name }) => name);
  let className = id;
  while (taken.includes(className)) className += "-own";
  return {
    ...around,
    ...roles,
    ...{ id, pod, reads, more, others, isWithoutTags, providerClass },
    identity: !association ? "irsa" : annotated && !second ? "both" : "podIdentity",
    role: isOwn ? current : undefined,
    former: isOwn ? second : { role: current.arn, isWithoutTags: isWithoutTags || !association },
    kept: keptPolicies(current, { ...decisions, found, reads, target }),
    className: providerClass?.name ?? className,
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
  return { association, annotated, current: role, target };
}

function roleNotFound(arn: string): Obstacle {
  return {
    why: `its role ${arn} was not found in the given accounts`,
    next: "give the role's account with --account, let adopt read it, or make the role that is missing",
  };
}
