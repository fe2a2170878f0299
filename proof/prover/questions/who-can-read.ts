import type { AccessDocuments } from "../../domain/documents";
import { findIdentity } from "../../domain/documents-index";
import type { AccessRequest, RequestPrincipal, TurningKey } from "../../domain/request";
import type { RawPolicy } from "../../grammar/syntax";
import { readingAsEvaluated } from "../claims/as-evaluated";
import { type UndeclaredEntry, undeclaredEntry } from "../claims/undeclared-entry";
import { preferShort } from "../counterexample/concrete-request";
import {
  accountOf,
  type DeclaredReader,
  type Deployment,
  givenDeployment,
  isAdministratorOf,
} from "../documents/deployment";
import { type ReadTarget, readTarget, rotationRole } from "../documents/read-target";
import { isMadeFor, isMadeNowFor } from "../request/made-for-reader";
import { isRotation } from "../request/rotation";
import { always, atom, type Formula, implies, never, not, or, VIOLATION } from "../solver/formula";
import { type Limits, limitsWith, orTooHard, pastLimit } from "../solver/limits";
import { Problem } from "../texts/problem";
import { concernedRoles, samePrincipal } from "./concerned";
import { type ReadingRelation, readingRelation } from "./reading-relation";

/** Somebody who can read a secret, with a request that does. */
export interface SecretReading<Reader extends object = object> {
  secret: string;
  /** The principal, or one that stands for all unknown ones of its account. */
  principal: RequestPrincipal;
  /** What it is: a declared reader, the role that rotates the secret, an administrator, another role or user of the documents, or somebody of whom they say nothing. */
  as:
    | "declared reader"
    | "rotation role"
    | "administrator"
    | "known role"
    | "known user"
    | "unknown principal";
  reader?: Reader;
  /** Of a declared reader: it had the role before. */
  former?: true;
  /** Of a declared reader: a token of its own made the session, which has no session tags. */
  byToken?: true;
  request: AccessRequest;
  /** Of an administrator's role, which is then a known role: who becomes it though nobody declared it. */
  entry?: UndeclaredEntry;
  /** Why `evaluate` denies the request, where it does: which other document keeps it out, or what it takes otherwise. */
  remark?: string;
  /** On which condition keys the reading turns; of a known principal, those that it does not fix itself. Absent where it turns on none. */
  turnsOn?: TurningKey[];
}

export type Answer<T> =
  | { result: "complete"; found: T[] }
  | { result: "unknown"; found: T[]; reason: string };

/** How much an answer may take. */
export interface AnswerOptions {
  /** Milliseconds for each question to the solver, after which the answer is unknown. Defaults to 10,000. */
  milliseconds?: number;
  /** What one question may take beside the time, by the names of `LIMITS`. Defaults to their defaults; another name is an error. */
  limits?: Partial<Limits>;
}

/** The whole answer takes at most so many times what one question may. */
const QUESTIONS = 6;

/** Who can read a secret or parameter, by solving all documents together, the readers first that were declared. */
export function whoCanRead(
  documents: AccessDocuments,
  secretArn: string,
  options: AnswerOptions = {},
): Promise<Answer<SecretReading>> {
  const found: SecretReading[] = [];
  return orTooHard<Answer<SecretReading>>(
    findReaders(documents, secretArn, options, found),
    (reason) => ({ result: "unknown", found, reason }),
  );
}

async function findReaders(
  documents: AccessDocuments,
  secretArn: string,
  options: AnswerOptions,
  found: SecretReading[],
): Promise<Answer<SecretReading>> {
  const { milliseconds = 10_000 } = options;
  const limits = limitsWith(options.limits);
  const deployment = givenDeployment(documents);
  const target = targetOf(deployment, secretArn);
  const roles = concernedRoles(deployment, secretArn);
  const limit = QUESTIONS * milliseconds;
  const deadline = performance.now() + limit;
  const inquire = (sessionPolicy?: RawPolicy) => {
    const problem = new Problem({ limits });
    const options = { problem, roles, ...(sessionPolicy !== undefined && { sessionPolicy }) };
    const relation = readingRelation(deployment, target, options);
    problem.require(relation.reads, VIOLATION);
    const inquiry = problem.inquire(Math.max(0, deadline - performance.now()), milliseconds);
    const preferences = () => [
      relation.isAdministrator,
      relation.isKnown,
      ...preferShort(relation.caller, ...relation.contexts),
    ];
    const ask = (conditions?: string[]) => inquiry.askPreferring(preferences, conditions);
    return { relation, require: inquiry.require, ask };
  };
  const stopped = (reason: string): Answer<SecretReading> => ({
    ...{ result: "unknown", found },
    reason:
      performance.now() > deadline
        ? `it took more than ${limit / 1000} s, ${QUESTIONS} times what one question may (--time-limit ${milliseconds / 1000})`
        : reason,
  });

  const tooMany = pastLimit("principals", limits.principals);

  // Of all sessions that no session policy limits, one question is asked again for each answer.
  const sessions = inquire();
  const declared = declaredReadings(deployment, target);
  for (const [index, { isSought, says, sessionPolicy }] of declared.entries()) {
    const { ask, relation, require } =
      sessionPolicy === undefined ? sessions : inquire(sessionPolicy);
    const name = `declared ${index}`;
    require(implies(atom(name), isSought(relation)));
    const outcome = await ask([name]);
    if (outcome.result === "unknown") return stopped(outcome.reason);
    if (outcome.result === "impossible") continue;
    if (found.length >= limits.principals) return stopped(tooMany);
    const request = relation.request(outcome.model);
    found.push({
      secret: secretArn,
      principal: relation.principal(outcome.model),
      ...says,
      request,
      ...readingAsEvaluated(documents, request),
    });
  }
  const { ask, relation, require } = sessions;
  for (const { exclude } of declared) require(not(exclude(relation)));
  let unsettled: string | undefined;
  for (;;) {
    const outcome = await ask();
    if (outcome.result === "impossible") {
      return unsettled === undefined ? { result: "complete", found } : stopped(unsettled);
    }
    if (outcome.result === "unknown") return stopped(outcome.reason);
    if (found.length >= limits.principals) return stopped(tooMany);
    const reading = classify(deployment, secretArn, relation, outcome.model);
    const { entry, reason } = await entryOf(deployment, target, reading, milliseconds);
    unsettled ??= reason;
    found.push({
      ...reading,
      ...(entry && { as: "known role", entry }),
      ...readingAsEvaluated(documents, reading.request, reading.as === "unknown principal"),
    });
    require(not(exclusionOf(reading)(relation)));
  }
}

/** Readers that are asked about by themselves, and not found again among all others. */
interface AskedReading {
  isSought(relation: ReadingRelation): Formula;
  exclude(relation: ReadingRelation): Formula;
  sessionPolicy?: RawPolicy;
  says: Pick<SecretReading, "as" | "byToken" | "former" | "reader">;
}

/** Readers first, then the role that rotates the secret. */
function declaredReadings(deployment: Deployment, target: ReadTarget): AskedReading[] {
  const readers = readersAsked(deployment, target.of.arn);
  const isRotating = ({ caller }: ReadingRelation) => isRotation(caller, target);
  return [
    ...readers.map(({ isDeclared, reader }): AskedReading => {
      const isAlone = !hasDouble(deployment, reader, readers);
      return {
        isSought: ({ caller }) => isMadeNowFor(caller, reader),
        exclude: ({ caller }) => isMadeFor(caller, reader, () => (isAlone ? always : never)),
        sessionPolicy: reader.association?.policy ?? undefined,
        says: isDeclared
          ? {
              ...{ as: "declared reader", reader: reader.identity },
              ...(reader.association?.former && { former: true }),
              ...(reader.association?.webIdentity && { byToken: true }),
            }
          : { as: "known role" },
      };
    }),
    ...(target.kind === "secret" && rotationRole(target.of) !== undefined
      ? [{ isSought: isRotating, exclude: isRotating, says: { as: "rotation role" as const } }]
      : []),
  ];
}

interface AskedReader {
  reader: DeclaredReader;
  isDeclared: boolean;
}

/** Those that are asked about by themselves: the declared readers, and those that a session policy limits. */
function readersAsked(deployment: Deployment, secretArn: string): AskedReader[] {
  const declared = deployment.readersOf(secretArn);
  const names = new Set(declared.map(({ association }) => association));
  const limited = deployment.associations.filter(
    (one) => one.policy !== null && one.policy !== undefined && !names.has(one),
  );
  return [
    ...declared.map((reader) => ({ reader, isDeclared: true })),
    ...limited.map((one) => ({ reader: deployment.readerBy(one), isDeclared: false })),
  ];
}

/** Whether one that is not asked about by itself has the very session of the reader's: same role, and no tags. */
function hasDouble(
  { associations }: Deployment,
  { association }: DeclaredReader,
  asked: AskedReader[],
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
  if (isAdministratorOf(deployment, accountOf(secret), arn))
    return { ...base, as: "administrator" };
  if (!findIdentity(deployment.documents, principal)) return { ...base, as: "unknown principal" };
  return { ...base, as: principal.kind === "user" ? "known user" : "known role" };
}

/** Who comes to the session of an administrator's role undeclared. */
async function entryOf(
  deployment: Deployment,
  target: ReadTarget,
  { as, principal }: SecretReading,
  milliseconds: number,
): ReturnType<typeof undeclaredEntry> {
  if (as !== "administrator" || principal.kind !== "session") return {};
  return undeclaredEntry(deployment, target, principal.roleArn, milliseconds);
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
