import type { RequestPrincipal } from "../../domain/request";
import { and, type Formula, not } from "../solver/formula";
import type { SymbolicPrincipal } from "../symbols/symbolic-principal";
import { constantPattern } from "../texts/text-pattern";

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
      return and(kinds.service, service.matches(constantPattern(found.service)));
    case "anonymous":
      return kinds.anonymous;
    case "root":
      return and(kinds.root, account.matches(constantPattern(found.account)));
    case "federated":
      return found.provider === undefined
        ? and(kinds.federatedUser, arn.matches(constantPattern(found.arn)))
        : and(kinds.federated, provider.matches(constantPattern(found.provider)));
    default: {
      const text = found.kind === "session" ? found.roleArn : found.arn;
      if (!isUnknown) return and(kinds[found.kind], arn.matches(constantPattern(text)));
      const ofAccount = account.matches(constantPattern(text.split(":")[4] ?? ""));
      return and(hasArn, ofAccount, not(isNamed), not(kinds.root));
    }
  }
}
