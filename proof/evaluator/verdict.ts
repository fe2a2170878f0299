import type { ApplicablePolicies, Decision, StatementReference } from "../domain/request";
import type { NamedPolicy } from "../grammar/syntax";
import type { Situation } from "./matching/match-statement";
import { sayStatement } from "./matching/words";
import type { Allowance, Grounds, PolicyCollector, Reading } from "./policy-collector";

/** A decision without the explanations of statements. */
export interface Verdict extends Omit<Decision, "statements" | "turnsOn"> {
  grounds: Grounds;
}

/** Evaluates all policies in force and combines their results, in AWS's order. */
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

  const { denial } = collector;
  if (denial) {
    const grounds = { by: [denial], lacking: [], limits: [] };
    return {
      decision: "denied",
      reason: `${sayStatement(denial)} denies it`,
      decidedBy: denial,
      grounds,
    };
  }
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
        readings.slice(level, level + 1),
      );
    }
  }

  if (endpoint?.allows.length === 0) {
    const { name: lacking } = policies.endpoint ?? {};
    return lacks(lacking, `the ${lacking}, through which it comes, does not allow it`, [endpoint]);
  }

  const control = [...serviceControl, ...resourceControl, ...one(endpoint)];
  const limiting = limitingPolicy(policies, boundary, sessions);
  const byPolicies = grantOf(policies, situation, identity, resource);
  const byGrant = grantOfKey(policies, grants);
  const grant = byPolicies.granted ? byPolicies : (byGrant ?? byPolicies);
  // Granted by its own account to this very user or session, or possibly granted to everyone: then boundary and session policies do
  // not count.
  const unlimited = grant.granted && grant.direct;
  if (!unlimited && limiting) {
    if (byGrant?.direct) return allowed(byGrant, control);
    return lacks(limiting.lacking, limiting.reason, limiting.among);
  }
  if (!grant.granted) return lacks(grant.lacking, grant.reason, grant.among);
  return allowed(grant, [...control, ...(unlimited ? [] : [...one(boundary), ...sessions])]);
}

/** The boundary or session policy that does not allow the request. */
function limitingPolicy(
  { permissionsBoundary, session: policies }: ApplicablePolicies,
  boundary: Reading | undefined,
  sessions: Reading[],
): { lacking: string | undefined; reason: string; among: Reading[] } | undefined {
  if (boundary?.allows.length === 0) {
    const reason = "the permissions boundary does not allow it";
    return { lacking: permissionsBoundary?.name, reason, among: [boundary] };
  }
  const session = sessions.findIndex(({ allows }) => allows.length === 0);
  if (session < 0) return undefined;
  return {
    lacking: policies?.[session]?.name,
    reason: "a session policy does not allow it",
    among: sessions.slice(session, session + 1),
  };
}

/** What a grant of the key allows without any policy. AWS does not say whether boundaries and session policies limit it. */
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
  /** The statement on the other side, if both must allow. */
  also?: StatementReference;
}

type Grant = Granted | { granted: false; reason: string; lacking: string; among: Reading[] };

/** Whether identity and resource policies together grant the request, ignoring limits. */
function grantOf(
  { resourceKind = "resource", resource: document, strict = false }: ApplicablePolicies,
  { request, subject, resourceAccount }: Situation,
  identity: Reading,
  resource: Reading,
): Grant {
  const rootUser = subject.principal.kind === "root";
  const [byIdentity] = identity.allows;
  const identityAllows = rootUser || byIdentity !== undefined;
  const identityName = byIdentity ? sayStatement(byIdentity) : "the root user's own rights";
  const named = document?.name ?? `${KIND_NAMES[resourceKind]} of ${request.resource}`;

  const ownPolicy = document?.name ?? `${resourceKind} policy of ${request.resource}`;
  const identityPolicies = `identity policies of ${subject.arn}`;
  const notGranted = (lacking: string, reason: string, ...among: Reading[]): Grant => ({
    granted: false,
    reason,
    lacking,
    among,
  });
  const isUnlimited = ({ naming }: Allowance) =>
    naming === "direct" || (naming === "any" && !strict);
  const strongest =
    resource.allows.find(isUnlimited) ??
    resource.allows.find(({ naming }) => naming !== "account") ??
    resource.allows[0];
  if (subject.account === undefined) {
    if (strongest) return granted(`${sayStatement(strongest)} allows it`, strongest);
    const reason = `no statement of ${named} allows it to ${subject.label}`;
    return notGranted(ownPolicy, reason, resource);
  }
  const sameAccount = resourceAccount === subject.account;
  if (!sameAccount) {
    if (strongest && identityAllows) {
      return granted(
        `${sayStatement(strongest)} and ${identityName} allow it`,
        strongest,
        byIdentity,
      );
    }
    const lacking = strongest ? "identity policy" : `statement of ${named}`;
    const reason = `a caller of another account needs both sides, and no ${lacking} allows it`;
    return strongest
      ? notGranted(identityPolicies, reason, identity)
      : notGranted(ownPolicy, reason, resource);
  }
  if (strongest && strongest.naming !== "account") {
    return {
      ...granted(`${sayStatement(strongest)} allows it`, strongest),
      direct: isUnlimited(strongest),
    };
  }
  if (resourceKind === "resource") {
    if (identityAllows) return granted(`${identityName} allows it`, byIdentity ?? null);
    const reason = `neither an identity policy nor ${named} allows it`;
    return notGranted(identityPolicies, reason, identity, resource);
  }
  if (strongest && identityAllows) {
    const reason = `${sayStatement(strongest)} leaves it to the account, where ${identityName} allows it`;
    return granted(reason, byIdentity ?? strongest, strongest);
  }
  return strongest
    ? notGranted(
        identityPolicies,
        `${sayStatement(strongest)} leaves it to the account, where no identity policy allows it`,
        identity,
      )
    : notGranted(
        ownPolicy,
        `no statement of ${named} allows it or leaves it to the account`,
        resource,
      );
}

const KIND_NAMES = {
  resource: "a resource policy",
  key: "the key policy",
  trust: "the trust policy",
};

function granted(reason: string, by: Allowance | null, also?: Allowance) {
  return {
    granted: true as const,
    direct: false,
    reason,
    by: by && referenceOf(by),
    ...(also && also !== by && { also: referenceOf(also) }),
  };
}

function referenceOf({ naming: _, ...reference }: Allowance): StatementReference {
  return reference;
}

function allowed({ also, by, reason }: Granted, limits: Reading[]): Verdict {
  const decided = [by, also].filter((one) => one !== null && one !== undefined);
  const grounds = { by: decided, limits, lacking: [] };
  return { decision: "allowed", reason, decidedBy: by, grounds };
}

function lacks(lacking: string | undefined, reason: string, among: Reading[]): Verdict {
  const grounds = { by: [], limits: [], lacking: among };
  return {
    ...{ decision: "denied", reason, decidedBy: null, grounds },
    ...(lacking !== undefined && { lacking }),
  };
}
