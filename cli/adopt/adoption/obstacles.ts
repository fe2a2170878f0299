import { matchesWildcards } from "iam-proof/evaluator";
import { grammarError } from "iam-proof/grammar";
import { accountRootArn, parseArn } from "iam-proof/names";
import type { FoundPolicy } from "../found";
import { keptPolicies } from "./kept-policies";
import type { Obstacle } from "./plans";
import { holdersOf, holderTitle, podTitle } from "./pods";
import type { ReadingPod } from "./reading-pod";
import { othersWhoBecome, subjectOf } from "./roles";

const SAME_POLICIES =
  "with the same policies, associate it (aws eks update-pod-identity-association), replace the pods, and try again";

/** Why a reading pod cannot be taken over without a guess or a loss of access. Undefined if it can. */
export function obstacleOf(reading: ReadingPod): Obstacle | undefined {
  const { association, current, decisions, found, kept, reads, role, target } = reading;
  const sharers = otherUsers(reading, current.arn).map(podTitle).join(", ");
  const strange = kept.find((one) => grammarError(one, "identity"));
  const { account = "", partition = "" } = parseArn(current.arn) ?? {};
  const own = [current.arn, accountRootArn(partition, account)];
  const others = target
    ? othersWhoBecome(target, undefined).filter((one) => !own.includes(one))
    : [];
  const lost = target ? keptPolicies(target, { ...decisions, found, reads }) : [];
  const names = (all: FoundPolicy[]) => all.map(({ name }) => name).join(", ");
  const all: (Obstacle | "" | false | undefined)[] = [
    Boolean(association?.policy) && {
      why: "its association has a session policy, with which its sessions have no tags",
      next: "give the role itself only what the policy allows, take the policy off, and try again",
    },
    association?.ownerArn !== undefined && {
      why: `its association is of the EKS add-on ${association.ownerArn}, which changes and deletes it`,
      next: "leave it to the add-on, which gives the pod its role",
    },
    otherTools(reading),
    sharers && {
      why: `its role ${current.arn} also serves ${sharers}`,
      next: `make each a role ${SAME_POLICIES}`,
    },
    anyAccounts(reading),
    !role &&
      kept.length > 0 && {
        why: `its role ${current.arn} serves others or has session tags off, and has the policies ${names(kept)}, which a role of its own would not have`,
        next: `make it a role ${SAME_POLICIES}`,
      },
    target &&
      (!role || otherUsers(reading, target.arn).length > 0) && {
        why: `its role or its target role ${target.arn} serves others too`,
        next: "give the pod a role and a target role of its own, and try again",
      },
    strange && {
      why: `the policy ${strange.name} of its role ${current.arn} is not understood, so nobody could say what it allows`,
      next: "mend it, and try again",
    },
    others.length > 0 && {
      why: `its target role ${target?.arn} serves ${others.join(", ")}, too`,
      next: "give the pod a target role of its own, and try again",
    },
    lost.length > 0 && {
      why: `its target role ${target?.arn} has the policies ${names(lost)}, which up would take from it`,
      next: "give the pod a target role with its reads alone, and try again",
    },
  ];
  return all.find((one) => typeof one === "object");
}

function otherTools({
  association,
  current,
  decisions,
  pod,
  providerClass,
  target,
}: ReadingPod): Obstacle | undefined {
  const heldBy = [current, target, association, pod.account, providerClass].flatMap((one) =>
    holdersOf(one, decisions.letGo),
  );
  if (heldBy.length === 0) return undefined;
  const titles = [...new Set(heldBy.map(holderTitle))].join(", ");
  const [why, next] =
    new Set(heldBy.map(({ tool }) => tool)).size > 1
      ? [`several tools claim it: ${titles}`, "let each of them forget it first, as said below"]
      : [
          `${titles} holds it, and would write it back or delete it`,
          "let that tool forget it, as said below; then run adopt again with its new state, or with --let-go",
        ];
  return { why, next, heldBy };
}

/** Says so if the role's trust lets in service accounts by a pattern: they would lose it, also those that somebody makes later. */
function anyAccounts({ current, found, others, pod }: ReadingPod): Obstacle | undefined {
  const patterns = others.filter((one) => /^system:serviceaccount:.*[*?]/.test(one));
  if (patterns.length === 0) return undefined;
  const today = found.serviceAccounts
    .filter((one) => one.clusterArn === pod.clusterArn && one.name !== pod.serviceAccount)
    .filter((one) => patterns.some((pattern) => matchesWildcards(pattern, subjectOf(one))))
    .map((one) => `${one.namespace}/${one.name}`);
  const own = subjectOf({ ...pod, name: pod.serviceAccount });
  return {
    why: `the trust of its role ${current.arn} lets in whatever service account is ${patterns.join(" or ")}: today also ${today.join(", ") || "no other"}, and each that somebody makes`,
    next: `if no other pod needs the role, have the trust demand ${own} by StringEquals, and run adopt again; otherwise make each of them a role of its own with the same policies, annotate it, replace the pods, and try again`,
  };
}

/** Other pods that act as a role, also in clusters that were not given. */
function otherUsers({ found, pod, users }: ReadingPod, arn: string) {
  return [
    ...(users.get(arn) ?? []).filter((one) => one !== pod),
    ...found.elsewhere.filter((one) => one.roleArn === arn || one.targetRoleArn === arn),
  ];
}
