import type { AccessDocuments } from "../documents";
import type { AccessRequest, RequestPrincipal } from "../request";
import { type ReadTarget, readTarget } from "./claims/reading";
import { type DeclaredReader, type Deployment, deploymentOf } from "./deployment";
import { and, type Formula, not, or } from "./formula";
import { isPodOf } from "./pods";
import { Problem } from "./problem";
import { hasReaderTags } from "./readers";
import { type ReadingRelation, readingRelation } from "./reading-relation";
import { samePrincipal } from "./same-principal";
import { shortness } from "./shortness";

/** Somebody who can read a secret, with a request that does. */
export interface SecretReading {
  secret: string;
  /** The principal, or one that stands for all unknown ones of its account. */
  principal: RequestPrincipal;
  /** What it is: a declared reader's pod, an administrator, another role of the documents, or somebody of whom they say nothing. */
  as: "declared reader" | "administrator" | "known role" | "unknown principal";
  reader?: Pick<DeclaredReader, "clusterArn" | "namespace" | "serviceAccount">;
  request: AccessRequest;
}

export type Answer<T> =
  | { result: "complete"; found: T[] }
  | { result: "unknown"; found: T[]; reason: string };

/** Answers listed for one secret; past it the answer is unknown. */
const MOST = 200;

/** Who can read a secret or parameter, by solving all documents together, the readers first that were declared. */
export async function whoCanRead(
  documents: AccessDocuments,
  secretArn: string,
  milliseconds = 10_000,
): Promise<Answer<SecretReading>> {
  const deployment = deploymentOf(documents);
  const target = targetOf(deployment, secretArn);
  const found: SecretReading[] = [];
  const excluded: ((relation: ReadingRelation) => Formula)[] = [];
  for (;;) {
    const relation = readingRelation(deployment, target, { problem: new Problem() });
    const { caller, context, scene } = relation;
    scene.problem.require(relation.reads);
    for (const exclude of excluded) scene.problem.require(not(exclude(relation)));
    const readers = deployment.readersOf(secretArn);
    const outcome = await scene.problem.solve(milliseconds, () => [
      ...readers.map((reader) => isPodOf(caller, reader)),
      relation.isAdministrator,
      relation.isKnown,
      ...shortness(caller, context),
    ]);
    if (outcome.result === "impossible") return { result: "complete", found };
    if (outcome.result === "unknown") return { result: "unknown", found, reason: outcome.reason };
    if (found.length === MOST)
      return { result: "unknown", found, reason: `more than ${MOST} principals` };
    const { model } = outcome;
    const reading = classify(deployment, secretArn, relation, model);
    found.push(reading);
    excluded.push(exclusionOf(reading));
  }
}

function classify(
  deployment: Deployment,
  secret: string,
  relation: ReadingRelation,
  model: Parameters<ReadingRelation["principal"]>[0],
): SecretReading {
  const principal = relation.principal(model);
  const request = relation.request(model);
  const base = { secret, principal, request };
  const tags = "tags" in principal ? (principal.tags ?? {}) : {};
  const reader =
    principal.kind === "session"
      ? deployment
          .readersOf(secret)
          .find(
            (one) =>
              one.readingRole === principal.roleArn &&
              tags["eks-cluster-arn"] === one.clusterArn &&
              tags["kubernetes-namespace"] === one.namespace &&
              tags["kubernetes-service-account"] === one.serviceAccount,
          )
      : undefined;
  if (reader) {
    const { clusterArn, namespace, serviceAccount } = reader;
    return { ...base, as: "declared reader", reader: { clusterArn, namespace, serviceAccount } };
  }
  const arn =
    principal.kind === "session" ? principal.roleArn : "arn" in principal ? principal.arn : "";
  if (deployment.administrators.includes(arn)) return { ...base, as: "administrator" };
  const isKnown = principal.kind === "session" && deployment.role(principal.roleArn) !== undefined;
  return { ...base, as: isKnown ? "known role" : "unknown principal" };
}

/** What one answer stands for: a reader's pods, one principal, or all unknown principals of an account. */
function exclusionOf({
  as,
  principal,
  reader,
}: SecretReading): (relation: ReadingRelation) => Formula {
  return ({ caller, isAdministrator, isKnown }) =>
    and(
      samePrincipal(
        principal,
        caller.principal,
        or(isKnown, isAdministrator),
        as === "unknown principal",
      ),
      reader ? hasReaderTags(caller, reader) : and(),
    );
}

/** The secret or parameter of that ARN. Throws where the documents have none. */
export function targetOf(deployment: Deployment, arn: string): ReadTarget {
  const target = readTarget(deployment, arn);
  if (!target) throw new Error(`the documents must hold the secret or parameter, got ${arn}`);
  return target;
}
