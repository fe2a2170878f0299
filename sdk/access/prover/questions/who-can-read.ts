import type { AccessDocuments } from "../../domain/documents";
import { findIdentity } from "../../domain/documents-index";
import type { AccessRequest, RequestPrincipal } from "../../domain/request";
import type { RawPolicy } from "../../grammar/named-policy";
import { preferShort } from "../counterexample/prefer-short";
import { type DeclaredReader, type Deployment, givenDeployment } from "../documents/deployment";
import { type ReadTarget, readTarget } from "../documents/read-target";
import { isPodNowOf, isPodOf } from "../request/pods";
import { isRotation, rotationRole } from "../request/rotation";
import { always, and, type Formula, never, not, or } from "../solver/formula";
import { type Outcome, Problem } from "../texts/problem";
import { concernedRoles } from "./concerned-roles";
import { type ReadingRelation, readingRelation } from "./reading-relation";
import { samePrincipal } from "./same-principal";

/** Somebody who can read a secret, with a request that does. */
export interface SecretReading {
  secret: string;
  /** The principal, or one that stands for all unknown ones of its account. */
  principal: RequestPrincipal;
  /** What it is: a declared reader's pod, the role that rotates the secret, an administrator, another role or user of the documents, or somebody of whom they say nothing. */
  as:
    | "declared reader"
    | "rotation role"
    | "administrator"
    | "known role"
    | "known user"
    | "unknown principal";
  reader?: Pick<DeclaredReader, "clusterArn" | "namespace" | "serviceAccount">;
  request: AccessRequest;
}

export type Answer<T> =
  | { result: "complete"; found: T[] }
  | { result: "unknown"; found: T[]; reason: string };

/** Answers listed for one secret; past it the answer is unknown. */
const MOST = 200;

/** The whole answer takes at most so many times what one question may. */
const QUESTIONS = 6;

/** Who can read a secret or parameter, by solving all documents together, the readers first that were declared. */
export async function whoCanRead(
  documents: AccessDocuments,
  secretArn: string,
  milliseconds = 10_000,
): Promise<Answer<SecretReading>> {
  const deployment = givenDeployment(documents);
  const target = targetOf(deployment, secretArn);
  const roles = concernedRoles(deployment, secretArn);
  const found: SecretReading[] = [];
  const deadline = performance.now() + QUESTIONS * milliseconds;
  const excluded: ((relation: ReadingRelation) => Formula)[] = [];
  const ask = async (
    isSought: (relation: ReadingRelation) => Formula,
    sessionPolicy?: RawPolicy,
  ) => {
    const relation = readingRelation(deployment, target, {
      problem: new Problem(),
      roles,
      ...(sessionPolicy !== undefined && { sessionPolicy }),
    });
    const { caller, contexts, setup } = relation;
    setup.problem.require(and(relation.reads, isSought(relation)));
    const outcome: Outcome =
      performance.now() > deadline
        ? { result: "unknown", reason: `it took more than ${(QUESTIONS * milliseconds) / 1000} s` }
        : await setup.problem.solve(milliseconds, () => [
            relation.isAdministrator,
            relation.isKnown,
            ...preferShort(caller, ...contexts),
          ]);
    return { outcome, relation };
  };

  for (const { exclude, isSought, says, sessionPolicy } of declaredReadings(deployment, target)) {
    const { outcome, relation } = await ask(isSought, sessionPolicy);
    if (outcome.result === "unknown") return { result: "unknown", found, reason: outcome.reason };
    excluded.push(exclude);
    if (outcome.result === "impossible") continue;
    if (found.length >= MOST)
      return { result: "unknown", found, reason: `more than ${MOST} principals` };
    found.push({
      secret: secretArn,
      principal: relation.principal(outcome.model),
      ...says,
      request: relation.request(outcome.model),
    });
  }
  for (;;) {
    const { outcome, relation } = await ask((one) =>
      and(...excluded.map((exclude) => not(exclude(one)))),
    );
    if (outcome.result === "impossible") return { result: "complete", found };
    if (outcome.result === "unknown") return { result: "unknown", found, reason: outcome.reason };
    if (found.length >= MOST)
      return { result: "unknown", found, reason: `more than ${MOST} principals` };
    const reading = classify(deployment, secretArn, relation, outcome.model);
    found.push(reading);
    excluded.push(exclusionOf(reading));
  }
}

/** Readers that are asked about by themselves, and not found again among all others. */
interface AskedReading {
  isSought(relation: ReadingRelation): Formula;
  exclude(relation: ReadingRelation): Formula;
  sessionPolicy?: RawPolicy;
  says: Pick<SecretReading, "as" | "reader">;
}

/** Pods first, then the role that rotates the secret. */
function declaredReadings(deployment: Deployment, target: ReadTarget): AskedReading[] {
  const pods = podsAsked(deployment, target.of.arn);
  const isRotating = ({ caller }: ReadingRelation) => isRotation(caller, target);
  return [
    ...pods.map(({ isDeclared, reader }): AskedReading => {
      const { clusterArn, namespace, serviceAccount } = reader;
      const isAlone = !hasDouble(deployment, reader, pods);
      return {
        isSought: ({ caller }) => isPodNowOf(caller, reader),
        exclude: ({ caller }) => isPodOf(caller, reader, () => (isAlone ? always : never)),
        sessionPolicy: reader.association?.policy ?? undefined,
        says: isDeclared
          ? { as: "declared reader", reader: { clusterArn, namespace, serviceAccount } }
          : { as: "known role" },
      };
    }),
    ...(target.kind === "secret" && rotationRole(target.of) !== undefined
      ? [{ isSought: isRotating, exclude: isRotating, says: { as: "rotation role" as const } }]
      : []),
  ];
}

interface AskedPods {
  reader: DeclaredReader;
  isDeclared: boolean;
}

/** Pods that are asked about by themselves: those of the declared readers, and those that a session policy limits. */
function podsAsked(deployment: Deployment, secretArn: string): AskedPods[] {
  const declared = deployment.readersOf(secretArn);
  const names = new Set(declared.map(({ association }) => association));
  const limited = deployment.associations.filter(
    (one) => one.policy !== null && one.policy !== undefined && !names.has(one),
  );
  return [
    ...declared.map((reader) => ({ reader, isDeclared: true })),
    ...limited.map((one) => ({ reader: deployment.reader(one), isDeclared: false })),
  ];
}

/** Whether pods that are not asked about by themselves have the very session of the reader's: same role, and no tags. */
function hasDouble(
  { associations }: Deployment,
  { association }: DeclaredReader,
  asked: AskedPods[],
): boolean {
  if (!association?.disableSessionTags) return false;
  return associations.some(
    (one) =>
      one.disableSessionTags === true &&
      one.roleArn === association.roleArn &&
      !asked.some(({ reader }) => reader.association === one),
  );
}

function classify(
  deployment: Deployment,
  secret: string,
  relation: ReadingRelation,
  model: Parameters<ReadingRelation["principal"]>[0],
): SecretReading {
  const principal = relation.principal(model);
  const base = { secret, principal, request: relation.request(model) };
  const arn =
    principal.kind === "session" ? principal.roleArn : "arn" in principal ? principal.arn : "";
  if (deployment.administrators.includes(arn)) return { ...base, as: "administrator" };
  if (!findIdentity(deployment.documents, principal)) return { ...base, as: "unknown principal" };
  return { ...base, as: principal.kind === "user" ? "known user" : "known role" };
}

/** What one answer stands for: one principal, or all unknown principals of an account. */
function exclusionOf({ as, principal }: SecretReading): (relation: ReadingRelation) => Formula {
  return ({ caller, isAdministrator, isKnown }) =>
    samePrincipal(
      principal,
      caller.principal,
      or(isKnown, isAdministrator),
      as === "unknown principal",
    );
}

/** The secret or parameter of that ARN. Throws where the documents have none. */
export function targetOf(deployment: Deployment, arn: string): ReadTarget {
  const target = readTarget(deployment, arn);
  if (!target) throw new Error(`the documents must hold the secret or parameter, got ${arn}`);
  return target;
}
