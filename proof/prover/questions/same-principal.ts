import type { RequestPrincipal } from "../../domain/request";
import { and, type Formula, not } from "../solver/formula";
import type { SymbolicPrincipal } from "../symbols/symbolic-principal";
import { equalsText } from "../texts/text-value";

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
