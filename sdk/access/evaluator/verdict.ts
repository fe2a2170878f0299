import type { ApplicablePolicies, Decision, StatementReference } from "../domain/decision";
import type { NamedPolicy } from "../grammar/named-policy";
import type { Situation } from "./matching/match-statement";
import type { Allowance, PolicyCollector, Reading } from "./policy-collector";

/** A decision without the statements that led to it. */
export type Verdict = Omit<Decision, "statements">;

/** Reads every policy in force and combines what they say, in AWS's order. */
export function verdict(
  policies: ApplicablePolicies,
  situation: Situation,
  collector: PolicyCollector,
): Verdict {
  const { subject } = situation;
  const { resourceKind = "resource" } = policies;
  const one = <T>(policy: T | undefined): T[] => (policy === undefined ? [] : [policy]);

  const identity = collector.read(policies.identity ?? [], "identity");
  const boundary =
    policies.permissionsBoundary && collector.read([policies.permissionsBoundary], "boundary");
  const sessions = (policies.session ?? []).map((policy) => collector.read([policy], "session"));
  const resource = collector.read(one(policies.resource), resourceKind);
  const grants = collector.read(policies.grants ?? [], "key");
  const levels = (given: NamedPolicy[][] | undefined, kind: "scp" | "rcp", applies: boolean) =>
    applies && !subject.serviceLinked && given
      ? given.map((documents) => collector.read(documents, kind))
      : [];
  const serviceControl = levels(policies.serviceControl, "scp", subject.account !== undefined);
  const resourceControl = levels(policies.resourceControl, "rcp", true);
  const endpoint = policies.endpoint && collector.read([policies.endpoint], "resource");

  if (collector.denial) return denied(`${name(collector.denial)} denies it`, collector.denial);
  for (const [kind, readings] of [
    ["service", serviceControl],
    ["resource", resourceControl],
  ] as const) {
    const level = readings.findIndex(({ allows }) => allows.length === 0);
    if (level >= 0) {
      const account = kind === "service" ? subject.account : situation.resourceAccount;
      return lacks(
        `${kind} control policies at level ${level + 1} of account ${account}`,
        `no ${kind} control policy at level ${level + 1} of ${readings.length} allows it`,
      );
    }
  }

  if (endpoint?.allows.length === 0) {
    const { name: lacking } = policies.endpoint ?? {};
    return lacks(lacking, `the ${lacking}, through which it comes, does not allow it`);
  }

  const limiting = limitingPolicy(policies, boundary, sessions);
  const byPolicies = grantOf(policies, situation, identity, resource);
  const byGrant = grantOfKey(policies, grants);
  const grant = byPolicies.granted ? byPolicies : (byGrant ?? byPolicies);
  // Granted by its own account to the very user or session, or as it may be to everyone: what boundary and session policy leave out does not count.
  const unlimited = grant.granted && grant.direct;
  if (!unlimited && limiting) {
    if (byGrant?.direct) return allowed(byGrant);
    return lacks(limiting.lacking, limiting.reason);
  }
  return grant.granted ? allowed(grant) : lacks(grant.lacking, grant.reason);
}

/** The boundary or session policy that leaves the request out. */
function limitingPolicy(
  { permissionsBoundary, session: policies }: ApplicablePolicies,
  boundary: Reading | undefined,
  sessions: Reading[],
): { lacking: string | undefined; reason: string } | undefined {
  if (boundary?.allows.length === 0) {
    const reason = "the permissions boundary does not allow it";
    return { lacking: permissionsBoundary?.name, reason };
  }
  const session = sessions.findIndex(({ allows }) => allows.length === 0);
  if (session < 0) return undefined;
  return { lacking: policies?.[session]?.name, reason: "a session policy does not allow it" };
}

/** What a grant of the key gives without any policy. AWS does not say whether boundaries and session policies limit it. */
function grantOfKey({ strict }: ApplicablePolicies, { allows }: Reading): Granted | undefined {
  const found = allows.find(({ naming }) => !strict || naming !== "account");
  if (!found) return undefined;
  return { ...granted(`${found.document} allows it`, found), direct: !strict };
}

interface Granted {
  granted: true;
  direct: boolean;
  reason: string;
  by: StatementReference | null;
}

type Grant = Granted | { granted: false; reason: string; lacking: string };

/** Whether identity and resource policies grant the request between them, limits aside. */
function grantOf(
  { resourceKind = "resource", resource: document, strict = false }: ApplicablePolicies,
  { request, subject, resourceAccount }: Situation,
  identity: Reading,
  resource: Reading,
): Grant {
  const rootUser = subject.principal.kind === "root";
  const [byIdentity] = identity.allows;
  const identityAllows = rootUser || byIdentity !== undefined;
  const identityName = byIdentity ? name(byIdentity) : "the root user's own rights";
  const named = document?.name ?? `${KIND_NAMES[resourceKind]} of ${request.resource}`;

  const ownPolicy = document?.name ?? `${resourceKind} policy of ${request.resource}`;
  const identityPolicies = `identity policies of ${subject.arn}`;
  const notGranted = (lacking: string, reason: string): Grant => ({
    granted: false,
    reason,
    lacking,
  });
  const isUnlimited = ({ naming }: Allowance) =>
    naming === "direct" || (naming === "any" && !strict);
  const strongest =
    resource.allows.find(isUnlimited) ??
    resource.allows.find(({ naming }) => naming !== "account") ??
    resource.allows[0];
  if (subject.account === undefined) {
    if (strongest) return granted(`${name(strongest)} allows it`, strongest);
    return notGranted(ownPolicy, `no statement of ${named} allows it to ${subject.label}`);
  }
  const sameAccount = resourceAccount === subject.account;
  if (!sameAccount) {
    if (strongest && identityAllows) {
      return granted(`${name(strongest)} and ${identityName} allow it`, strongest);
    }
    const lacking = strongest ? "identity policy" : `statement of ${named}`;
    const reason = `a caller of another account needs both sides, and no ${lacking} allows it`;
    return notGranted(strongest ? identityPolicies : ownPolicy, reason);
  }
  if (strongest && strongest.naming !== "account") {
    return {
      ...granted(`${name(strongest)} allows it`, strongest),
      direct: isUnlimited(strongest),
    };
  }
  if (resourceKind === "resource") {
    if (identityAllows) return granted(`${identityName} allows it`, byIdentity ?? null);
    return notGranted(identityPolicies, `neither an identity policy nor ${named} allows it`);
  }
  if (strongest && identityAllows) {
    const reason = `${name(strongest)} leaves it to the account, where ${identityName} allows it`;
    return granted(reason, byIdentity ?? strongest);
  }
  return strongest
    ? notGranted(
        identityPolicies,
        `${name(strongest)} leaves it to the account, where no identity policy allows it`,
      )
    : notGranted(ownPolicy, `no statement of ${named} allows it or leaves it to the account`);
}

const KIND_NAMES = {
  resource: "a resource policy",
  key: "the key policy",
  trust: "the trust policy",
};

function granted(reason: string, by: Allowance | null) {
  return { granted: true as const, direct: false, reason, by: by && referenceOf(by) };
}

function referenceOf({ naming: _, ...reference }: Allowance): StatementReference {
  return reference;
}

function allowed({ by, reason }: Granted): Verdict {
  return { decision: "allowed", reason, decidedBy: by };
}

function denied(reason: string, by: StatementReference | null = null): Verdict {
  return { decision: "denied", reason, decidedBy: by };
}

function lacks(lacking: string | undefined, reason: string): Verdict {
  return { ...denied(reason), ...(lacking !== undefined && { lacking }) };
}

function name({ document, index, sid }: StatementReference): string {
  return `statement ${sid === undefined ? index : JSON.stringify(sid)} of ${document}`;
}
