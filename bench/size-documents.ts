import type { RawPolicy, RoleDocuments } from "../proof";
import type { AccessDocuments } from "../sdk/access";
import { landingZoneDocuments } from "../sdk/access/landing-zone/landing-zone-documents";
import { parseInventory } from "../sdk/grant";
import { accountId, crossAccountText, inventoryText, numbers } from "./inventory";

/** The two sets of documents that a proof reads: those of the declared readers, and those of everyone. */
export interface SizedDocuments {
  /** What the package deploys. */
  declared: AccessDocuments;
  /** The same, and every other role of the owner's account. */
  everyone: AccessDocuments;
}

/** The account that owns the secrets of `crossAccountText`. */
const OWNER = accountId(1);
const POLICIES_PER_ROLE = 5;

/** Secrets that each have one reader in another account. The owner's account has `roles` other roles, each with five of the policies. */
export function documentsOfAccount(
  roles: number,
  secrets: number,
  policies: readonly RawPolicy[],
  policiesPerRole = POLICIES_PER_ROLE,
): SizedDocuments {
  const declared = documentsOfInventory(crossAccountText(secrets));
  const others = numbers(roles).map((role) =>
    otherRole(
      role,
      numbers(policiesPerRole).map(
        (index) => policies[(role * policiesPerRole + index) % policies.length] ?? null,
      ),
    ),
  );
  return { declared, everyone: { ...declared, roles: [...(declared.roles ?? []), ...others] } };
}

/** Makes one role of the owner's account. The role has its own copies of the policies, as in a documents file. */
function otherRole(index: number, policies: readonly RawPolicy[]): RoleDocuments {
  return {
    arn: roleArn(index),
    tags: { team: `team-${index % 20}` },
    trust: {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: assumers(index), Action: "sts:AssumeRole" }],
    },
    policies: structuredClone([...policies]),
  };
}

/** Services may assume most roles, the account's principals some, and every tenth role may be assumed by the one before it. */
function assumers(index: number): Record<string, string> {
  if (index % 10 === 9) return { AWS: roleArn(index - 1) };
  if (index % 10 === 5) return { AWS: `arn:aws:iam::${OWNER}:root` };
  return { Service: index % 2 === 0 ? "lambda.amazonaws.com" : "ec2.amazonaws.com" };
}

const roleArn = (index: number) => `arn:aws:iam::${OWNER}:role/service/other-${index}`;

const SHARED_SECRETS = 48;
/** The second read of every reader is one of this many secrets. */
const SHARED_MOST = 16;

/** Readers in four accounts. Each reads two of 48 secrets in twelve other accounts: of 1,000 readers, 21 to 83 read the same secret. */
export function documentsOfSharedSecrets(readers: number): AccessDocuments {
  return documentsOfInventory(
    inventoryText({
      accounts: 16,
      clusters: 4,
      secrets: SHARED_SECRETS,
      readers,
      alsoReads: (reader) => [(reader * 7) % SHARED_MOST],
    }),
  );
}

/** Allows everything. */
const EVERYTHING = { Effect: "Allow", Action: "*", Resource: "*" };

/** Denies all access to what belongs to another team. */
const NOT_OF_OTHER_TEAMS = {
  Effect: "Deny",
  Action: "*",
  Resource: "*",
  Condition: { StringNotEquals: { "aws:ResourceTag/team": "$" + "{aws:PrincipalTag/team}" } },
};

/** As `documentsOfAccount`, but every other role may do everything. With `isDenied`, it may not touch what belongs to other teams. */
export function documentsOfOpenRoles(
  roles: number,
  secrets: number,
  isDenied: boolean,
): SizedDocuments {
  const Statement = isDenied ? [EVERYTHING, NOT_OF_OTHER_TEAMS] : [EVERYTHING];
  return documentsOfAccount(roles, secrets, [{ Version: "2012-10-17", Statement }], 1);
}

/** Secrets that each have one reader in another account. Anyone may read the first `open` ones. */
export function documentsOfOpenSecrets(secrets: number, open: number): AccessDocuments {
  const documents = documentsOfInventory(crossAccountText(secrets));
  const policy = {
    Version: "2012-10-17",
    Statement: [{ ...EVERYTHING, Principal: "*", Action: "secretsmanager:GetSecretValue" }],
  };
  return {
    ...documents,
    secrets: documents.secrets?.map((one, index) => (index < open ? { ...one, policy } : one)),
  };
}

/** Readers in another account, each with a secret of its own, under `keys` keys. Every secret and every role has a tag of its own. */
export function documentsOfTaggedReaders(readers: number, keys: number): AccessDocuments {
  const documents = documentsOfInventory(crossAccountText(readers, Math.ceil(readers / keys)));
  const tagged = <T extends { arn: string; tags?: Record<string, string> | null }>(one: T): T => ({
    ...one,
    tags: { ...one.tags, Name: one.arn },
  });
  return {
    ...documents,
    secrets: documents.secrets?.map(tagged),
    roles: documents.roles?.map(tagged),
  };
}

/** Readers of one account, each with a secret of its own. One key encrypts all of them, and lets the account's IAM policies decide. */
export function documentsOfDelegatingKey(readers: number): AccessDocuments {
  const size = { accounts: 1, clusters: 1, secrets: readers, readers, secretsPerKey: readers };
  const documents = documentsOfInventory(inventoryText(size));
  const Principal = { AWS: `arn:aws:iam::${accountId(0)}:root` };
  const policy = { Version: "2012-10-17", Statement: [{ ...EVERYTHING, Principal }] };
  return { ...documents, keys: documents.keys?.map((key) => ({ ...key, policy })) };
}

/** As `documentsOfAccount`, but every other role may read what belongs to its team. No secret belongs to a team. */
export function documentsOfRolesByTag(roles: number, secrets: number): SizedDocuments {
  const Statement = [
    {
      ...{ Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: "*" },
      Condition: { StringEquals: NOT_OF_OTHER_TEAMS.Condition.StringNotEquals },
    },
    { Effect: "Allow", Action: "kms:Decrypt", Resource: "*" },
  ];
  const documents = documentsOfAccount(roles, secrets, [{ Version: "2012-10-17", Statement }], 1);
  const ownTeams = (all: AccessDocuments): AccessDocuments => ({
    ...all,
    secrets: all.secrets?.map((one, index) => ({ ...one, tags: { team: `own-${index}` } })),
  });
  return { declared: ownTeams(documents.declared), everyone: ownTeams(documents.everyone) };
}

/** A chain of roles in one account: each may assume the next, and the last may read the secret. */
export function documentsOfChain(roles: number): AccessDocuments {
  const arn = `arn:aws:secretsmanager:eu-central-1:${OWNER}:secret:last-AbCdEf`;
  const policyOf = (Action: string, more: object) => ({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action, ...more }],
  });
  const link = (index: number): RoleDocuments => ({
    arn: roleArn(index),
    trust: policyOf("sts:AssumeRole", {
      Principal: index === 0 ? { Service: "ec2.amazonaws.com" } : { AWS: roleArn(index - 1) },
    }),
    policies: [
      index === roles - 1
        ? policyOf("secretsmanager:GetSecretValue", { Resource: arn })
        : policyOf("sts:AssumeRole", { Resource: roleArn(index + 1) }),
    ],
  });
  return { roles: numbers(roles).map(link), secrets: [{ arn }] };
}

/** The documents that the package deploys for an inventory. */
export function documentsOfInventory(text: string): AccessDocuments {
  const parsed = parseInventory(text, "generated.yaml");
  if ("problems" in parsed) throw new Error(parsed.problems[0]?.message);
  return landingZoneDocuments(parsed.landingZone);
}
