import { accountTitle, sessionTagsPercent } from "eks-pod-secrets/grant";
import type { AccountFacts } from "../facts/account-facts";
import type { Finding } from "../step";
import { orRight, right, unseen, wrong } from "./findings";
import { BY_UP } from "./mends";
import { wrongs } from "./policy-findings";
import { rolesOf, rolesUnread } from "./unseen-documents";

/** Whether the reader's roles are there, and trust who is to become them. */
export function trust(facts: AccountFacts): Finding[] {
  const { reader } = facts;
  if (reader.external) return [unseen(`others deploy reader ${reader.id}, and its role`)];
  const { absent, gaps } = rolesUnread(facts, "trust");
  const gone = absent.map(({ account, name }) => {
    const names = { role: name };
    const what = `${name} of account ${accountTitle(account)}`;
    return wrong(reader, "EPS-330", what, { names, mend: BY_UP });
  });
  const isOpen = (role: string) => gaps.has(role) || absent.some(({ arn }) => arn === role);
  const refusals = wrongs(facts, ["trust"], ({ request }) => !isOpen(request.resource));
  const roles = rolesOf(reader).map(({ arn }) => arn);
  return orRight([...gaps.values(), ...gone, ...refusals], roles.join(", then "));
}

/** How much of what STS allows the session's tags take. */
export function sessionTags({ reader }: AccountFacts): Finding[] {
  const percent = sessionTagsPercent(reader);
  const says = `about ${percent} % of what STS allows for session tags`;
  return percent <= 100 ? right(says) : [wrong(reader, "EPS-376", says)];
}
