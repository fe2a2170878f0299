import { outputsIn } from "eks-pod-secrets/change-losses";
import { type Reader, type ResolvedSecret, readerKey, readerOf } from "eks-pod-secrets/grant";
import {
  deniedFirst,
  isDeniedFirst,
  isSaid,
  type PolicyDocument,
  pinnedReader,
  policyBetween,
  readerSid,
  revocationsIn,
  SEALED,
  type Statement,
  secretResourcePolicy,
  secretResourcePolicyInput,
} from "eks-pod-secrets/policy";
import { type Granted, grantsOf, type ReadingRoles, statementsOf, text } from "./granted";
import type { AccessRemoval, HeldResource, ReadingZone } from "./removal-shape";

/**
 * Accesses that policies of secrets allow and the inventory does not: the grant of a reader is gone, a statement of the user's
 * own no longer lets it in, or the inventory's policy denies it. `roles`: the readers' deployed roles, which a new seal must not
 * shut out. If they are not known, no seal is put.
 */
export function secretRemovals(
  stack: string,
  resources: readonly HeldResource[],
  granted: Granted,
  zone: ReadingZone,
  roles: ReadingRoles | undefined,
): AccessRemoval[] {
  const made = new Set(resources.map(({ outputs }) => outputs?.arn));
  const declared = declaredRoles(resources);
  return heldPolicies(resources).flatMap(({ arn, before, urns }) => {
    const secret = granted.secretOf(arn);
    const planned = secret ? plannedStatements(zone, secret, before, roles) : [];
    const stays = (reader: Reader) => granted.reads(reader, arn) || granted.letsIn(reader, arn);
    const ofReaders = secret ? readerSids(zone, secret) : new Set();
    const keeps = (one: Statement) => {
      // Such a statement may only demand the role, or let in a former role of the reader until the workloads have changed.
      if (ofReaders.has(one.Sid) || (secret && letsInFormerRole(one, secret, declared)))
        return true;
      const reader = pinnedReader("aws:PrincipalTag", one.Condition);
      if (reader && one.Sid === readerSid(reader)) return stays(reader);
      return !isSaid(one, before) && (!reader || stays(reader));
    };
    // Most policies do not change and need no comparison pair by pair.
    const isUnchanged = [
      ...allowing(before).map((one) => keeps(one) || isSaid(one, planned)),
      ...planned.map((one) => one.Effect === "Allow" || isSaid(one, before)),
    ].every(Boolean);
    if (isUnchanged) return [];
    const obstacle = made.has(arn) ? undefined : obstacleOf(arn, before, planned, zone.id);
    const rest = (now: PolicyDocument) => {
      const kept = allowing([now.Statement].flat()).filter(keeps);
      const denied = obstacle?.(now) ? [] : planned.filter(({ Effect }) => Effect === "Deny");
      const after = [...allowing(planned), ...denied.map((one) => deniedFirst(one, zone.id ?? ""))];
      const left = policyBetween(now, { ...now, Statement: [...after, ...kept] });
      return left.Statement.length > 0 ? left : undefined;
    };
    const left = rest({ Version: "2012-10-17", Statement: before })?.Statement ?? [];
    const loses = lostBy(before, left, planned);
    if (loses.length === 0) return [];
    const holder = { kind: "secret" as const, arn };
    const from = readersOf(before).filter((reader) => !stays(reader));
    return [{ stack, urns, holder, loses, from, rest, ...(obstacle && { obstacle }) }];
  });
}

/** The secrets among a stack's resources that have no policy there, and that the inventory denies to nobody. */
export function undeniedSecrets(resources: readonly HeldResource[], zone: ReadingZone): string[] {
  const { secretOf } = grantsOf(zone);
  return heldPolicies(resources).flatMap(({ arn, urns }) => {
    const secret = urns.length === 0 ? secretOf(arn) : undefined;
    const policy = secret && secretResourcePolicy(secretResourcePolicyInput(zone, secret));
    const isDenied = policy?.Statement.some(({ Effect }) => Effect === "Deny");
    return secret && !isDenied ? [arn] : [];
  });
}

interface HeldPolicy {
  arn: string;
  before: Statement[];
  urns: string[];
}

/** The policies of the stack's secrets, including secrets without one. */
function heldPolicies(resources: readonly HeldResource[]): HeldPolicy[] {
  const policies = resources
    .filter(({ type }) => type === "aws:secretsmanager/secretPolicy:SecretPolicy")
    .map(({ outputs = {}, urn }) => ({
      arn: text(outputs.secretArn),
      before: statementsOf(outputs.policy),
      urns: [urn],
    }));
  const known = new Set(policies.map(({ arn }) => arn));
  const bare = resources
    .filter(({ type }) => type === "eks-pod-secrets:index:PodSecret")
    .map(({ outputs }) => text(outputs?.secretArn))
    .filter((arn) => arn !== "" && !known.has(arn));
  return [...policies, ...bare.map((arn) => ({ arn, before: [], urns: [] }))];
}

/** The statements of the inventory's policy. Only the seal differs: it lets in readers by their present roles. */
function plannedStatements(
  zone: ReadingZone,
  secret: ResolvedSecret,
  before: readonly Statement[],
  roles: ReadingRoles | undefined,
): Statement[] {
  const { sealedFor, ...input } = secretResourcePolicyInput(zone, secret);
  const readers = secret.grants.map(({ reader }) => reader).filter(({ external }) => !external);
  const ours = readers.flatMap(({ role, targetRole }) => [role.arn, targetRole?.arn]);
  const deployed = readers.flatMap((reader) => roles?.get(readerKey(readerOf(reader))) ?? []);
  const known = new Set<string | undefined>(before.flatMap(exceptions));
  const coming = new Set(ours.filter((arn) => !known.has(arn)));
  const named = sealedFor?.filter((arn) => !coming.has(arn));
  const seal = named && roles && { sealedFor: [...named, ...deployed] };
  return secretResourcePolicy({ ...input, ...seal })?.Statement ?? [];
}

/** Whether a statement lets a reader in as a role that it had and that no inventory declared as a former one. */
function letsInFormerRole(
  { Condition, Sid }: Statement,
  { grants }: ResolvedSecret,
  declared: ReadonlySet<unknown>,
): boolean {
  const role = Condition?.ArnEquals?.["aws:PrincipalArn"];
  if (typeof role !== "string" || declared.has(role)) return false;
  return grants.some(({ reader }) => Sid === readerSid(readerOf(reader), role));
}

/** The former roles in the inventory of a stack's last run. */
function declaredRoles(resources: readonly HeldResource[]): ReadonlySet<unknown> {
  return new Set(
    Object.values((outputsIn(resources).formerRoles ?? {}) as Record<string, unknown>),
  );
}

/** The Sids of the statements in a secret's policy that let readers in, including readers that should read as a target role. */
function readerSids(zone: ReadingZone, secret: ResolvedSecret): ReadonlySet<string> {
  const grants = secret.grants.map(({ reader: { targetRole: _, ...reader }, ...grant }) => ({
    ...grant,
    reader,
  }));
  const { ownerAccount, readers } = secretResourcePolicyInput(zone, { ...secret, grants });
  const { Statement } = secretResourcePolicy({ ownerAccount, readers }) ?? {};
  return new Set([Statement ?? []].flat().map(({ Sid }) => Sid));
}

function readersOf(statements: readonly Statement[]): Reader[] {
  return allowing(statements).flatMap(
    ({ Condition }) => pinnedReader("aws:PrincipalTag", Condition) ?? [],
  );
}

function allowing(statements: readonly Statement[]): Statement[] {
  return statements.filter(({ Effect }) => Effect === "Allow");
}

/**
 * Why nothing may be removed yet: others may have replaced the policy of a secret that the stack did not create. Nobody loses
 * access by it before that is confirmed.
 */
function obstacleOf(
  arn: string,
  before: readonly Statement[],
  planned: readonly Statement[],
  inventory = "",
): AccessRemoval["obstacle"] {
  return ({ Statement }) => {
    const now = [Statement].flat();
    const marked = now.filter((one) => isDeniedFirst(one, inventory));
    const known = [...before, ...planned, ...marked, ...revocationsIn({ Statement: now })];
    if (planned.every((one) => one.Effect === "Allow" || isSaid(one, now))) return undefined;
    if (now.every((one) => isSaid(one, known))) return undefined;
    return `somebody else has replaced the policy of ${arn}; ${DENIED_LATER}`;
  };
}

const DENIED_LATER = "what the inventory denies is denied once --take-over confirms it";

/**
 * Those whom a secret's policy no longer lets in once it has other statements and denies what is planned: readers, principals, or
 * those in a statement.
 */
function lostBy(
  before: readonly Statement[],
  left: readonly Statement[],
  planned: readonly Statement[],
): string[] {
  const less = before.filter((one) => one.Effect === "Allow" && !isSaid(one, left));
  const denied = planned.filter(
    (one) => one.Effect === "Deny" && isSaid(one, left) && !isSaid(one, before),
  );
  return [...less.map(letIn), ...denied.flatMap((one) => shutOut(one, before))];
}

function letIn({ Condition, Sid }: Statement): string {
  const reader = pinnedReader("aws:PrincipalTag", Condition);
  if (!reader) return `those whom statement ${Sid} let in`;
  return `${reader.namespace}/${reader.serviceAccount} of ${reader.clusterArn}`;
}

/** Principals that a seal no longer excepts. */
function shutOut(deny: Statement, before: readonly Statement[]): string[] {
  const named = exceptions(deny);
  const seals = before.filter((one) => one.Effect === "Deny").map(exceptions);
  const [first = [], ...others] = seals.filter((excepted) => excepted.length > 0);
  const gone = first.filter(
    (one) => others.every((other) => other.includes(one)) && !named.includes(one),
  );
  return deny.Sid === SEALED && gone.length > 0
    ? gone
    : [`those whom statement ${deny.Sid} denies`];
}

/** Principals that a seal lets in. */
export function exceptions({ Condition }: Statement): string[] {
  return [Condition?.ArnNotEquals?.["aws:PrincipalArn"] ?? []].flat();
}
