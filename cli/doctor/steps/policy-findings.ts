import type { RefusingKind } from "iam-proof";
import { groupBy } from "iam-proof/collections";
import { sayTurning } from "iam-proof/evaluator";
import { nameOfPolicy } from "../../documents/live/policy-names";
import type { EntryId } from "../catalogue/entry";
import type { AccountFacts } from "../facts/account-facts";
import type { Finding } from "../step";
import CAUSES from "./causes.json";
import { unseen, wrong } from "./findings";
import { OF_CALLS } from "./open-conditions";
import { anotherKey, isUnderAnotherKey, mendOf } from "./policy-mends";
import { type WayRefusal, wayRefusals } from "./way-refusals";

/** The findings about refusals by policies of these kinds. `isSeen`: whether a refusal depends only on what could be read. */
export function wrongs(
  facts: AccountFacts,
  kinds: RefusingKind[],
  isSeen: (refusal: WayRefusal) => boolean = () => true,
): Finding[] {
  const own = wayRefusals(facts).filter((one) => kinds.includes(one.kind) && isSeen(one));
  // One policy can refuse several requests for the same reason.
  return groupBy(own, ({ denies, isOpen, name }) =>
    JSON.stringify([name, denies?.index, isOpen]),
  ).map(([, same]) => refused(facts, same));
}

function refused(facts: AccountFacts, same: WayRefusal[]): Finding {
  const [first] = same as [WayRefusal];
  if (first.of && isUnderAnotherKey(first)) return anotherKey(first.of);
  const { denies, document, isOpen, kind, name, reason, turnsOn } = first;
  const own = document && nameOfPolicy(document);
  const title = own === undefined ? name : `${name} (${own})`;
  const asked = same.map(({ of, request }) =>
    of ? `${of.grant.kind} ${of.grant.target.id}` : request.resource,
  );
  const actions = unique(same.map(({ request }) => request.action));
  const on = unique(asked.filter((one) => !name.includes(one)));
  const does = `${actions}${on && ` on ${on}`}`;
  const what = denies ? `${title} denies ${does}` : `nothing in ${title} allows ${does}`;
  if (isOpen) {
    const keys = unique(turnsOn.flatMap(({ key }) => (OF_CALLS.test(key) ? [key] : [])));
    return unseen(`${what}, unless the pod's own call has another ${keys}`);
  }
  const why = [reason, ...turnsOn.slice(0, 3).map(sayTurning)].join("; ");
  const cause = CAUSES.policies[kind][denies ? "denies" : "lacks"] as EntryId;
  return wrong(facts.reader, causeOf(same, cause), what, {
    known: `the policy was read and evaluated: ${why}`,
    mend: mendOf(facts, first),
  });
}

function unique(texts: readonly string[]): string {
  return [...new Set(texts)].join(", ");
}

/** A more precise entry than that of the kind of document. */
function causeOf(same: WayRefusal[], ofKind: EntryId): EntryId {
  const [{ denies, kind, name, request, turnsOn }] = same as [WayRefusal];
  const isOnly = (action: string) => same.every((one) => one.request.action === action);
  if (kind === "trust") {
    if (request.principal.kind === "federated") return causeOfTokens(same);
    if (request.principal.kind !== "service") return "EPS-380";
    if (isOnly("sts:TagSession")) return "EPS-359";
    return denies || turnsOn.length > 0 ? ofKind : "EPS-358";
  }
  if (kind === "key" && name.includes("AWS managed key")) return "EPS-469";
  return kind === "identity" && !denies && isOnly("kms:Decrypt") ? "EPS-471" : ofKind;
}

/** Why a trust policy refuses the pods' own tokens: because of a condition, or because no statement is for their issuer. */
function causeOfTokens(same: WayRefusal[]): EntryId {
  const [{ denies, turnsOn }] = same as [WayRefusal];
  if (denies) return "EPS-306";
  return turnsOn.length > 0 ? "EPS-365" : "EPS-366";
}
