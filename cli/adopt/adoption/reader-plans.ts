import { clusterName, parseArn } from "eks-pod-secrets/grant";
import { grouped } from "iam-proof/collections";
import { grammarError } from "iam-proof/grammar";
import type { Found, FoundClass, FoundRole, Holder } from "../found";
import { keptPolicies, mayRead, policyMarks, policyNames } from "./kept-policies";
import { type FoundPod, foundPods, holdersOf, holderTitle, podKey, podTitle } from "./pods";
import { type FoundRead, readsOf, secretName } from "./reads";
import { type Identity, othersWhoBecome } from "./roles";

/** What a person has decided. */
export interface Decisions {
  /** Id of the inventory. */
  id: string;
  /** The accounts by names of one's own. */
  accounts: readonly AdoptedAccount[];
  /** Tools, or addresses of theirs, that hold nothing any more, whatever their states say. */
  letGo: readonly string[];
  /** Names of secrets whose policies are taken over though somebody loses access. */
  takeOver: readonly string[];
}

export interface AdoptedAccount {
  name: string;
  id: string;
  region: string;
  profile?: string;
  deployRole?: string;
}

/** Something that is not taken over. */
export interface Left {
  /** What it is, by name. */
  what: string;
  why: string;
  /** The way on. */
  next: string;
  /** Who must forget it first. */
  heldBy?: Holder[];
}

/** A pod that becomes a reader. */
export interface ReaderPlan {
  id: string;
  pod: FoundPod;
  identity: Identity;
  /** The role that is kept; undefined where the reader gets a new one. */
  role: FoundRole | undefined;
  kept: NonNullable<FoundRole["policies"]>;
  /** The role as which its pods read until they are replaced, and whether its sessions have no tags. */
  former: { role: string; isWithoutTags: boolean } | undefined;
  target: FoundRole | undefined;
  /** The SecretProviderClass that becomes the reader's. */
  providerClass: FoundClass | undefined;
  reads: FoundRead[];
  /** What a person must decide or know. */
  marks: string[];
}

/** Who reads today. */
export interface ReadersToday {
  /** ARNs of roles and users, or words, by the secret's ARN. */
  who: ReadonlyMap<string, readonly string[]>;
  /** ARNs of roles and users that may change policies, and so can always let themselves in. */
  policyChangers: readonly string[];
}

/** The readers to be, what is left and why, and pods that get a role and read no secret by it. */
export function readerPlans(found: Found, decisions: Decisions, today: ReadersToday) {
  const pods = foundPods(found);
  const users = grouped(pods, rolesOf);
  const plans: ReaderPlan[] = [];
  const left: Left[] = [];
  const without: string[] = [];
  const ids = readerIds(pods);
  for (const pod of pods) {
    const plan = readerPlan({ found, decisions, today, users }, pod, ids.get(podKey(pod)) ?? "");
    if (plan === undefined) without.push(podTitle(pod));
    else if ("why" in plan) left.push(plan);
    else plans.push(plan);
  }
  return { plans, left, without };
}

interface Context {
  found: Found;
  decisions: Decisions;
  today: ReadersToday;
  users: ReadonlyMap<string, FoundPod[]>;
}

/** A pod as a reader, or why it is left; undefined where it reads nothing. */
function readerPlan(context: Context, pod: FoundPod, id: string): ReaderPlan | Left | undefined {
  const { decisions, found, today, users } = context;
  const leave = (why: string, next: string, heldBy: Holder[] = []): Left => ({
    ...{ what: podTitle(pod), why, next, heldBy },
  });
  const [association, second] = pod.associations;
  const annotated = pod.account?.roleArn;
  if (second) {
    return leave("several associations of it were found", "look which one EKS has, and try again");
  }
  const roleArn = association?.roleArn ?? annotated ?? "";
  const targetArn = association?.targetRoleArn ?? undefined;
  const role = found.roles.find(({ arn }) => arn === roleArn);
  const target = found.roles.find(({ arn }) => arn === targetArn);
  const unseen = role ? targetArn !== undefined && !target && targetArn : roleArn;
  if (unseen || !role) {
    return leave(
      `its role ${unseen} was not found in the given accounts`,
      "give the role's account with --account, or make the role that is missing",
    );
  }
  const unread = [role, ...(target ? [target] : [])].find((one) => !one.policies);
  if (unread) {
    return leave(
      `the policies of its role ${unread.arn} could not be read`,
      "run it with the rights that eks-pod-secrets permissions --for adopt prints",
    );
  }
  const reads = readsOf(found, pod, target ?? role);
  if (typeof reads === "string") return leave(reads, "mend or delete that class, and try again");
  const taken = new Set(reads.map(({ target: { arn } }) => arn));
  const more = [...today.who].flatMap(([arn, who]) =>
    who.includes((target ?? role).arn) && !taken.has(arn) ? [secretName(arn)] : [],
  );
  if (reads.length === 0) {
    if (more.length === 0) return undefined;
    return leave(
      `its role may read ${more.join(", ")}, which no workload mounts, and which its policies name by patterns`,
      "name in the role's policies each secret that its pods read, and try again",
    );
  }
  if (association?.policy) {
    return leave(
      "its association has a session policy, with which its sessions have no tags",
      "give the role itself only what the policy allows, take the policy off, and try again",
    );
  }
  const own = pod.classes.find((one) => isMountedByNoOther(found, pod, one));
  const holders = [role, target, association, pod.account, own].flatMap((one) =>
    holdersOf(one, decisions.letGo),
  );
  const tools = new Set(holders.map(({ tool }) => tool));
  if (holders.length > 0) {
    const titles = [...new Set(holders.map(holderTitle))].join(", ");
    const [why, next] =
      tools.size > 1
        ? [`several tools claim it: ${titles}`, "let each of them forget it first, as said below"]
        : [
            `${titles} holds it, and would write it back or delete it`,
            "let that tool forget it, as said below; then run adopt again with its new state, or with --let-go",
          ];
    return leave(why, next, holders);
  }
  const usersOf = (arn: string) => [
    ...(users.get(arn) ?? []).filter((one) => one !== pod),
    ...found.elsewhere.filter((one) => one.roleArn === arn || one.targetRoleArn === arn),
  ];
  const sharers = usersOf(roleArn);
  if (sharers.length > 0) {
    return leave(
      `its role ${roleArn} also serves ${sharers.map(podTitle).join(", ")}`,
      "make each a role with the same policies, associate it (aws eks update-pod-identity-association), replace the pods, and try again",
    );
  }
  const cluster = found.clusters.find(({ arn }) => arn === pod.clusterArn);
  const others = othersWhoBecome(role, cluster);
  const isWithoutTags = association?.disableSessionTags ?? false;
  const isOwn = others.length === 0 && !isWithoutTags;
  const kept = keptPolicies(role, { ...decisions, found, reads, target });
  if (!isOwn && kept.inline.length + kept.attached.length > 0) {
    return leave(
      `its role ${roleArn} serves others or has session tags off, and has the policies ${policyNames(kept)}, which a role of its own would not have`,
      "make it a role with the same policies, associate it (aws eks update-pod-identity-association), replace the pods, and try again",
    );
  }
  if (target && (usersOf(target.arn).length > 0 || !isOwn)) {
    return leave(
      `its role or its target role ${target.arn} serves others too`,
      "give the pod a role and a target role of its own, and try again",
    );
  }
  const strange = [...kept.inline, ...kept.attached].find((one) => grammarError(one, "identity"));
  if (strange) {
    return leave(
      `the policy ${strange.name} of its role ${roleArn} is not understood, so nobody could say what it allows`,
      "mend it, and try again",
    );
  }
  if (target) {
    const trusted = othersWhoBecome(target, undefined).filter(
      (one) => one !== roleArn && one !== `arn:aws:iam::${parseArn(roleArn)?.account}:root`,
    );
    if (trusted.length > 0) {
      return leave(
        `its target role ${target.arn} serves ${trusted.join(", ")}, too`,
        "give the pod a target role of its own, and try again",
      );
    }
    const lost = keptPolicies(target, { ...decisions, found, reads, target: undefined });
    if (lost.inline.length + lost.attached.length > 0) {
      return leave(
        `its target role ${target.arn} has the policies ${policyNames(lost)}, which up would take from it`,
        "give the pod a target role with its reads alone, and try again",
      );
    }
  }
  const isTwofold = association !== undefined && annotated !== undefined && annotated !== roleArn;
  const identity =
    association === undefined
      ? "irsa"
      : annotated === undefined || isTwofold
        ? "podIdentity"
        : "both";
  const former = isOwn
    ? isTwofold
      ? { role: annotated, isWithoutTags: true }
      : undefined
    : { role: roleArn, isWithoutTags: isWithoutTags || association === undefined };
  const unmounted = reads.filter(({ object }) => object === undefined);
  return {
    ...{ id, pod, identity, former, target, reads, kept, providerClass: own },
    role: isOwn ? role : undefined,
    marks: [
      ...(others.length > 0
        ? [
            `its role ${roleArn} may also be assumed by ${others.join(", ")}: it gets one of its own`,
          ]
        : []),
      ...(isWithoutTags
        ? ["its association has session tags off: it gets a role of its own, and tags"]
        : []),
      ...policyMarks(role, kept),
      ...(unmounted.length > 0
        ? [
            `decide: its role names ${namesOf(unmounted)}, which no workload mounts; take it out of reads if no pod reads it`,
          ]
        : []),
      ...(more.length > 0
        ? [
            `decide: its role may also read ${more.join(", ")}, and ${mayRead(kept) ? "its policies that stay may go on to allow that" : "will not"}; add to reads what its pods read by an SDK`,
          ]
        : []),
    ],
  };
}

function namesOf(reads: readonly FoundRead[]): string {
  return reads.map(({ target: { arn } }) => secretName(arn)).join(", ");
}

/** Roles as which a pod may act. */
function rolesOf({ account, associations }: FoundPod): string[] {
  const own = associations.flatMap(({ roleArn, targetRoleArn }) => [roleArn, targetRoleArn]);
  return [...new Set([...own, account?.roleArn].flatMap((arn) => arn ?? []))];
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

/** A name in the inventory for each pod: its service account's where no other has that. */
function readerIds(pods: readonly FoundPod[]): Map<string, string> {
  const label = (text: string) =>
    text
      .replace(/[^a-z0-9-]/g, "-")
      .slice(0, 63)
      .replace(/-+$/, "");
  const forms = [
    ({ serviceAccount }: FoundPod) => serviceAccount,
    ({ namespace, serviceAccount }: FoundPod) => `${namespace}-${serviceAccount}`,
    ({ clusterArn, namespace, serviceAccount }: FoundPod) =>
      `${clusterName(clusterArn).toLowerCase()}-${namespace}-${serviceAccount}`,
    ({ clusterArn, namespace, serviceAccount }: FoundPod) =>
      `${parseArn(clusterArn)?.account}-${clusterName(clusterArn).toLowerCase()}-${namespace}-${serviceAccount}`,
  ];
  const taken = new Set<string>();
  const idOf = (pod: FoundPod) => {
    const form =
      forms.find(
        (one) => pods.filter((other) => label(one(other)) === label(one(pod))).length === 1,
      ) ?? forms[3];
    const id = label(form?.(pod) ?? "");
    let own = id;
    for (let count = 2; taken.has(own); count++) own = `${id.slice(0, 58)}-${count}`;
    taken.add(own);
    return own;
  };
  return new Map(pods.map((pod) => [podKey(pod), idOf(pod)]));
}
