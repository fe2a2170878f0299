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

/**
 * What an attacker has taken over: one reader, or all readers with these values in some of their fields; anyone who can assume a
 * role; or an account's administrator.
 */
export type Compromise<Reader extends object = object> =
  | { kind: "readers"; with: Partial<Reader> }
  | { kind: "role"; roleArn: string }
  | { kind: "administrator"; account: string };

/** A way in which the attacker reads: the principal and its session policy. */
export interface AttackPath {
  isAttacker(relation: Pick<ReadingRelation, "caller" | "setup">): Formula;
  /** The attacker starts as the caller and goes on into other roles. Absent if it does not. */
  begins?: Is;
  sessionPolicy?: RawPolicy;
}

/** The starts of the attacker on the way into other roles. */
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

/** A session policy only limits the reader's own session. It is ignored when the session goes on into another role. */
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

/** The tags for the fields that these readers have in common, with their values. */
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

/** Whether it is a single reader with all fields known. */
function isOne(deployment: Deployment, compromise: CompromisedReaders): boolean {
  const { fields = {} } = deployment.kind ?? {};
  return commonTags(deployment, compromise).length === Object.keys(fields).length;
}

/** The service created a session of a known role with the tags of such readers, associated or not. */
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
 * The same, except for roles whose session's creator was not looked at because the steps end there: such a session might have
 * tags that nobody gives.
 */
function whereTraced(is: Is): Is {
  return (caller, setup) => {
    const { assumer, principal, roles = [] } = caller;
    const untraced = assumer ? [] : roles.filter(({ trust }) => trust);
    return and(is(caller, setup), not(or(...untraced.map(({ arn }) => isRole(principal, arn)))));
  };
}

/** The caller, or anyone who went from one role to the next and became the caller. */
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
