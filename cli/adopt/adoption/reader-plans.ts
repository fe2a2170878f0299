import { clusterName } from "eks-pod-secrets/grant";
import { grouped } from "iam-proof/collections";
import { accountOf, accountRootArn, parseArn, secretName } from "iam-proof/names";
import type { FoundRole } from "../found";
import { policyMarks } from "./kept-policies";
import { obstacleOf } from "./obstacles";
import { ownNames } from "./own-names";
import type { Left, Situation } from "./plans";
import { deployersOf, type FoundPod, foundPods, holderTitle, podTitle } from "./pods";
import { type ReadingPod, readingPod, type Surroundings } from "./reading-pod";
import { statementsOf } from "./reads";
import { limitMarks, markIf, othersWhoBecome, tagMarks } from "./roles";

/** A pod that becomes a reader. */
export interface ReaderPlan extends ReadingPod {
  /** What a person must decide or know. */
  marks: string[];
}

/** The future readers, what is left and why, and pods that get a role and read no secret with it. */
export function readerPlans(situation: Situation) {
  const pods = foundPods(situation.found);
  const around: Surroundings = { ...situation, users: grouped(pods, rolesOf) };
  const plans: ReaderPlan[] = [];
  const left: Left[] = [];
  const without: string[] = [];
  const ids = ownNames(pods, FORMS);
  for (const pod of pods) {
    const what = podTitle(pod);
    const reading = readingPod(around, pod, ids.get(pod) ?? "");
    if (reading === undefined) without.push(what);
    else if ("why" in reading) left.push({ what, ...reading });
    else {
      const obstacle = obstacleOf(reading);
      if (obstacle) left.push({ what, ...obstacle });
      else plans.push({ ...reading, marks: marksOf(reading) });
    }
  }
  return { plans, left, without };
}

/** The possible names for a pod, from the shortest to the longest. */
const FORMS = [1, 2, 3, 4].map(
  (length) =>
    ({ clusterArn, namespace, serviceAccount }: FoundPod) => {
      const all = [accountOf(clusterArn), clusterName(clusterArn), namespace, serviceAccount];
      const given = all.slice(-length).join("-").toLowerCase();
      const name = given.replace(/[^a-z0-9-]/g, "-");
      return name.slice(0, 63).replace(/-+$/, "");
    },
);

/** The roles that a pod may act as. */
function rolesOf({ account, associations }: FoundPod): string[] {
  const own = associations.flatMap(({ roleArn, targetRoleArn }) => [roleArn, targetRoleArn]);
  return [...new Set([...own, account?.roleArn].flatMap((arn) => arn ?? []))];
}

const NEW_ROLE =
  "a role of its own, which nothing else lets in that names the old one, such as policies of buckets, access entries and aws-auth";

/** What a person must decide or know about a reader. */
function marksOf(reading: ReadingPod): string[] {
  const {
    className,
    current,
    decisions,
    isWithoutTags,
    kept,
    more,
    others,
    pod,
    reads,
    role,
    target,
  } = reading;
  const otherClasses = pod.classes.filter(({ name }) => name !== className);
  const unmounted = reads
    .filter(({ object }) => object === undefined)
    .map((one) => secretName(one.target.arn));
  return [
    ...markIf(
      others,
      `its role ${current.arn} may also be assumed by ${others.join(", ")}: it gets ${NEW_ROLE}`,
    ),
    ...(isWithoutTags
      ? [`its association has session tags off: it gets tags, and ${NEW_ROLE}`]
      : []),
    ...policyMarks(current, kept),
    ...(role ? limitMarks("its role's trust", statementsOf(role.trust)) : []),
    ...(role ? tagMarks("its role", role) : []),
    ...pod.associations.flatMap((one) => tagMarks("its association", one)),
    ...(target ? targetMarks(current, target) : []),
    ...markIf(
      unmounted,
      `decide: its role names ${unmounted.join(", ")}, which no workload mounts; take it out of reads if no pod reads it`,
    ),
    ...markIf(
      more,
      `decide: its role may also read ${more.join(", ")}; add to reads what its pods read by an SDK, for up leaves it what its kept policies allow, and nothing else`,
    ),
    ...deployersOf(pod.account, decisions).map(
      (one) => `its service account stays as it is, with ${holderTitle(one)}`,
    ),
    ...otherClasses.map((one) => {
      const held = deployersOf(one, decisions).map((by) => ` of ${holderTitle(by)}`);
      return `decide: its pods in namespace ${one.namespace} also mount the class ${one.name}${held}, which up leaves as it is, so that they read on; before the reader's identity changes, have them mount the class ${className} in its place`;
    }),
  ];
}

function targetMarks(role: FoundRole, target: FoundRole): string[] {
  const { account = "", partition = "" } = parseArn(role.arn) ?? {};
  const root = accountRootArn(partition, account);
  return [
    ...markIf(
      othersWhoBecome(target, undefined).filter((one) => one === root),
      `decide: whoever account ${account} lets may also assume its target role ${target.arn}; up lets in ${role.arn} alone`,
    ),
    ...limitMarks("its target role's trust", statementsOf(target.trust)),
    ...tagMarks("its target role", target),
  ];
}
