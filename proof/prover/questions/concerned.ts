import type { RoleDocuments } from "../../domain/documents";
import type { RequestPrincipal } from "../../domain/request";
import { accountOf, type Deployment } from "../documents/deployment";
import { readTarget, resourcePolicyOf } from "../documents/read-target";
import { namedBy, namesEverybody } from "../documents/roles-that-may-read";
import { and, type Formula, not } from "../solver/formula";
import type { SymbolicPrincipal } from "../symbols/symbolic-request";
import { equalsText } from "../texts/text-value";
import { rolesOfRead } from "./reading-relation";

/**
 * Roles that must be distinguished in the question who reads: those that matter for the read, administrators, all roles if the
 * secret's policy lets in others than it names, and recursively everyone who may assume one of them. `ofRead`: the first of
 * these. `steps`: how often to ask who may assume them.
 */
export function concernedRoles(
  deployment: Deployment,
  arn: string,
  ofRead = rolesOfRead(deployment, arn),
  steps = Number.POSITIVE_INFINITY,
): RoleDocuments[] {
  const target = readTarget(deployment, arn);
  if (!target || !resourcePolicyOf(deployment, target).every(namesEverybody))
    return deployment.roles;
  // An administrator that is left out is assumed to read.
  const administrators = deployment.administrators
    .filter((one) => accountOf(one) === accountOf(arn))
    .flatMap((one) => deployment.role(one) ?? []);
  const found = new Set([...ofRead, ...administrators]);
  let last = [...found];
  for (let step = 0; step < steps && last.length > 0; step++) {
    const makers = new Set<RoleDocuments>();
    for (const role of last) {
      if (!deployment.policies.trustOf(role).every(namesEverybody)) return deployment.roles;
      for (const maker of namedBy(deployment, role.trust)) if (!found.has(maker)) makers.add(maker);
    }
    for (const maker of makers) found.add(maker);
    last = [...makers];
  }
  return [...found];
}

/**
 * The principal is the one that was found: the same role, user or root, the same service, or anyone without credentials. One that
 * is not in the documents stands for all such principals of its account; `isNamed` tells who is not.
 */
export function samePrincipal(
  found: RequestPrincipal,
  { account, arn, hasArn, kinds, provider, service }: SymbolicPrincipal,
  isNamed: Formula,
  isUnknown: boolean,
): Formula {
  switch (found.kind) {
    case "service":
      return and(kinds.service, equalsText(service, found.service));
    case "anonymous":
      return kinds.anonymous;
    case "root":
      return and(kinds.root, equalsText(account, found.account));
    case "federated":
      return found.provider === undefined
        ? and(kinds.federatedUser, equalsText(arn, found.arn))
        : and(kinds.federated, equalsText(provider, found.provider));
    default: {
      const text = found.kind === "session" ? found.roleArn : found.arn;
      if (!isUnknown) return and(kinds[found.kind], equalsText(arn, text));
      const ofAccount = equalsText(account, text.split(":")[4] ?? "");
      return and(hasArn, ofAccount, not(isNamed), not(kinds.root));
    }
  }
}
