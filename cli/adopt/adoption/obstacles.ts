import { grammarError } from "iam-proof/grammar";
import { accountRootArn, parseArn } from "iam-proof/names";
import { keptPolicies, policyNames } from "./kept-policies";
import type { Obstacle } from "./plans";
import { holdersOf, holderTitle, podTitle } from "./pods";
import type { ReadingPod } from "./reading-pod";
import { othersWhoBecome } from "./roles";

const SAME_POLICIES =
  "with the same policies, associate it (aws eks update-pod-identity-association), replace the pods, and try again";

/** Why a pod that reads cannot be taken over without cutting somebody off or guessing, with the way on; the first that is true counts. */
const OBSTACLES: { why(reading: ReadingPod): string | undefined; next: string }[] = [
  {
    why: (reading) => {
      const sharers = otherUsers(reading, reading.role.arn).map(podTitle).join(", ");
      return sharers ? `its role ${reading.role.arn} also serves ${sharers}` : undefined;
    },
    next: `make each a role ${SAME_POLICIES}`,
  },
  {
    why: ({ isOwn, kept, role }) =>
      isOwn || kept.length === 0
        ? undefined
        : `its role ${role.arn} serves others or has session tags off, and has the policies ${policyNames(kept)}, which a role of its own would not have`,
    next: `make it a role ${SAME_POLICIES}`,
  },
  {
    why: (reading) =>
      !reading.target || (reading.isOwn && otherUsers(reading, reading.target.arn).length === 0)
        ? undefined
        : `its role or its target role ${reading.target.arn} serves others too`,
    next: "give the pod a role and a target role of its own, and try again",
  },
  {
    why: ({ kept, role }) => {
      const strange = kept.find((one) => grammarError(one, "identity"));
      return strange
        ? `the policy ${strange.name} of its role ${role.arn} is not understood, so nobody could say what it allows`
        : undefined;
    },
    next: "mend it, and try again",
  },
  {
    why: ({ role, target }) => {
      const { account = "", partition = "" } = parseArn(role.arn) ?? {};
      const own = [role.arn, accountRootArn(partition, account)];
      const trusted = target
        ? othersWhoBecome(target, undefined).filter((one) => !own.includes(one))
        : [];
      return trusted.length > 0
        ? `its target role ${target?.arn} serves ${trusted.join(", ")}, too`
        : undefined;
    },
    next: "give the pod a target role of its own, and try again",
  },
  {
    why: ({ decisions, found, reads, target }) => {
      const lost = target ? keptPolicies(target, { ...decisions, found, reads }) : [];
      return lost.length > 0
        ? `its target role ${target?.arn} has the policies ${policyNames(lost)}, which up would take from it`
        : undefined;
    },
    next: "give the pod a target role with its reads alone, and try again",
  },
];

/** Why a pod that reads cannot be taken over; undefined where it can. */
export function obstacleOf(reading: ReadingPod): Obstacle | undefined {
  if (reading.association?.policy) {
    return {
      why: "its association has a session policy, with which its sessions have no tags",
      next: "give the role itself only what the policy allows, take the policy off, and try again",
    };
  }
  const held = otherTools(reading);
  if (held) return held;
  for (const { next, why } of OBSTACLES) {
    const said = why(reading);
    if (said) return { why: said, next };
  }
  return undefined;
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

/** Other pods that act as a role, those of clusters that were not given as well. */
function otherUsers({ found, pod, users }: ReadingPod, arn: string) {
  return [
    ...(users.get(arn) ?? []).filter((one) => one !== pod),
    ...found.elsewhere.filter((one) => one.roleArn === arn || one.targetRoleArn === arn),
  ];
}
