import { parseArn } from "eks-pod-secrets/grant";
import { grammarError } from "iam-proof/grammar";
import type { FoundRole } from "../found";
import { keptPolicies, policyNames } from "./kept-policies";
import type { Obstacle } from "./plans";
import { holdersOf, holderTitle, podTitle } from "./pods";
import type { ReadingPod } from "./reading-pod";
import { othersWhoBecome } from "./roles";

/** Why a pod that reads cannot be taken over without cutting somebody off or guessing; undefined where it can. */
export function obstacleOf(reading: ReadingPod): Obstacle | undefined {
  for (const obstacle of OBSTACLES) {
    const found = obstacle(reading);
    if (found) return found;
  }
  return undefined;
}

const OBSTACLES = [
  sessionPolicy,
  otherTools,
  sharedRole,
  policiesOfRoleForOthers,
  sharedTargetRole,
  policyNotUnderstood,
  targetRoleForOthers,
];

const SAME_POLICIES =
  "with the same policies, associate it (aws eks update-pod-identity-association), replace the pods, and try again";

function sessionPolicy({ association }: ReadingPod): Obstacle | undefined {
  if (!association?.policy) return undefined;
  return {
    why: "its association has a session policy, with which its sessions have no tags",
    next: "give the role itself only what the policy allows, take the policy off, and try again",
  };
}

function otherTools(reading: ReadingPod): Obstacle | undefined {
  const { association, decisions, pod, providerClass, role, target } = reading;
  const heldBy = [role, target, association, pod.account, providerClass].flatMap((one) =>
    holdersOf(one, decisions.letGo),
  );
  if (heldBy.length === 0) return undefined;
  const titles = [...new Set(heldBy.map(holderTitle))].join(", ");
  return new Set(heldBy.map(({ tool }) => tool)).size > 1
    ? {
        why: `several tools claim it: ${titles}`,
        next: "let each of them forget it first, as said below",
        heldBy,
      }
    : {
        why: `${titles} holds it, and would write it back or delete it`,
        next: "let that tool forget it, as said below; then run adopt again with its new state, or with --let-go",
        heldBy,
      };
}

function sharedRole(reading: ReadingPod): Obstacle | undefined {
  const sharers = otherUsers(reading, reading.role.arn);
  if (sharers.length === 0) return undefined;
  return {
    why: `its role ${reading.role.arn} also serves ${sharers.map(podTitle).join(", ")}`,
    next: `make each a role ${SAME_POLICIES}`,
  };
}

function policiesOfRoleForOthers({ isOwn, kept, role }: ReadingPod): Obstacle | undefined {
  if (isOwn || kept.inline.length + kept.attached.length === 0) return undefined;
  return {
    why: `its role ${role.arn} serves others or has session tags off, and has the policies ${policyNames(kept)}, which a role of its own would not have`,
    next: `make it a role ${SAME_POLICIES}`,
  };
}

function sharedTargetRole(reading: ReadingPod): Obstacle | undefined {
  const { isOwn, target } = reading;
  if (!target || (isOwn && otherUsers(reading, target.arn).length === 0)) return undefined;
  return {
    why: `its role or its target role ${target.arn} serves others too`,
    next: "give the pod a role and a target role of its own, and try again",
  };
}

function policyNotUnderstood({ kept, role }: ReadingPod): Obstacle | undefined {
  const strange = [...kept.inline, ...kept.attached].find((one) => grammarError(one, "identity"));
  if (!strange) return undefined;
  return {
    why: `the policy ${strange.name} of its role ${role.arn} is not understood, so nobody could say what it allows`,
    next: "mend it, and try again",
  };
}

function targetRoleForOthers(reading: ReadingPod): Obstacle | undefined {
  const { role, target } = reading;
  if (!target) return undefined;
  const own = [role.arn, `arn:aws:iam::${parseArn(role.arn)?.account}:root`];
  const trusted = othersWhoBecome(target, undefined).filter((one) => !own.includes(one));
  if (trusted.length > 0) {
    return {
      why: `its target role ${target.arn} serves ${trusted.join(", ")}, too`,
      next: "give the pod a target role of its own, and try again",
    };
  }
  return policiesOfTargetRole(reading, target);
}

function policiesOfTargetRole(
  { decisions, found, reads }: ReadingPod,
  target: FoundRole,
): Obstacle | undefined {
  const lost = keptPolicies(target, { ...decisions, found, reads, target: undefined });
  if (lost.inline.length + lost.attached.length === 0) return undefined;
  return {
    why: `its target role ${target.arn} has the policies ${policyNames(lost)}, which up would take from it`,
    next: "give the pod a target role with its reads alone, and try again",
  };
}

/** Other pods that act as a role, those of clusters that were not given as well. */
function otherUsers({ found, pod, users }: ReadingPod, arn: string) {
  return [
    ...(users.get(arn) ?? []).filter((one) => one !== pod),
    ...found.elsewhere.filter((one) => one.roleArn === arn || one.targetRoleArn === arn),
  ];
}
