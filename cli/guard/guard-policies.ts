import type { Guard, GuardedCalls, OrganizationDocuments } from "iam-proof";
import { controlPolicyQuotas } from "iam-proof/quotas";

type Kind = keyof typeof controlPolicyQuotas;

/** A statement of a control policy. */
interface DenyStatement {
  Sid: string;
  Effect: "Deny";
  Principal?: "*";
  Action: string[];
  Resource: string[];
  Condition: Record<string, Record<string, string | string[]>>;
}

export interface ControlPolicy {
  Version: "2012-10-17";
  Statement: DenyStatement[];
}

/** A guard in written form. The same calls give the same text. */
export interface WrittenGuard extends Guard {
  serviceControlPolicies: ControlPolicy[];
  resourceControlPolicies: ControlPolicy[];
}

/** The control policies that deny the calls to everybody except the exempt, each within AWS's size. Throws `GuardTooLarge`. */
export function writeGuard(account: string, calls: GuardedCalls[]): WrittenGuard {
  const of = (kind: Kind) =>
    inPolicies(
      kind,
      calls.filter(({ withinAccount = false }) => withinAccount === (kind === "service")),
    );
  return {
    account,
    calls,
    serviceControlPolicies: of("service"),
    resourceControlPolicies: of("resource"),
  };
}

const ALLOWS = { Effect: "Allow", Action: "*", Resource: "*" };

/** The guard's policies as they are in force in an account, together with AWS's own, which allows everything. */
export function levelOf(kind: Kind, policies: readonly object[]): object[] {
  const own = kind === "resource" ? { ...ALLOWS, Principal: "*" } : ALLOWS;
  return [{ Version: "2012-10-17", Statement: [own] }, ...policies];
}

/** The organization of the documents, with these guards also in force. */
export function withGuards(
  organization: OrganizationDocuments | null | undefined,
  guards: readonly WrittenGuard[],
): OrganizationDocuments {
  const more = (kind: Kind) => [
    ...(organization?.[`${kind}ControlPolicies`] ?? []),
    ...guards.map((guard) => ({
      account: guard.account,
      levels: [levelOf(kind, guard[`${kind}ControlPolicies`])],
    })),
  ];
  return {
    ...organization,
    serviceControlPolicies: more("service"),
    resourceControlPolicies: more("resource"),
  };
}

/** Thrown if the guard does not fit into control policies of AWS's sizes. */
export class GuardTooLarge extends Error {}

function inPolicies(kind: Kind, calls: GuardedCalls[]): ControlPolicy[] {
  const { attached, size } = controlPolicyQuotas[kind];
  const isShort = (statements: DenyStatement[]) =>
    JSON.stringify(policyOf(statements)).length <= size.default;
  /** Splits a statement that has too many resources. */
  const shortened = (statement: DenyStatement): DenyStatement[] => {
    if (isShort([statement])) return [statement];
    const { Resource, Sid } = statement;
    if (Resource.length < 2) {
      throw new GuardTooLarge(
        `the ${kind} control policy must be at most ${size.default} ${size.unit}, and its statement ${Sid} is longer; give the readers a rolePath, which stands for all of their roles`,
      );
    }
    const middle = Math.ceil(Resource.length / 2);
    return [Resource.slice(0, middle), Resource.slice(middle)].flatMap((part, index) =>
      shortened({ ...statement, Sid: `${Sid}x${index + 1}`, Resource: part }),
    );
  };
  const policies: ControlPolicy[] = [];
  for (const statement of calls
    .map((one, index) => denialOf(kind, one, index))
    .flatMap(shortened)) {
    const fitting = policies.find(({ Statement }) => isShort([...Statement, statement]));
    if (fitting) fitting.Statement.push(statement);
    else policies.push(policyOf([statement]));
  }
  // One place is taken by AWS's own policy, which allows everything.
  const most = attached.default - 1;
  if (policies.length > most) {
    throw new GuardTooLarge(
      `at most ${most} ${kind} control policies can be attached beside AWS's own, got ${policies.length}; divide the secrets among more accounts`,
    );
  }
  return policies;
}

function policyOf(Statement: DenyStatement[]): ControlPolicy {
  return { Version: "2012-10-17", Statement };
}

function denialOf(kind: Kind, calls: GuardedCalls, index: number): DenyStatement {
  const { actions, exempt, resources, when } = calls;
  return {
    Sid: `Guard${index + 1}`,
    Effect: "Deny",
    ...(kind === "resource" && { Principal: "*" }),
    Action: [...actions].sort(),
    Resource: [...resources].sort(),
    Condition: {
      ...when,
      ArnNotLike: { "aws:PrincipalArn": exempt },
      // Service control policies do not bind services.
      ...(kind === "resource" && {
        BoolIfExists: { ...when?.BoolIfExists, "aws:PrincipalIsAWSService": "false" },
      }),
    },
  };
}
