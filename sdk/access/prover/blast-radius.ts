import type { AccessDocuments } from "../documents";
import { hasTag } from "./caller";
import { type DeclaredReader, type Deployment, deploymentOf } from "./deployment";
import { and, type Formula, or } from "./formula";
import { isPodOf } from "./pods";
import { Problem } from "./problem";
import { type ReadingRelation, readingRelation } from "./reading-relation";
import { isMadeByPodIdentity } from "./session-making";
import { shortness } from "./shortness";
import { constantPattern } from "./text-pattern";
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
  const deployment = deploymentOf(documents);
  const found: Omit<SecretReading, "as">[] = [];
  for (const { arn } of [...deployment.secrets, ...deployment.parameters]) {
    const relation = readingRelation(deployment, targetOf(deployment, arn), {
      problem: new Problem(),
      ...(compromise.kind === "administrator" && {
        forget: (role) => role.arn.split(":")[4] === compromise.account,
        ownerPrincipalsClosed: arn.split(":")[4] !== compromise.account,
      }),
    });
    const violation = and(relation.reads, isAttacker(relation, deployment, compromise));
    if (violation.op === "constant" && !violation.value) continue;
    relation.scene.problem.require(violation);
    const outcome = await relation.scene.problem.solve(milliseconds, () =>
      shortness(relation.caller, relation.context),
    );
    if (outcome.result === "unknown") return { result: "unknown", found, reason: outcome.reason };
    if (outcome.result === "possible") {
      const { model } = outcome;
      found.push({
        secret: arn,
        principal: relation.principal(model),
        request: relation.request(model),
      });
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

function isAttacker(
  { caller }: ReadingRelation,
  deployment: Deployment,
  compromise: Compromise,
): Formula {
  const { account, arn, hasArn, kinds } = caller.principal;
  switch (compromise.kind) {
    case "pod":
      return isPodOf(caller, deployment.reader(compromise));
    case "namespace":
      return and(
        isPod(caller),
        hasTag(caller, "eks-cluster-arn", compromise.clusterArn),
        hasTag(caller, "kubernetes-namespace", compromise.namespace),
      );
    case "cluster":
      return and(isPod(caller), hasTag(caller, "eks-cluster-arn", compromise.clusterArn));
    case "role":
      return and(kinds.session, arn.matches(constantPattern(compromise.roleArn)));
    case "administrator":
      return and(hasArn, account.matches(constantPattern(compromise.account)));
  }
}

/** That EKS Pod Identity made the session, or the one that the target role was reached from. */
function isPod(caller: ReadingRelation["caller"]): Formula {
  const { maker } = caller;
  return or(isMadeByPodIdentity(caller), maker ? isMadeByPodIdentity(maker) : or());
}
