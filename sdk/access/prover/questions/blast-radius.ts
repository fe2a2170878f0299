import type { AccessDocuments } from "../../domain/documents";
import type { RawPolicy } from "../../grammar/named-policy";
import { shortness } from "../counterexample/shortness";
import {
  accountOf,
  type DeclaredReader,
  type Deployment,
  givenDeployment,
} from "../documents/deployment";
import { hasTag, type Scene, type SymbolicCaller } from "../request/caller";
import { isPodNowOf } from "../request/pods";
import { hopsAmong, isMadeByPodIdentity, isMadeSession } from "../request/session-making";
import { and, type Formula, or } from "../solver/formula";
import { Problem } from "../texts/problem";
import { constantPattern } from "../texts/text-pattern";
import { concernedRoles } from "./concerned-roles";
import { type ReadingRelation, readingRelation } from "./reading-relation";
import { type Answer, type SecretReading, targetOf } from "./who-can-read";

/** Whom a compromise makes the attacker: the pods of one reader, of a namespace or a cluster, whoever can become a role, or an account's administrator. */
export type Compromise =
  | { kind: "pod"; clusterArn: string; namespace: string; serviceAccount: string }
  | { kind: "namespace"; clusterArn: string; namespace: string }
  | { kind: "cluster"; clusterArn: string }
  | { kind: "role"; roleArn: string }
  | { kind: "administrator"; account: string };

/** Every secret and parameter that a compromise gives to the attacker, each with a request that reads it. */
export async function blastRadius(
  documents: AccessDocuments,
  compromise: Compromise,
  milliseconds = 10_000,
): Promise<Answer<Omit<SecretReading, "as">>> {
  const deployment = givenDeployment(documents);
  const ways = waysOf(deployment, compromise);
  const found: Omit<SecretReading, "as">[] = [];
  for (const { arn } of [...deployment.secrets, ...deployment.parameters]) {
    const roles = concernedRoles(deployment, arn);
    for (const { isAttacker, sessionPolicy } of ways) {
      const relation = readingRelation(deployment, targetOf(deployment, arn), {
        problem: new Problem(),
        roles,
        hops: hopsAmong(roles),
        ...(sessionPolicy !== undefined && { sessionPolicy }),
        ...(compromise.kind === "administrator" && {
          forget: (role) => accountOf(role.arn) === compromise.account,
          ownerPrincipalsClosed: accountOf(arn) !== compromise.account,
        }),
      });
      const violation = and(relation.reads, isAttacker(relation));
      if (violation.op === "constant" && !violation.value) continue;
      relation.scene.problem.require(violation);
      const outcome = await relation.scene.problem.solve(milliseconds, () =>
        shortness(relation.caller, relation.context),
      );
      if (outcome.result === "unknown") return { result: "unknown", found, reason: outcome.reason };
      if (outcome.result === "impossible") continue;
      const { model } = outcome;
      found.push({
        secret: arn,
        principal: relation.principal(model),
        request: relation.request(model),
      });
      break;
    }
  }
  return { result: "complete", found };
}

/** What a declared reader's pods can read. */
export function whatCanRead(
  documents: AccessDocuments,
  reader: Pick<DeclaredReader, "clusterArn" | "namespace" | "serviceAccount">,
  milliseconds?: number,
): ReturnType<typeof blastRadius> {
  return blastRadius(documents, { kind: "pod", ...reader }, milliseconds);
}

/** One way in which the attacker reads: as whom, and within which session policy. */
interface Way {
  isAttacker(relation: ReadingRelation): Formula;
  sessionPolicy?: RawPolicy;
}

function waysOf(deployment: Deployment, compromise: Compromise): Way[] {
  switch (compromise.kind) {
    case "role":
      return [
        reached(({ principal: { arn, kinds } }) =>
          and(kinds.session, arn.matches(constantPattern(compromise.roleArn))),
        ),
      ];
    case "administrator":
      return [
        reached(({ principal: { account, hasArn } }) =>
          and(hasArn, account.matches(constantPattern(compromise.account))),
        ),
      ];
    default:
      return waysOfPods(deployment, compromise);
  }
}

/** A session policy limits the pod's own session, and is not looked at where the pod goes on into another role. */
function waysOfPods(
  deployment: Deployment,
  compromise: Extract<Compromise, { clusterArn: string }>,
): Way[] {
  const readers = deployment.associations
    .filter((one) => isWithin(one, compromise))
    .map((one) => deployment.reader(one));
  const policyOf = ({ association }: DeclaredReader) => association?.policy ?? undefined;
  const free = readers.filter((reader) => policyOf(reader) === undefined);
  const limited = readers.filter((reader) => policyOf(reader) !== undefined);
  return [
    reached((caller, scene) =>
      or(
        compromise.kind === "pod" ? or() : isTaggedPod(scene, caller, compromise),
        ...free.map((reader) => isPodNowOf(caller, reader)),
      ),
    ),
    ...limited.map((reader) => ({
      isAttacker: ({ caller }: ReadingRelation) => isPodNowOf(caller, reader),
      sessionPolicy: policyOf(reader),
    })),
    ...limited.map((reader) => reachedFrom((caller) => isPodNowOf(caller, reader))),
  ];
}

function isWithin(
  { clusterArn, namespace, serviceAccount }: DeclaredReader,
  compromise: Extract<Compromise, { clusterArn: string }>,
): boolean {
  return (
    clusterArn === compromise.clusterArn &&
    (compromise.kind === "cluster" || namespace === compromise.namespace) &&
    (compromise.kind !== "pod" || serviceAccount === compromise.serviceAccount)
  );
}

/** That EKS Pod Identity made a known role's session for a pod of the namespace or cluster, associated or not. */
function isTaggedPod(
  scene: Scene,
  caller: SymbolicCaller,
  compromise: Extract<Compromise, { kind: "namespace" | "cluster" }>,
): Formula {
  return and(
    isMadeSession(scene, caller),
    isMadeByPodIdentity(caller),
    hasTag(caller, "eks-cluster-arn", compromise.clusterArn),
    compromise.kind === "namespace"
      ? hasTag(caller, "kubernetes-namespace", compromise.namespace)
      : and(),
  );
}

type Is = (caller: SymbolicCaller, scene: Scene) => Formula;

/** The caller, or whoever went from one role into the next and became the caller. */
function reached(is: Is): Way {
  return { isAttacker: ({ caller, scene }) => or(is(caller, scene), comesFrom(scene, caller, is)) };
}

function reachedFrom(is: Is): Way {
  return { isAttacker: ({ caller, scene }) => comesFrom(scene, caller, is) };
}

function comesFrom(scene: Scene, caller: SymbolicCaller, is: Is): Formula {
  const { maker } = caller;
  if (!maker) return or();
  return and(isMadeSession(scene, caller), or(is(maker, scene), comesFrom(scene, maker, is)));
}
