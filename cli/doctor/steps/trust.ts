import { accountTitle, type ResolvedRole, sessionTagsPercent } from "eks-pod-secrets/grant";
import type { AccountFacts } from "../facts/account-facts";
import type { Finding } from "../step";
import { byHand, UP } from "./mends";
import { trustRefusals } from "./policy-steps";
import { roleGap } from "./unseen-documents";

/** Whether the reader's roles are there, and trust who is to become them. */
export function trust(facts: AccountFacts): Finding[] {
  const { external, id, role, targetRole } = facts.reader;
  if (external) return [{ result: "not seen", says: `others deploy reader ${id}, and its role` }];
  const roles = [role, ...(targetRole ? [targetRole] : [])];
  const known = new Set<string>();
  const lacking = roles.flatMap((one): Finding[] => {
    const gap = roleGap(facts, one.arn, "trust");
    if (gap) return [gap];
    const isThere = facts.accounts.documents.roles?.some(({ arn }) => arn === one.arn);
    if (!isThere) return [missing(one)];
    known.add(one.arn);
    return [];
  });
  const found = [...lacking, ...trustRefusals(facts, (arn) => known.has(arn))];
  const says = roles.map(({ arn }) => arn).join(", then ");
  return found.length > 0 ? found : [{ result: "right", says }];
}

function missing({ account, arn, name }: ResolvedRole): Finding {
  return {
    result: "wrong",
    cause: "EPS-330",
    says: `role ${name} is not there`,
    known: `account ${accountTitle(account)} lists its roles (iam:GetAccountAuthorizationDetails), and ${arn} is none of them`,
    mend: { says: "`up` creates the role again, as the inventory has it", commands: [UP] },
  };
}

/** How much of what STS allows the session's tags take. */
export function sessionTags({ reader }: AccountFacts): Finding[] {
  const percent = sessionTagsPercent(reader);
  const says = `about ${percent} % of what STS allows for session tags`;
  if (percent <= 100) return [{ result: "right", says }];
  return [
    {
      result: "wrong",
      cause: "EPS-376",
      says: `the session tags of reader ${reader.id} are too large: ${says}`,
      known: "the size that follows from the names of cluster, namespace, service account and pod",
      mend: byHand(
        "choose a shorter service account, namespace or cluster name in the inventory, and run `up`",
      ),
    },
  ];
}
