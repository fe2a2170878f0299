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
 * Roles that must be told apart where it is asked who reads: those that matter for the read; administrators; every role where the secret's
 * policy lets in others than it names; and in turn whoever may become one of them. `ofRead` are the first of these; `steps` tells how
 * often it is asked who may become them.
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
  // Of an administrator who is left out, it is taken that it reads.
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
 * Says that the principal is the one that was found: the same role, user or root; the same service; anyone without
 * credentials. One of whom the documents say nothing stands for all such of its account: `isNamed` tells who is not.
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
