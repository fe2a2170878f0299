import { parseArn } from "../../names";
import { always, and, implies, never } from "../solver/formula";
import { settledText } from "../symbols/symbolic-context";
import {
  freeElement,
  keyHas,
  type SymbolicElement,
  type SymbolicKey,
} from "../symbols/symbolic-key";
import type { SymbolicPrincipal } from "../symbols/symbolic-request";
import { inUnits } from "../texts/ordered-variable";
import type { Problem } from "../texts/problem";
import { equalsText } from "../texts/text-value";

/** The request with the keys. */
interface Asked {
  problem: Problem;
  /** Prefix of its unknowns. */
  name: string;
  principal: SymbolicPrincipal;
  resourceArn: string;
  /** Whether a service makes it for the principal. */
  isForwarded: boolean;
  keyOf(name: string): SymbolicKey;
}

/** Keys of a session's credentials, in lower case. They are the same in all of its requests, and no other principal has them. */
export const SESSION_KEYS = [
  "aws:ec2instancesourceprivateipv4",
  "aws:ec2instancesourcevpc",
  "aws:federatedprovider",
  "aws:sourceidentity",
  "ec2:roledelivery",
  "ec2:sourceinstancearn",
  "lambda:sourcefunctionarn",
];

/** A key of the session, if it has it. */
export function sessionKey(
  problem: Problem,
  { kinds, name }: SymbolicPrincipal,
  key: string,
): SymbolicElement {
  const free = freeElement(problem, `${name} ${key}`);
  return { ...free, present: and(kinds.session, free.present) };
}

/**
 * Keys that AWS sets from the content of the request and from other keys; undefined for all others. A call that a service makes
 * does not come through the endpoint of the service's caller (KMS guide, "Using VPC endpoint conditions in policies with AWS KMS
 * permissions").
 */
export function realKey(asked: Asked, key: string): SymbolicKey | undefined {
  const { isForwarded, keyOf, name, principal, problem, resourceArn } = asked;
  if (SESSION_KEYS.includes(key)) {
    const own = sessionKey(problem, principal, key);
    const goesAlong = isForwarded ? freeElement(problem, `${name} ${key}`).present : always;
    return [{ ...own, present: and(own.present, goesAlong) }];
  }
  switch (key) {
    // IAM, "AWS global condition context keys": always included. Both keys are the same moment.
    case "aws:currenttime":
    case "aws:epochtime":
      return [momentOf(problem, name)];
    // The same page: "only if the principal … was authenticated using MFA".
    case "aws:multifactorauthage": {
      const free = freeElement(problem, `${name} ${key}`);
      const hasFactor = keyHas(keyOf("aws:multifactorauthpresent"), ["true"]);
      return [{ ...free, present: and(free.present, hasFactor) }];
    }
    case "aws:sourcevpce":
    case "aws:sourcevpc":
    case "aws:vpcsourceip":
      return isForwarded ? [] : undefined;
    case "kms:multiregion":
      return multiRegion(resourceArn);
    case "secretsmanager:secretid": {
      const ids = idsOf(resourceArn);
      if (ids.length === 0) return undefined;
      const free = freeElement(problem, `${name} ${key}`);
      problem.require(
        implies(free.present, equalsText(free.text, ...ids)),
        "a request names its secret by ARN or name",
      );
      return [free];
    }
  }
  return undefined;
}

/** The time of the request, in seconds since 1970, as a number and as a date. */
function momentOf(problem: Problem, name: string): SymbolicElement {
  const free = freeElement(problem, `${name} moment`, always);
  const seconds = () => {
    const { isTyped, variable } = free.ordered("number");
    problem.require(isTyped, "a request has a time");
    return variable && { isTyped: always, variable };
  };
  return {
    ...free,
    ordered: (type) => {
      const { variable } = (type === "number" || type === "date" ? seconds() : undefined) ?? {};
      if (!variable) return { isTyped: never };
      return { isTyped: always, variable: type === "date" ? inUnits(variable, 1000) : variable };
    },
  };
}

/** KMS guide, "Multi-Region keys": only their ids begin with `mrk-`. */
function multiRegion(keyArn: string): SymbolicKey | undefined {
  const { resource = "", service } = parseArn(keyArn) ?? {};
  if (service !== "kms" || !resource.startsWith("key/")) return undefined;
  return settledText(String(resource.startsWith("key/mrk-")));
}

/** The possible ids of a secret in a request: its ARN or its name, each with or without the six characters that AWS adds. */
function idsOf(secretArn: string): string[] {
  const { resource = "", service } = parseArn(secretArn) ?? {};
  if (service !== "secretsmanager" || !resource.startsWith("secret:")) return [];
  const whole = [secretArn, resource.slice("secret:".length)];
  return whole.flatMap((id) => [id, id.replace(/-[^-]{6}$/, "")]);
}
