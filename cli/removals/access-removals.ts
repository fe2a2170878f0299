import {
  type LandingZone,
  parseArn,
  type Reader,
  type ResolvedGrant,
  type ResolvedReader,
  type ResolvedSecret,
} from "../../sdk/grant";
import { readerKey } from "../../sdk/grant/landing-zone/reader";
import type { PolicyDocument } from "../../sdk/policy";
import { pinnedReader } from "../../sdk/policy/session-tags";
import { withoutReaders, withoutReads } from "../../sdk/policy/without-access";

/** A resource of a stack's state. */
export interface HeldResource {
  urn: string;
  type: string;
  outputs?: Record<string, unknown>;
}

/** A policy that a stack deployed, and that lets read what the inventory does not grant any more. */
export interface AccessRemoval {
  stack: string;
  urn: string;
  /** Whose policy it is: a role that reads, or a secret. */
  holder:
    | { kind: "role"; arn: string; name: string; policy: string }
    | { kind: "secret"; arn: string };
  /** What it lets read too much: ARNs of secrets and parameters, or readers as `namespace/serviceAccount of CLUSTER`. */
  loses: string[];
  /** What stays of the policy as it is now; undefined where nothing does. */
  rest(document: PolicyDocument): PolicyDocument | undefined;
}

type Zone = Pick<LandingZone, "externalReaders" | "readers" | "secrets">;

/** The components whose role reads. */
const READING_ROLE =
  /eks-pod-secrets:index:Pod(?:Reader|TargetRole)\$aws:iam\/(role:Role|rolePolicy:RolePolicy)$/;

/**
 * What the policies among a stack's resources let read, and the inventory does not grant. A reader is known by its service account,
 * and a secret by its name: another role, mode or key of the same grant is no removal. A role that another reader takes over keeps what
 * that one may read: the stack would not put it back.
 */
export function accessRemovals(
  stack: string,
  resources: readonly HeldResource[],
  zone: Zone,
): AccessRemoval[] {
  const granted = grantsOf(zone);
  return [...roleRemovals(stack, resources, granted), ...secretRemovals(stack, resources, granted)];
}

/** Everything that the policies among a stack's resources let read. */
export function heldAccess(stack: string, resources: readonly HeldResource[]): AccessRemoval[] {
  return accessRemovals(stack, resources, { externalReaders: [], readers: [], secrets: [] });
}

interface Granted {
  /** Who reads as a role. */
  reader(roleArn: string, identity: Reader): ResolvedReader | undefined;
  /** Whether a reader is granted a secret or parameter. */
  reads(identity: Reader, arn: string): boolean;
  /** Whether a secret's owner lets a reader in by statements of their own. */
  letsIn(identity: Reader, arn: string): boolean;
}

function grantsOf({ externalReaders, readers, secrets }: Zone): Granted {
  const known = new Map([...readers, ...externalReaders].map((one) => [readerKey(one), one]));
  const byRole = new Map(
    readers.flatMap((reader) =>
      [reader.role, reader.targetRole].flatMap((role) =>
        role ? [[role.arn, reader] as const] : [],
      ),
    ),
  );
  return {
    reader: (roleArn, identity) => byRole.get(roleArn) ?? known.get(readerKey(identity)),
    reads: (identity, arn) =>
      (known.get(readerKey(identity))?.grants ?? []).some((grant) => isOf(grant, arn)),
    letsIn: (identity, arn) =>
      secrets
        .filter((secret) => isSecretOf(secret, arn))
        .flatMap(({ extraPolicyStatements: Statement }) => readersIn(JSON.stringify({ Statement })))
        .some((reader) => readerKey(reader) === readerKey(identity)),
  };
}

/** Whether an ARN is of a grant's secret or of its parameter. */
function isOf({ kind, target }: ResolvedGrant, arn: string): boolean {
  return kind === "parameter" ? target.arn === arn : isSecretOf(target, arn);
}

/** Whether an ARN is of a secret, in whatever region, or of the one whose place it takes. */
function isSecretOf(target: ResolvedSecret, arn: string): boolean {
  if (target.existingArn) return isNamed(parseArn(target.existingArn), arn);
  const { former } = target;
  return [target, ...(former ? [former] : [])].some(({ account, name }) => {
    const suffix = /-[A-Za-z0-9]{6}$/.exec(arn)?.[0] ?? "";
    return isNamed({ account: account.id, resource: `secret:${name}${suffix}` }, arn);
  });
}

function isNamed(
  expected: { account: string; resource: string } | undefined,
  arn: string,
): boolean {
  const found = parseArn(arn);
  return (
    found !== undefined &&
    found.account === expected?.account &&
    found.resource === expected.resource
  );
}

function roleRemovals(
  stack: string,
  resources: readonly HeldResource[],
  granted: Granted,
): AccessRemoval[] {
  const ours = resources.filter(({ urn }) => READING_ROLE.test(urn.split("::")[2] ?? ""));
  const roles = new Map(
    ours.flatMap(({ outputs = {}, type }) => {
      if (type !== "aws:iam/role:Role") return [];
      const [trust] = statementsOf(outputs.assumeRolePolicy);
      const reader = pinnedReader("aws:RequestTag", trust?.Condition);
      return reader ? [[text(outputs.name), { arn: text(outputs.arn), reader }] as const] : [];
    }),
  );
  return ours.flatMap(({ outputs = {}, type, urn }) => {
    const role = roles.get(text(outputs.role));
    const document = documentOf(outputs.policy);
    if (type !== "aws:iam/rolePolicy:RolePolicy" || !role || !document) return [];
    const { arn } = role;
    const reader = granted.reader(arn, role.reader);
    const stays = (read: string) => reader !== undefined && granted.reads(reader, read);
    const rest = (now: PolicyDocument) => reader && withoutReads(now, stays);
    const loses = readsIn(document).filter((read) => !stays(read));
    if (loses.length === 0 && reader) return [];
    const holder = {
      kind: "role" as const,
      arn,
      name: text(outputs.role),
      policy: text(outputs.name),
    };
    return [{ stack, urn, holder, loses, rest }];
  });
}

function secretRemovals(
  stack: string,
  resources: readonly HeldResource[],
  granted: Granted,
): AccessRemoval[] {
  return resources.flatMap(({ outputs = {}, type, urn }) => {
    if (type !== "aws:secretsmanager/secretPolicy:SecretPolicy") return [];
    const arn = text(outputs.secretArn);
    const stays = (reader: Reader) => granted.reads(reader, arn) || granted.letsIn(reader, arn);
    const loses = readersIn(outputs.policy).filter((reader) => !stays(reader));
    if (loses.length === 0) return [];
    const rest = (now: PolicyDocument) => withoutReaders(now, stays);
    return [
      { stack, urn, holder: { kind: "secret" as const, arn }, loses: loses.map(readerWords), rest },
    ];
  });
}

function readerWords({ clusterArn, namespace, serviceAccount }: Reader): string {
  return `${namespace}/${serviceAccount} of ${clusterArn}`;
}

function readsIn({ Statement }: PolicyDocument): string[] {
  const all = [Statement].flat().flatMap(({ Resource = [] }) => Resource);
  return [...new Set(all)].filter((arn) => /^arn:[^:]+:(?:secretsmanager|ssm):/.test(arn));
}

function readersIn(policy: unknown): Reader[] {
  return statementsOf(policy).flatMap(
    ({ Condition, Effect }) =>
      (Effect === "Allow" && pinnedReader("aws:PrincipalTag", Condition)) || [],
  );
}

function statementsOf(policy: unknown): PolicyDocument["Statement"] {
  return [documentOf(policy)?.Statement ?? []].flat();
}

/** A document of the state, where policies are JSON texts; undefined where there is none. */
function documentOf(policy: unknown): PolicyDocument | undefined {
  return typeof policy === "string" && policy !== "" ? JSON.parse(policy) : undefined;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
