import { accountTitle, sessionTagsPercent } from "eks-pod-secrets/grant";
import { endpointId, type RefusingKind } from "iam-proof";
import type { AccountFacts, ObjectFacts } from "../facts/account-facts";
import { ifSeen, type NotSeen, notSeen } from "../facts/seen";
import type { Finding } from "../step";
import { once, orRight, right, unseen, wrong } from "./findings";
import { putBack, stackOfRole } from "./mends";
import { wrongs } from "./policy-findings";
import { absentFinding, absentOrUnseen, gapOf, rolesOf, rolesUnread } from "./unseen-documents";
import { throughEndpoint, type WayRefusal, wayRequests } from "./way-refusals";

type Step = (facts: AccountFacts) => Finding[];

/** Whether the reader's roles exist, and trust those that should assume them. */
export const trust: Step = (facts) => {
  const { reader } = facts;
  if (reader.external) return [unseen(`others deploy reader ${reader.id}, and its role`)];
  const { absent, gaps } = rolesUnread(facts, "trust");
  const gone = absent.map(({ account, arn, name }) => {
    const names = { role: name };
    const what = `${name} of account ${accountTitle(account)}`;
    return wrong(reader, "EPS-330", what, { names, mend: putBack(stackOfRole(reader, arn)) });
  });
  const isOpen = (role: string) => gaps.has(role) || absent.some(({ arn }) => arn === role);
  const refusals = wrongs(facts, ["trust"], ({ request }) => !isOpen(request.resource));
  const roles = rolesOf(reader).map(({ arn }) => arn);
  return orRight([...gaps.values(), ...gone, ...refusals], roles.join(", then "));
};

/** How much of STS's space for session tags is used. */
export const sessionTags: Step = ({ reader }) => {
  if (reader.identity === "irsa") return [];
  const percent = sessionTagsPercent(reader);
  const says = `about ${percent} % of what STS allows for session tags`;
  return percent <= 100 ? right(says) : [wrong(reader, "EPS-376", says)];
};

/** The role's own policies, including those that let it assume the target role. */
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

/** The control policies in the inventory's files. */
export const controlPolicies: Step = (facts) => {
  const { controls } = facts.accounts;
  if (!("value" in controls)) return [notSeen(controls)];
  return judged(facts, ["serviceControl", "resourceControl"], []);
};

/** Whether the VPC endpoints of the cluster's network let the pods' own calls through. */
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

function ofRoles(facts: AccountFacts, kinds: RefusingKind[]): Finding[] {
  const { absent, gaps } = rolesUnread(facts, "rights");
  const unread = facts.reader.external
    ? rolesOf(facts.reader).map(({ arn }) => unseen(`others deploy role ${arn}`))
    : [...gaps.values(), ...absent.map(({ arn }) => absentFinding(arn))];
  const keys = facts.objects.flatMap(({ key }) => ("value" in key ? [] : [notSeen(key)]));
  // The key of a value decides which rights the role needs.
  const isSeen = ({ of, request }: WayRefusal) =>
    unread.length === 0 && (request.action !== "kms:Decrypt" || !of || "value" in of.key);
  return judged(facts, kinds, [...unread, ...keys], isSeen);
}

/** Findings for each object. If `gap` says that its policy could not be seen, it is not judged. */
function ofObjects(
  facts: AccountFacts,
  kinds: RefusingKind[],
  gap: (object: ObjectFacts) => NotSeen | undefined,
): Finding[] {
  const gaps = new Map(facts.objects.map((one) => [one, gap(one)]));
  const found = [...gaps.values()].filter((one) => one !== undefined);
  return judged(facts, kinds, found, ({ of }) => !of || !gaps.get(of));
}

/**
 * The findings about policies of these kinds. `gaps`: what could not be read of them. `isSeen`: whether a refusal depends only on
 * what could be read.
 */
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

/** Why the policies for some objects could not be judged. */
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
