import type { RawPolicy } from "../../grammar/syntax";
import {
  accountOf,
  type DeclaredReader,
  type Deployment,
  type Surroundings,
} from "../documents/deployment";
import { mayLetInService, type Start } from "../documents/roles-within-reach";
import { hasTag, isRole, type QuestionSetup, type SymbolicCaller } from "../request/caller";
import { isMadeNowFor } from "../request/made-for-reader";
import { isMadeByService, isSessionOfKnownRole } from "../request/session-creation";
import { and, type Formula, not, or } from "../solver/formula";
import { equalsText } from "../texts/text-value";
import type { ReadingRelation } from "./reading-relation";

/** Whom a compromise makes the attacker: one reader, or all that have these values in some of their fields; whoever can become a role; or an account's administrator. */
export type Compromise<Reader extends object = object> =
  | { kind: "readers"; with: Partial<Reader> }
  | { kind: "role"; roleArn: string }
  | { kind: "administrator"; account: string };

/** One way in which the attacker reads: as whom, and within which session policy. */
export interface AttackPath {
  isAttacker(relation: Pick<ReadingRelation, "caller" | "setup">): Formula;
  /** Says that the attacker begins as the caller and goes on into other roles, where it does. */
  begins?: Is;
  sessionPolicy?: RawPolicy;
}

/** Whom the attacker begins as, on the way into other roles. */
export function startsOf(deployment: Deployment, compromise: Compromise): Start[] {
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

export function attackPathsOf(deployment: Deployment, compromise: Compromise): AttackPath[] {
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
      isAttacker: ({ caller }: Pick<ReadingRelation, "caller">) => isMadeNowFor(caller, reader),
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

/**
 * The same, but of no role of which nobody looked at who made its session, because the steps back end there: it may have tags
 * that nobody gives.
 */
function whereTraced(is: Is): Is {
  return (caller, setup) => {
    const { assumer, principal, roles = [] } = caller;
    const untraced = assumer ? [] : roles.filter(({ trust }) => trust);
    return and(is(caller, setup), not(or(...untraced.map(({ arn }) => isRole(principal, arn)))));
  };
}

/** The caller, or whoever went from one role into the next and became the caller. */
function reached(begins: Is): AttackPath {
  const is = whereTraced(begins);
  return {
    isAttacker: ({ caller, setup }) => or(is(caller, setup), comesFrom(setup, caller, is)),
    begins: is,
  };
}

function reachedFrom(begins: Is): AttackPath {
  const is = whereTraced(begins);
  return { isAttacker: ({ caller, setup }) => comesFrom(setup, caller, is), begins: is };
}

function comesFrom(setup: QuestionSetup, caller: SymbolicCaller, is: Is): Formula {
  const { assumer } = caller;
  if (!assumer) return or();
  return and(
    isSessionOfKnownRole(setup, caller),
    or(is(assumer, setup), comesFrom(setup, assumer, is)),
  );
}
