import { accountTitle, sessionTagsPercent } from "eks-pod-secrets/grant";
import type { AccountFacts } from "../facts/account-facts";
import type { Finding } from "../step";
import { orRight, right, unseen, wrong } from "./findings";
import { BY_UP } from "./mends";
import { trustRefusals } from "./policy-steps";
import { gapOf } from "./unseen-documents";

/** Whether the reader's roles are there, and trust who is to become them. */
export function trust(facts: AccountFacts): Finding[] {
  const { external, id, role, targetRole } = facts.reader;
  if (external) return [unseen(`others deploy reader ${id}, and its role`)];
  const roles = [role, ...(targetRole ? [targetRole] : [])];
  const known = new Set<string>();
  const lacking = roles.flatMap(({ account, arn, name }): Finding[] => {
    const gap = gapOf(facts, "trust", arn);
    if (gap) return [gap];
    const isThere = facts.accounts.documents.roles?.some((one) => one.arn === arn);
    if (isThere) {
      known.add(arn);
      return [];
    }
    const what = `${name} of account ${accountTitle(account)}`;
    return [wrong(facts.reader, "EPS-330", what, { names: { role: name }, mend: BY_UP })];
  });
  const found = [...lacking, ...trustRefusals(facts, (arn) => known.has(arn))];
  return orRight(found, roles.map(({ arn }) => arn).join(", then "));
}

/** How much of what STS allows the session's tags take. */
export function sessionTags({ reader }: AccountFacts): Finding[] {
  const percent = sessionTagsPercent(reader);
  const says = `about ${percent} % of what STS allows for session tags`;
  return percent <= 100 ? right(says) : [wrong(reader, "EPS-376", says)];
}
