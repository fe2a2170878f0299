import type { KeyDocuments, RoleDocuments, SecretDocuments } from "iam-proof";
import { areAlike, lazily, memoize } from "iam-proof/collections";
import type {
  LandingZone,
  ResolvedAccount,
  ResolvedKey,
  ResolvedReader,
} from "../../grant/landing-zone/landing-zone";
import {
  type AssignedArns,
  type PolicyDocument,
  type PolicyKind,
  podRoleAssumePolicy,
  podRolePolicy,
  podRolePolicyInput,
  podRoleTrust,
  roleWays,
  secretKeyPolicy,
  secretKeyPolicyInput,
  secretResourcePolicy,
  secretResourcePolicyInput,
  targetRoleTrust,
  targetRoleTrustInput,
} from "../../policy";
import type { AccessDocuments } from "../pod-identity/kind";

/** A policy document that the programs deploy. */
export interface DeployedPolicy {
  kind: PolicyKind;
  document: PolicyDocument;
  /** What the policy belongs to: the id of the key or secret, or the ARN of the role. */
  subject: string;
  /** The inventory entry that the policy comes from. Undefined when no secret uses the key. */
  path: string[];
  account: ResolvedAccount;
  /** The stack of the account that deploys it. */
  layer: "secrets" | "workloads";
}

/** Every policy document of a landing zone. The first call takes time linear in the documents; later calls are free. */
export function deployedPolicies(
  zone: LandingZone,
  arns: AssignedArns,
): readonly Readonly<DeployedPolicy>[] {
  return policiesBy(arns)(zone).policies;
}

/**
 * The policies of a key, secret or reader of the landing zone. Another landing zone has the very same list if it shares the entry and
 * the id of the organization.
 */
export function policiesOfEntries(
  zone: LandingZone,
  arns: AssignedArns,
): (entry: object) => readonly DeployedPolicy[] {
  const { byEntry } = policiesBy(arns)(zone);
  return (entry) => byEntry.get(entry) ?? [];
}

/** The policies of a landing zone. Of its organization, they depend on the id alone. */
interface Made {
  organizationId: string | undefined;
  byEntry: Map<object, DeployedPolicy[]>;
  policies: DeployedPolicy[];
}

/**
 * A verb asks for the documents of one landing zone several times: for their sizes, for what changes, and for a proof. Two landing
 * zones share the policies of each entry that they share, and each document that they have alike.
 */
const policiesBy = memoize((arns: AssignedArns) => {
  let last: WeakRef<Made> | undefined;
  return memoize((zone: LandingZone): Made => {
    const organizationId = zone.organization.id;
    const before = last?.deref();
    const known = before?.organizationId === organizationId ? before?.byEntry : undefined;
    const documents = lazily(
      () => new Map(before?.policies.map((one) => [keyOf(one), one.document])),
    );
    const byEntry = new Map<object, DeployedPolicy[]>();
    const policies = makePolicies(zone, arns, (entries, make) =>
      entries.flatMap((entry) => {
        const ofEntry = known?.get(entry) ?? make(entry).map((one) => withKnown(one, documents()));
        byEntry.set(entry, ofEntry);
        return ofEntry;
      }),
    );
    const made = { organizationId, byEntry, policies };
    last = new WeakRef(made);
    return made;
  });
});

/** The policy with the same document of another landing zone, if there is one. */
function withKnown(
  policy: DeployedPolicy,
  documents: ReadonlyMap<string, PolicyDocument>,
): DeployedPolicy {
  const known = documents.get(keyOf(policy));
  return known && areAlike(known, policy.document) ? { ...policy, document: known } : policy;
}

function keyOf({ kind, subject }: DeployedPolicy): string {
  return `${kind} ${subject}`;
}

/** `ofEach`: the policies of each entry, which `make` makes if they are not known. */
function makePolicies(
  zone: LandingZone,
  arns: AssignedArns,
  ofEach: <Entry extends object>(
    entries: readonly Entry[],
    make: (entry: Entry) => DeployedPolicy[],
  ) => DeployedPolicy[],
): DeployedPolicy[] {
  const { organization } = zone;
  return [
    ...ofEach(zone.keys, (key) => {
      const [first] = key.secrets;
      return [
        {
          kind: "secretKeyPolicy",
          document: secretKeyPolicy(secretKeyPolicyInput({ organization }, key, arns)),
          subject: key.id,
          path: first ? ["secrets", first.id] : [],
          account: key.account,
          layer: "secrets",
        },
      ];
    }),
    ...ofEach(zone.secrets, (secret) => {
      const { account, id } = secret;
      const document = secretResourcePolicy(secretResourcePolicyInput({ organization }, secret));
      if (!document) return [];
      const kind = "secretResourcePolicy";
      return [{ kind, document, subject: id, path: ["secrets", id], account, layer: "secrets" }];
    }),
    ...ofEach(zone.readers, (reader) => policiesOfReader({ organization }, reader, arns)),
  ];
}

function policiesOfReader(
  zone: Pick<LandingZone, "organization">,
  reader: ResolvedReader,
  arns: AssignedArns,
): DeployedPolicy[] {
  const { cluster, id, role, targetRole } = reader;
  const ofRole = (
    { subject, account, layer }: Pick<DeployedPolicy, "subject" | "account" | "layer">,
    trust: PolicyDocument,
    rights: PolicyDocument,
  ): DeployedPolicy[] => {
    const common = { subject, path: ["readers", id], account, layer };
    return [
      { kind: "podRoleTrust", document: trust, ...common },
      { kind: "podRolePolicy", document: rights, ...common },
    ];
  };
  const reads = podRolePolicy(podRolePolicyInput(reader, arns));
  const own = { subject: role.arn, account: cluster.account, layer: "workloads" as const };
  if (!targetRole) return ofRole(own, podRoleTrust(reader, roleWays(reader, arns)), reads);
  const target = {
    subject: targetRole.arn,
    account: targetRole.account,
    layer: "secrets" as const,
  };
  return [
    ...ofRole(own, podRoleTrust(reader), podRoleAssumePolicy(targetRole.arn)),
    ...ofRole(target, targetRoleTrust(targetRoleTrustInput(zone, reader)), reads),
  ];
}

/** The documents that other teams are assumed to deploy for an inventory. Nobody has read them, and each one is marked so. */
export type DocumentsOfOthers = Required<Pick<AccessDocuments, "keys" | "secrets" | "roles">> & {
  keys: KeyDocuments[];
  secrets: SecretDocuments[];
  roles: RoleDocuments[];
};

/** The policies by which other owners let this inventory's readers in, and the roles of readers that other teams deploy. */
export function documentsOfOthers(zone: LandingZone, arns: AssignedArns): DocumentsOfOthers {
  return {
    keys: keysOfOthers(zone).map((key) => ({
      arn: arns.keyArn(key),
      policy: { ...secretKeyPolicy(secretKeyPolicyInput(zone, key, arns)) },
      assumed: true,
    })),
    secrets: zone.externalSecrets.map((secret) => {
      const policy = secretResourcePolicy(secretResourcePolicyInput(zone, secret));
      return {
        arn: arns.secretArn(secret),
        key: secret.key ? arns.keyArn(secret.key) : null,
        policy: policy ? { ...policy } : null,
        assumed: true,
      };
    }),
    roles: zone.externalReaders.map((reader) => roleOfOthers(reader, arns)),
  };
}

/** The keys of secrets that others own. A key that the inventory itself names is left out: its policy is known from there. */
function keysOfOthers({ externalSecrets, keys }: LandingZone): ResolvedKey[] {
  const own = new Set(keys.map(({ existingArn }) => existingArn));
  const named = new Set(externalSecrets.flatMap(({ key }) => key ?? []));
  return [...named].filter(({ existingArn }) => !own.has(existingArn));
}

function roleOfOthers(reader: ResolvedReader, arns: AssignedArns): RoleDocuments {
  return {
    arn: reader.role.arn,
    tags: {},
    trust: { ...podRoleTrust(reader, roleWays(reader, arns)) },
    policies: [{ ...podRolePolicy(podRolePolicyInput(reader, arns)) }],
    assumed: true,
  };
}
