import type { AccessDocuments, RoleDocuments } from "../../domain/documents";
import { describeReader } from "../../domain/principal-kind";
import type { RawPolicy } from "../../grammar/syntax";
import { readingAsEvaluated } from "../claims/as-evaluated";
import { preferShort } from "../counterexample/concrete-request";
import {
  accountOf,
  type DeclaredReader,
  type Deployment,
  givenDeployment,
  type Surroundings,
} from "../documents/deployment";
import { withAssumers } from "../documents/roles-that-may-read";
import { mayLetInService, rolesWithinReach, type Start } from "../documents/roles-within-reach";
import { hasTag, isRole, type QuestionSetup, type SymbolicCaller } from "../request/caller";
import { isMadeNowFor } from "../request/made-for-reader";
import { isMadeByService, isSessionOfKnownRole } from "../request/session-creation";
import { and, type Formula, holds, implies, never, or, VIOLATION } from "../solver/formula";
import { type Limits, limitsWith, orTooHard, pastLimit } from "../solver/limits";
import { Problem } from "../texts/problem";
import { equalsText } from "../texts/text-value";
import { concernedRoles } from "./concerned";
import { type ReadingRelation, readingRelation } from "./reading-relation";
import { type Answer, type AnswerOptions, type SecretReading, targetOf } from "./who-can-read";

/** Whom a compromise makes the attacker: one reader, or all that have these values in some of their fields; whoever can become a role; or an account's administrator. */
export type Compromise<Reader extends object = object> =
  | { kind: "readers"; with: Partial<Reader> }
  | { kind: "role"; roleArn: string }
  | { kind: "administrator"; account: string };

/** Every secret and parameter that a compromise gives to the attacker, each with a request that reads it. */
export function blastRadius(
  documents: AccessDocuments,
  compromise: Compromise,
  options: AnswerOptions = {},
): Promise<Answer<Omit<SecretReading, "as">>> {
  const found: Omit<SecretReading, "as">[] = [];
  return orTooHard<Answer<Omit<SecretReading, "as">>>(
    findReads(documents, compromise, options, found),
    (reason) => ({ result: "unknown", found, reason }),
  );
}

async function findReads(
  documents: AccessDocuments,
  compromise: Compromise,
  options: AnswerOptions,
  found: Omit<SecretReading, "as">[],
): Promise<Answer<Omit<SecretReading, "as">>> {
  const { milliseconds = 10_000 } = options;
  const limits = limitsWith(options.limits);
  const deployment = givenDeployment(documents);
  const isForgotten = ({ arn }: RoleDocuments) =>
    compromise.kind === "administrator" && accountOf(arn) === compromise.account;
  const starts = startsOf(deployment, compromise);
  const reach = {
    starts: starts.flatMap(({ role }) => role ?? []),
    within: rolesWithinReach(
      deployment.policies,
      deployment.roles.filter((role) => !isForgotten(role)),
      starts,
    ),
  };
  // Of roles that the attacker cannot become it only matters who of them can become one of those.
  const takingPart = new Set(withAssumers(deployment, [...reach.starts, ...reach.within]));
  const paths = attackPathsOf(deployment, compromise);
  for (const { arn } of [...deployment.secrets, ...deployment.parameters]) {
    const target = targetOf(deployment, arn);
    const roles = concernedRoles(deployment, arn).filter((role) => takingPart.has(role));
    for (const path of paths) {
      const reading = await readingBy(path, reach, { limits, milliseconds }, (hops) =>
        readingRelation(deployment, target, {
          problem: new Problem({ limits }),
          roles,
          hops,
          forget: isForgotten,
          ...(path.sessionPolicy !== undefined && { sessionPolicy: path.sessionPolicy }),
          ownerPrincipalsClosed:
            compromise.kind !== "administrator" || accountOf(arn) !== compromise.account,
        }),
      );
      if (typeof reading === "string") return { result: "unknown", found, reason: reading };
      if (!reading) continue;
      const { request } = reading;
      found.push({ secret: arn, ...reading, ...readingAsEvaluated(documents, request) });
      break;
    }
  }
  return { result: "complete", found };
}

/** How the attacker reads; undefined where there is no way, or why that is not known. */
async function readingBy(
  { isAttacker, mayGoOn }: AttackPath,
  reach: Reach,
  { limits, milliseconds }: { limits: Limits; milliseconds: number },
  relationOf: (hops: number) => ReadingRelation,
): Promise<Omit<SecretReading, "as" | "secret"> | string | undefined> {
  const most = limits.chain;
  // Longer and longer chains, as long as there may be longer ones.
  for (const hops of chainsUpTo(most)) {
    const relation = relationOf(hops);
    const { caller, contexts, reads, setup } = relation;
    const attack = isAttacker(relation);
    // Where nobody's trust policy is known there are no chains, at whose end a start would be.
    const beyond = caller.assumer ? reach : { ...reach, starts: [] };
    const longer = mayGoOn ? isWithin(setup, caller, beyond) : never;
    const violation = and(reads, or(attack, longer));
    if (violation === never) return undefined;
    setup.problem.require(violation, VIOLATION);
    const outcome = await setup.problem.solve(milliseconds, () => [
      attack,
      ...preferShort(caller, ...contexts),
    ]);
    if (outcome.result === "unknown") return outcome.reason;
    if (outcome.result === "impossible") return undefined;
    const { model } = outcome;
    if (holds(attack, model.truth)) {
      return { principal: relation.principal(model), request: relation.request(model) };
    }
  }
  return `there may be ${pastLimit("chain", most)}`;
}

/** Numbers of sessions before the one that reads, each made by the next, that are looked into. */
function chainsUpTo(most: number): number[] {
  const lengths: number[] = [];
  for (let length = 2; length < most; length *= 2) lengths.push(length);
  return [...lengths, most];
}

/** Roles that the attacker begins with, and those that it may become. */
interface Reach {
  starts: RoleDocuments[];
  within: RoleDocuments[];
}

/** Says that the caller, and whoever made its session, and so on to the end of the chain, have roles within the attacker's reach. */
function isWithin(
  setup: QuestionSetup,
  caller: SymbolicCaller,
  { starts, within }: Reach,
): Formula {
  const { assumer, principal } = caller;
  const isOneOf = (roles: RoleDocuments[]) => or(...roles.map(({ arn }) => isRole(principal, arn)));
  if (!assumer) return isOneOf([...starts, ...within]);
  const isMade = isSessionOfKnownRole(setup, caller);
  // Of a role without a trust policy it is not known who became it.
  return and(isOneOf(within), implies(isMade, isWithin(setup, assumer, { starts, within })));
}

/** What a declared reader can read. */
export function whatCanRead(
  documents: AccessDocuments,
  reader: object,
  options?: AnswerOptions,
): ReturnType<typeof blastRadius> {
  const { identity } = describeReader(documents.principalKind, reader);
  return blastRadius(documents, { kind: "readers", with: identity }, options);
}

/** One way in which the attacker reads: as whom, and within which session policy. */
interface AttackPath {
  isAttacker(relation: ReadingRelation): Formula;
  /** The attacker goes on into other roles. */
  mayGoOn?: true;
  sessionPolicy?: RawPolicy;
}

/** Whom the attacker begins as, on the way into other roles. */
function startsOf(deployment: Deployment, compromise: Compromise): Start[] {
  const startAs = (arn: string): Start => {
    const role = deployment.role(arn);
    return { account: accountOf(arn), ...(role && { role }) };
  };
  switch (compromise.kind) {
    case "role":
      return [startAs(compromise.roleArn)];
    case "administrator":
      return [{ account: compromise.account }];
    default: {
      const ofReaders = deployment.associations
        .filter((one) => isOf(deployment, deployment.readerBy(one), compromise))
        .flatMap(({ roleArn, targetRoleArn }) => [roleArn, targetRoleArn ?? roleArn]);
      const tagged = isOne(deployment, compromise)
        ? []
        : deployment.roles.filter((role) => mayLetInService(deployment.policies, role));
      return [...new Set([...ofReaders, ...tagged.map(({ arn }) => arn)])].map(startAs);
    }
  }
}

function attackPathsOf(deployment: Deployment, compromise: Compromise): AttackPath[] {
  switch (compromise.kind) {
    case "role":
      return [
        reached(({ principal: { arn, kinds } }) =>
          and(kinds.session, equalsText(arn, compromise.roleArn)),
        ),
      ];
    case "administrator":
      return [
        reached(({ principal: { account, hasArn } }) =>
          and(hasArn, equalsText(account, compromise.account)),
        ),
      ];
    default:
      return waysOfReaders(deployment, compromise);
  }
}

/** A session policy limits the reader's own session, and is not looked at where it goes on into another role. */
function waysOfReaders(deployment: Deployment, compromise: CompromisedReaders): AttackPath[] {
  const readers = deployment.associations
    .map((one) => deployment.readerBy(one))
    .filter((reader) => isOf(deployment, reader, compromise));
  const policyOf = ({ association }: DeclaredReader) => association?.policy ?? undefined;
  const free = readers.filter((reader) => policyOf(reader) === undefined);
  const limited = readers.filter((reader) => policyOf(reader) !== undefined);
  return [
    reached((caller, setup) =>
      or(
        isOne(deployment, compromise) ? or() : isTaggedSuch(setup, caller, compromise),
        ...free.map((reader) => isMadeNowFor(caller, reader)),
      ),
    ),
    ...limited.map((reader) => ({
      isAttacker: ({ caller }: ReadingRelation) => isMadeNowFor(caller, reader),
      sessionPolicy: policyOf(reader),
    })),
    ...limited.map((reader) => reachedFrom((caller) => isMadeNowFor(caller, reader))),
  ];
}

type CompromisedReaders = Extract<Compromise, { kind: "readers" }>;

/** The tags that the fields stand for which such readers have in common, and their values. */
function commonTags({ kind }: Pick<Surroundings, "kind">, { with: values }: CompromisedReaders) {
  return Object.entries<string>(kind?.fields ?? {}).flatMap(([field, tag]): [string, string][] => {
    const value = (values as Record<string, string | undefined>)[field];
    return value === undefined ? [] : [[tag, value]];
  });
}

function isOf(
  deployment: Deployment,
  { fixedTags }: DeclaredReader,
  compromise: CompromisedReaders,
): boolean {
  return commonTags(deployment, compromise).every(([tag, value]) => fixedTags[tag] === value);
}

/** Whether it is one reader, of which all fields are known. */
function isOne(deployment: Deployment, compromise: CompromisedReaders): boolean {
  const { fields = {} } = deployment.kind ?? {};
  return commonTags(deployment, compromise).length === Object.keys(fields).length;
}

/** Says that the service made a known role's session with the tags of such readers, associated or not. */
function isTaggedSuch(
  setup: QuestionSetup,
  caller: SymbolicCaller,
  compromise: CompromisedReaders,
): Formula {
  return and(
    isSessionOfKnownRole(setup, caller),
    isMadeByService(caller),
    ...commonTags(setup.around, compromise).map(([tag, value]) => hasTag(caller, tag, value)),
  );
}

type Is = (caller: SymbolicCaller, setup: QuestionSetup) => Formula;

/** The caller, or whoever went from one role into the next and became the caller. */
function reached(is: Is): AttackPath {
  return {
    isAttacker: ({ caller, setup }) => or(is(caller, setup), comesFrom(setup, caller, is)),
    mayGoOn: true,
  };
}

function reachedFrom(is: Is): AttackPath {
  return { isAttacker: ({ caller, setup }) => comesFrom(setup, caller, is), mayGoOn: true };
}

function comesFrom(setup: QuestionSetup, caller: SymbolicCaller, is: Is): Formula {
  const { assumer } = caller;
  if (!assumer) return or();
  return and(
    isSessionOfKnownRole(setup, caller),
    or(is(assumer, setup), comesFrom(setup, assumer, is)),
  );
}
