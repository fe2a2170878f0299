import { endpointId, type RefusingKind } from "iam-proof";
import { grouped } from "iam-proof/collections";
import { sayTurning } from "iam-proof/evaluator";
import { nameOfPolicy } from "../../documents/live/policy-names";
import type { EntryId } from "../catalogue/entry";
import type { AccountFacts, ObjectFacts } from "../facts/account-facts";
import { ifSeen, type NotSeen, notSeen } from "../facts/seen";
import type { Finding } from "../step";
import { anotherKey, isUnderAnotherKey } from "./another-key";
import { once } from "./each-object";
import { mendOf } from "./policy-mends";
import { absentFinding, absentOrUnseen, policyGap, roleGap } from "./unseen-documents";
import { throughEndpoint, type WayRefusal, wayRefusals, wayRequests } from "./way-refusals";

/** What a policy that refuses a request is called, and the entries of the catalogue about it: where it denies, and where it lacks. */
const KINDS: Record<RefusingKind, { title: string; denies: EntryId; lacks: EntryId }> = {
  trust: { title: "trust policy", denies: "EPS-306", lacks: "EPS-360" },
  identity: { title: "policies", denies: "EPS-457", lacks: "EPS-450" },
  boundary: { title: "permissions boundary", denies: "EPS-459", lacks: "EPS-452" },
  session: { title: "session policy", denies: "EPS-460", lacks: "EPS-453" },
  resource: { title: "resource policy", denies: "EPS-458", lacks: "EPS-451" },
  key: { title: "key policy", denies: "EPS-470", lacks: "EPS-470" },
  serviceControl: { title: "service control policy", denies: "EPS-461", lacks: "EPS-454" },
  resourceControl: { title: "resource control policy", denies: "EPS-462", lacks: "EPS-455" },
  endpoint: { title: "endpoint policy", denies: "EPS-463", lacks: "EPS-456" },
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
    if (state === "Deleted") return { result: "not seen", says: `key ${arn} is deleted` };
    return arn === undefined ? undefined : policyGap(facts, "key", arn);
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
    const refused = wrongs(throughEndpoint(facts, document), ["endpoint"], () => true);
    if (hasUsualName) return refused;
    const unused = "if the pods call through it: it has no private DNS names";
    return refused.map(({ says }): Finding => ({ result: "not seen", says: `${says}, ${unused}` }));
  });
  const ids = facts.endpoints.value.map(({ document }) => endpointId(document)).join(", ");
  if (ids !== "") found.push(...unasked(facts));
  if (found.length > 0) return once(found);
  return [{ result: "right", says: ids || "the cluster's network has none that leads to a value" }];
};

/** What the trust policies of these roles refuse. */
export function trustRefusals(facts: AccountFacts, isSeen: (role: string) => boolean): Finding[] {
  return wrongs(facts, ["trust"], ({ request }) => isSeen(request.resource));
}

function ofRoles(facts: AccountFacts, kinds: RefusingKind[]): Finding[] {
  const { external, role, targetRole } = facts.reader;
  const gaps = [role, ...(targetRole ? [targetRole] : [])].flatMap(({ arn }): NotSeen[] => {
    if (external) return [{ result: "not seen", says: `others deploy role ${arn}` }];
    const isThere = facts.accounts.documents.roles?.some((one) => one.arn === arn);
    const gap = roleGap(facts, arn);
    return gap ? [gap] : isThere ? [] : [absentFinding(arn)];
  });
  const keys = facts.objects.flatMap(({ key }): NotSeen[] =>
    "value" in key ? [] : [notSeen(key)],
  );
  // Which key a value is under decides what the role must be allowed.
  const isSeen = ({ of, request }: WayRefusal) =>
    gaps.length === 0 && (request.action !== "kms:Decrypt" || !of || "value" in of.key);
  return judged(facts, kinds, [...gaps, ...keys], isSeen);
}

/** What `gapOf` says of an object could not be seen: then its policy is not judged. */
function ofObjects(
  facts: AccountFacts,
  kinds: RefusingKind[],
  gapOf: (object: ObjectFacts) => NotSeen | undefined,
): Finding[] {
  const unseenObjects = new Set<ObjectFacts>();
  const gaps = facts.objects.flatMap((object): NotSeen[] => {
    const gap = gapOf(object);
    if (gap) unseenObjects.add(object);
    return gap ? [gap] : [];
  });
  return judged(facts, kinds, gaps, ({ of }) => !of || !unseenObjects.has(of));
}

/** `gaps`: what could not be read of the policies of these kinds. `isSeen`: whether a refusal rests on nothing of that. */
function judged(
  facts: AccountFacts,
  kinds: RefusingKind[],
  gaps: NotSeen[],
  isSeen: (refusal: WayRefusal) => boolean = () => true,
): Finding[] {
  const found = [...wrongs(facts, kinds, isSeen), ...gaps, ...unasked(facts)];
  if (found.length > 0) return once(found);
  const asked = wayRequests(facts).length;
  if (asked === 0) return [{ result: "not seen", says: "there is nothing to ask for" }];
  return [{ result: "right" }];
}

/** Why no policy was asked whether some objects may be read. */
function unasked(facts: AccountFacts): NotSeen[] {
  const asked = new Set(wayRequests(facts).map(({ of }) => of));
  return facts.objects
    .filter((one) => !asked.has(one))
    .map((one) => {
      const unread = { unseen: `${one.grant.kind} ${one.grant.target.id} was not read` };
      return absentOrUnseen(one) ?? unreadPolicy(facts, one) ?? notSeen(unread);
    });
}

function unreadPolicy(facts: AccountFacts, { grant, object }: ObjectFacts): NotSeen | undefined {
  const arn = ifSeen(object)?.arn;
  return arn === undefined ? undefined : policyGap(facts, grant.kind, arn);
}

function wrongs(
  facts: AccountFacts,
  kinds: RefusingKind[],
  isSeen: (refusal: WayRefusal) => boolean,
): Finding[] {
  const own = wayRefusals(facts).filter((one) => kinds.includes(one.kind) && isSeen(one));
  // One policy refuses several requests for the same reason.
  const byPolicy = grouped(own, ({ denies, name }) => [JSON.stringify([name, denies?.index])]);
  return [...byPolicy.values()].map((same) => wrong(facts, same));
}

function wrong(facts: AccountFacts, same: WayRefusal[]): Finding {
  const [first] = same as [WayRefusal];
  if (isUnderAnotherKey(first)) return anotherKey(first);
  const { denies, kind, turnsOn } = first;
  const entry = KINDS[kind];
  const holder = holderOf(first);
  const actions = [...new Set(same.map(({ request }) => request.action))].join(", ");
  const on = objectsOf(same, holder);
  const does = denies
    ? `${statementTitle(first)} denies ${actions}`
    : `no statement allows ${actions}`;
  const open = turnsOn.filter(({ found, key }) => found.length === 0 && OF_CALLS.test(key));
  const isOpen = denies ? open.length > 0 : open.length > 0 && open.length === turnsOn.length;
  const says = `${entry.title} of ${holder}: ${does}${on} to reader ${facts.reader.id}`;
  const why = turnsOn.slice(0, 3).map(sayTurning);
  if (isOpen) {
    const keys = [...new Set(open.map(({ key }) => key))].join(", ");
    return { result: "not seen", says: `${says}, unless the pod's own call has another ${keys}` };
  }
  return {
    result: "wrong",
    cause: causeOf(same, denies ? entry.denies : entry.lacks),
    says,
    known: `the policy was read and evaluated: ${[first.reason, ...why].join("; ")}`,
    mend: mendOf(facts, first),
  };
}

/** What is asked for by the refused requests, as the inventory calls it. */
function objectsOf(same: WayRefusal[], holder: string): string {
  const names = same.map(({ of, request }) =>
    of ? `${of.grant.kind} ${of.grant.target.id}` : request.resource,
  );
  const asked = [...new Set(names)].filter((name) => name !== holder);
  return asked.length > 0 ? ` on ${asked.join(", ")}` : "";
}

/** The entry that says more than that of the kind of document. */
function causeOf(same: WayRefusal[], ofKind: EntryId): EntryId {
  const [{ denies, kind, name, request, turnsOn }] = same as [WayRefusal];
  const isOnly = (action: string) => same.every((one) => one.request.action === action);
  if (kind === "trust") {
    if (request.principal.kind !== "service") return "EPS-380";
    if (isOnly("sts:TagSession")) return "EPS-359";
    if (denies) return ofKind;
    return turnsOn.length > 0 ? ofKind : "EPS-358";
  }
  if (kind === "key" && name.includes("AWS managed key")) return "EPS-469";
  return kind === "identity" && !denies && isOnly("kms:Decrypt") ? "EPS-471" : ofKind;
}

/** Condition keys that the pod's own call has, and nobody knows from here. */
const OF_CALLS =
  /^aws:(?:SourceIp|VpcSourceIp|SourceVpc|SourceVpce|SourceVpcArn|CurrentTime|EpochTime|TokenIssueTime|UserAgent|Ec2InstanceSourceVpc|Ec2InstanceSourcePrivateIPv4|SourceVpceAccount|SourceVpceOrgID|SourceVpceOrgPaths)$/i;

/** Whose policy it is. */
function holderOf({ document, kind, name, request }: WayRefusal): string {
  if (kind === "identity" || kind === "boundary" || kind === "session") {
    const { principal } = request;
    const role = "roleArn" in principal ? principal.roleArn : name;
    const own = document === undefined ? undefined : nameOfPolicy(document);
    return own ? `${role} (${own})` : role;
  }
  if (kind === "serviceControl" || kind === "resourceControl" || kind === "endpoint") return name;
  return request.resource;
}

function statementTitle({ denies }: WayRefusal): string {
  return denies?.sid ? `statement ${JSON.stringify(denies.sid)}` : `statement ${denies?.index}`;
}
