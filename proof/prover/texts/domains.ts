import { getOrMake } from "../../collections";
import {
  anySteps,
  arnPattern,
  type PatternStep,
  stepsPattern,
  type TextPattern,
  textSteps,
} from "./text-pattern";

const LOWER = "abcdefghijklmnopqrstuvwxyz";
const DIGITS = "0123456789";
const NAME = `${LOWER}${LOWER.toUpperCase()}${DIGITS}_+=,.@-`;
/** The characters that IAM accepts in a path, in addition to those of names. */
const PATH = `${NAME}/!"#$%&'()*:;<>?[\\]^\`{|}~`;

const one = (characters: string): PatternStep => ({
  class: { kind: "oneOf", characters },
  many: false,
});
const many = (characters: string): PatternStep => ({ ...one(characters), many: true });
const text = (constant: string): PatternStep[] => textSteps(constant, false);
const twelveDigits: PatternStep[] = Array.from({ length: 12 }, () => one(DIGITS));

/** Any text. */
export const anything: TextPattern[] = [stepsPattern(anySteps)];

/** Alternatives for each kind of principal. */
type PrincipalArns = Record<"session" | "user" | "root" | "federatedUser", TextPattern[]>;

const byPartition = new Map<string | undefined, PrincipalArns>();

/** What AWS accepts as the ARN of each kind of principal, in one partition or in any. */
export function principalArns(partition?: string): PrincipalArns {
  return getOrMake(byPartition, partition, () => principalArnsIn(partition));
}

function principalArnsIn(partition: string | undefined): PrincipalArns {
  const inPartition =
    partition === undefined ? [...text("aws"), many(`${LOWER}-`)] : text(partition);
  const arn = (service: string, resource: PatternStep[]) =>
    stepsPattern([
      ...text("arn:"),
      ...inPartition,
      ...text(`:${service}::`),
      ...twelveDigits,
      ...text(":"),
      ...resource,
    ]);
  /** A path is `/`, or begins and ends with it and has something in between (IAM's API, `CreateRole`): no ARN contains `role//`. */
  const named = (kind: string) =>
    [[], [one(PATH), many(PATH), ...text("/")]].map((path) =>
      arn("iam", [...text(`${kind}/`), ...path, one(NAME), many(NAME)]),
    );
  return {
    session: named("role"),
    user: named("user"),
    root: [arn("iam", text("root"))],
    federatedUser: [arn("sts", [...text("federated-user/"), many(NAME), one(NAME)])],
  };
}

/** A service principal: a host name, e.g. `lambda.amazonaws.com`. Not all of them end alike. */
export const servicePrincipals: TextPattern[] = [
  stepsPattern([
    one(`${LOWER}${DIGITS}-`),
    many(`${LOWER}${DIGITS}.-`),
    ...text("."),
    one(`${LOWER}${DIGITS}-`),
    many(`${LOWER}${DIGITS}-`),
  ]),
];

/** Names of sessions have at least two characters (STS's API, `AssumeRole`). */
export const sessionNames: TextPattern[] = [stepsPattern([one(NAME), one(NAME), many(NAME)])];

/** An action of the service, in lower case, as actions are compared. */
export function actionsOf(service: string): TextPattern[] {
  return [stepsPattern([...text(`${service}:`), one(LOWER), many(`${LOWER}${DIGITS}`)])];
}

/** An action of any service, in lower case. */
export const actions: TextPattern[] = [
  stepsPattern([
    one(LOWER),
    many(`${LOWER}${DIGITS}-`),
    ...text(":"),
    one(LOWER),
    many(`${LOWER}${DIGITS}`),
  ]),
];

/** An account's id, or a name such as `aws` for what AWS itself owns. */
export const accounts: TextPattern[] = [
  stepsPattern([one(`${LOWER}${DIGITS}`), many(`${LOWER}${DIGITS}-`)]),
];

/** An ARN of any service, or `*` for actions that have no resource. */
export const resources: TextPattern[] = [
  stepsPattern([
    ...text("arn:aws"),
    many(`${LOWER}-`),
    ...text(":"),
    one(LOWER),
    many(`${LOWER}${DIGITS}-`),
    ...text(":"),
    many(`${LOWER}${DIGITS}-`),
    ...text(":"),
    // An account, nothing, or `aws` for what AWS itself owns.
    many(`${LOWER}${DIGITS}-`),
    ...text(":"),
    ...anySteps,
  ]),
  stepsPattern(text("*")),
];

/** ARNs of a service's resources of one type, as AWS writes them, in one account or in any. */
export function resourceArns(
  { service, type }: { service: string; type: string },
  account?: string,
): TextPattern {
  const name = `${LOWER}${DIGITS}${LOWER.toUpperCase()}`;
  return arnPattern([
    text("arn"),
    [...text("aws"), many(`${LOWER}-`)],
    text(service),
    [one(LOWER), many(`${LOWER}${DIGITS}-`)],
    account === undefined ? twelveDigits : text(account),
    [...text(`${type}/`), one(name), many(`${name}-_`)],
  ]);
}
