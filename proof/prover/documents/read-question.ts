import type { ParsedPolicy } from "../../grammar/syntax";
import { accountOf, type Deployment } from "./deployment";
import { type Opening, openingOf, waysToOpen } from "./key-of-read";
import { type ReadTarget, resourcePolicyOf } from "./read-target";

/** What is read, and the policies that decide who reads it. */
export interface ReadQuestion {
  target: ReadTarget;
  /** Say who from outside may fetch it. */
  policies: ParsedPolicy[];
  /** How the service may open it: with each of its keys, the one in force first. */
  openings: Opening[];
  /** ARNs of the named administrators of its account. */
  administrators: string[];
  /** Session policies of the caller. */
  session: ParsedPolicy[];
}

export function readQuestion(
  deployment: Deployment,
  target: ReadTarget,
  session: ParsedPolicy[] = [],
): ReadQuestion {
  const account = accountOf(target.of.arn);
  return {
    target,
    policies: resourcePolicyOf(deployment, target),
    openings: waysToOpen(deployment, target).map((way) => openingOf(deployment, way)),
    administrators: deployment.administrators.filter((one) => accountOf(one) === account),
    session,
  };
}

/** Its policies, but for those of AWS managed keys, which ask for nothing that a read leaves open. */
export function policiesAsked({ openings, policies, session }: ReadQuestion): ParsedPolicy[] {
  const ofKeys = openings.flatMap(({ grants, policy, target }) => [
    ...(target.of.key ? policy : []),
    ...grants,
  ]);
  return [...policies, ...ofKeys, ...session];
}
