import { endpointId, type RefusingKind } from "iam-proof";
import { groupBy } from "iam-proof/collections";
import { sayTurning } from "iam-proof/evaluator";
import { nameOfPolicy } from "../../documents/live/policy-names";
import type { EntryId } from "../catalogue/entry";
import type { AccountFacts, ObjectFacts } from "../facts/account-facts";
import { ifSeen, type NotSeen, notSeen } from "../facts/seen";
import type { Finding } from "../step";
import { anotherKey, isUnderAnotherKey } from "./another-key";
import { once } from "./each-object";
import { orRight, unseen, wrong } from "./findings";
import { OF_CALLS } from "./open-conditions";
import { mendOf } from "./policy-mends";
import { absentFinding, absentOrUnseen, gapOf } from "./unseen-documents";
import { throughEndpoint, type WayRefusal, wayRefusals, wayRequests } from "./way-refusals";

/** The entries about a kind of policy: where it denies, and where it allows nothing. */
const CAUSES: Record<RefusingKind, { denies: EntryId; lacks: EntryId }> = {
  trust: { denies: "EPS-306", lacks: "EPS-360" },
  identity: { denies: "EPS-457", lacks: "EPS-450" },
  boundary: { denies: "EPS-459", lacks: "EPS-452" },
  session: { denies: "EPS-460", lacks: "EPS-453" },
  resource: { denies: "EPS-458", lacks: "EPS-451" },
  key: { denies: "EPS-470", lacks: "EPS-470" },
  serviceControl: { denies: "EPS-461", lacks: "EPS-454" },
  resourceControl: { denies: "EPS-462", lacks: "EPS-455" },
  endpoint: { denies: "EPS-463", lacks: "EPS-456" },
};

type Step = (facts: AccountFacts) => Finding[];

/** The role's own policies; those that allow it to become the target role among them. */
export const identityPolicy: Step = (facts) => ofRoles(facts, ["identity"]);

export const boundary: Step = (facts) => ofRoles(facts, ["boundary", "session"]);

export const resourcePolicy: Step = (facts) =>
  ofObjects(facts, ["resource"], (one) => absentOrUnseen(one) ?? unreadPolicy(facts, one));

export const keyPolicy: Step = (facts) =>
  ofObjects(facts, ["key"], ({ key }) => {
    if (!("value" in key)) return notSeen(key);
    const { arn, state } = key.value ?? {};
    if (state === "Deleted") return unseen(`key ${arn} is deleted`);
    return arn === undefined ? undefined : gapOf(facts, "key", arn);
  });

/** What the inventory's files say. */
export const controlPolicies: Step = (facts) => {
  const { controls } = facts.accounts;
  if (!("value" in controls)) return [notSeen(controls)];
  return judged(facts, ["serviceControl", "resourceControl"], []);
};

/** The VPC endpoints of the cluster's network that lead to a service let the pods' own calls through. */
export const endpointPolicies: Step = (facts) => {
  if (!("value" in facts.endpoints)) return [notSeen(facts.endpoints)];
  const found = facts.endpoints.value.flatMap(({ document, hasUsualName }): Finding[] => {
    const refused = wrongs(throughEndpoint(facts, document), ["endpoint"]);
    if (hasUsualName) return refused;
    const unused = "if the pods call through it: it has no private DNS names";
    return refused.map(({ says }) => unseen(`${says}, ${unused}`));
  });
  const ids = facts.endpoints.value.map(({ document }) => endpointId(document)).join(", ");
  if (ids !== "") found.push(...unasked(facts));
  return orRight(once(found), ids || "the cluster's network has none that leads to a value");
};

/** What the trust policies of these roles refuse. */
export function trustRefusals(facts: AccountFacts, isSeen: (role: string) => boolean): Finding[] {
  return wrongs(facts, ["trust"], ({ request }) => isSeen(request.resource));
}

function ofRoles(facts: AccountFacts, kinds: RefusingKind[]): Finding[] {
  const { external, role, targetRole } = facts.reader;
  const gaps = [role, ...(targetRole ? [targetRole] : [])].flatMap(({ arn }) => {
    if (external) return [unseen(`others deploy role ${arn}`)];
    const isThere = facts.accounts.documents.roles?.some((one) => one.arn === arn);
    return gapOf(facts, "rights", arn) ?? (isThere ? [] : [absentFinding(arn)]);
  });
  const keys = facts.objects.flatMap(({ key }) => ("value" in key ? [] : [notSeen(key)]));
  // Which key a value is under decides what the role must be allowed.
  const isSeen = ({ of, request }: WayRefusal) =>
    gaps.length === 0 && (request.action !== "kms:Decrypt" || !of || "value" in of.key);
  return judged(facts, kinds, [...gaps, ...keys], isSeen);
}

/** What `gap` says of an object could not be seen: then its policy is not judged. */
function ofObjects(
  facts: AccountFacts,
  kinds: RefusingKind[],
  gap: (object: ObjectFacts) => NotSeen | undefined,
): Finding[] {
  const gaps = new Map(facts.objects.map((one) => [one, gap(one)]));
  const found = [...gaps.values()].filter((one) => one !== undefined);
  return judged(facts, kinds, found, ({ of }) => !of || !gaps.get(of));
}

/** `gaps`: what could not be read of the policies of these kinds. `isSeen`: whether a refusal rests on nothing of that. */
function judged(
  facts: AccountFacts,
  kinds: RefusingKind[],
  gaps: NotSeen[],
  isSeen?: (refusal: WayRefusal) => boolean,
): Finding[] {
  const found = [...wrongs(facts, kinds, isSeen), ...gaps, ...unasked(facts)];
  const isAsked = wayRequests(facts).length > 0;
  return orRight(isAsked ? once(found) : [...found, unseen("there is nothing to ask for")]);
}

/** Why no policy was asked whether some objects may be read. */
function unasked(facts: AccountFacts): NotSeen[] {
  const asked = new Set(wayRequests(facts).map(({ of }) => of));
  const left = facts.objects.filter((one) => !asked.has(one));
  return left.map((one) => {
    const { kind, target } = one.grant;
    return (
      absentOrUnseen(one) ?? unreadPolicy(facts, one) ?? unseen(`${kind} ${target.id} was not read`)
    );
  });
}

function unreadPolicy(facts: AccountFacts, { grant, object }: ObjectFacts): NotSeen | undefined {
  const arn = ifSeen(object)?.arn;
  return arn === undefined ? undefined : gapOf(facts, grant.kind, arn);
}

function wrongs(
  facts: AccountFacts,
  kinds: RefusingKind[],
  isSeen: (refusal: WayRefusal) => boolean = () => true,
): Finding[] {
  const own = wayRefusals(facts).filter((one) => kinds.includes(one.kind) && isSeen(one));
  // One policy refuses several requests for the same reason.
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
  return wrong(facts.reader, causeOf(same, CAUSES[kind][denies ? "denies" : "lacks"]), what, {
    known: `the policy was read and evaluated: ${why}`,
    mend: mendOf(facts, first),
  });
}

function unique(texts: readonly string[]): string {
  return [...new Set(texts)].join(", ");
}

/** The entry that says more than that of the kind of document. */
function causeOf(same: WayRefusal[], ofKind: EntryId): EntryId {
  const [{ denies, kind, name, request, turnsOn }] = same as [WayRefusal];
  const isOnly = (action: string) => same.every((one) => one.request.action === action);
  if (kind === "trust") {
    if (request.principal.kind !== "service") return "EPS-380";
    if (isOnly("sts:TagSession")) return "EPS-359";
    return denies || turnsOn.length > 0 ? ofKind : "EPS-358";
  }
  if (kind === "key" && name.includes("AWS managed key")) return "EPS-469";
  return kind === "identity" && !denies && isOnly("kms:Decrypt") ? "EPS-471" : ofKind;
}
