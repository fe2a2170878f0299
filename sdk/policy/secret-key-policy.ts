import { groupBy, oneOrSorted, sortedUnique } from "iam-proof/collections";
import { accountRootArn, parseArn, viaService } from "iam-proof/names";
import { type PolicyDocument, type Statement, stableSid } from "./document";

export interface SecretKeyPolicyInput {
  /** ARN of the key. Its account owns the secrets that it encrypts. */
  keyArn: string;
  /** Each secret under this key, with the roles that read it directly. Roles of the owner's account need no statement. */
  secrets: KeyedSecret[];
  /** AWS Organizations id that the readers' accounts must belong to. None: no such condition. */
  organizationId?: string;
  /** Statements of the user's own, kept as they are. */
  extraStatements?: Statement[];
}

export interface KeyedSecret {
  /** ARNs that may be in the encryption context as `SecretARN`: the secret's, and that of a replica's primary. */
  encryptionContextArns: string[];
  /** ARNs of the roles that read the secret, with their paths. */
  readerRoleArns: string[];
}

/**
 * Policy of the key that encrypts secrets: the owner administers it, and each reader of another account decrypts with it
 * only through Secrets Manager and only the secrets granted to that reader.
 */
export function secretKeyPolicy(input: SecretKeyPolicyInput): PolicyDocument {
  const { extraStatements = [], keyArn, organizationId, secrets } = input;
  const { account: owner = "", partition = "", region = "" } = parseArn(keyArn) ?? {};
  return {
    Version: "2012-10-17",
    Id: "cross-account-access",
    Statement: [
      {
        // The owner's IAM policies decide who administers the key. Without this statement nobody could.
        Sid: "Enable IAM User Permissions",
        Effect: "Allow",
        Principal: { AWS: accountRootArn(partition, owner) },
        Action: "kms:*",
        Resource: "*",
      },
      ...readerSets(owner, secrets).map((set) =>
        decryption(set, { partition, region, organizationId }),
      ),
      ...extraStatements,
    ],
  };
}

interface ReaderSet {
  account: string;
  roleArns: string[];
  contextArns: string[];
}

/**
 * One set for all secrets that have the same readers in an account. A statement with several roles and secrets then contains no
 * pair that is not granted.
 */
function readerSets(owner: string, secrets: KeyedSecret[]): ReaderSet[] {
  const perAccount = secrets.flatMap(({ encryptionContextArns, readerRoleArns }) =>
    groupBy(sortedUnique(readerRoleArns), (arn) => parseArn(arn)?.account ?? "")
      .filter(([account]) => account !== owner)
      .map(([account, roleArns]) => ({ account, roleArns, contextArns: encryptionContextArns })),
  );
  return groupBy(perAccount, ({ roleArns }) => roleArns.join(" ")).flatMap(([, sets]) => {
    const [first] = sets;
    return first ? [{ ...first, contextArns: sets.flatMap((set) => set.contextArns) }] : [];
  });
}

function decryption(
  { account, contextArns, roleArns }: ReaderSet,
  key: { partition: string; region: string; organizationId?: string },
): Statement {
  return {
    Sid: stableSid(["ReadersDecryptThroughSecretsManager"], ...roleArns),
    Effect: "Allow",
    Principal: { AWS: accountRootArn(key.partition, account) },
    Action: "kms:Decrypt",
    // In a key's own policy, "*" is that key.
    Resource: "*",
    Condition: {
      ArnEquals: { "aws:PrincipalArn": oneOrSorted(roleArns) },
      StringEquals: {
        ...(key.organizationId && { "aws:PrincipalOrgID": key.organizationId }),
        // Defence in depth: the principal already names the account.
        "kms:CallerAccount": account,
        "kms:EncryptionContext:SecretARN": oneOrSorted(contextArns),
        "kms:ViaService": viaService("secretsmanager", key.region),
      },
    },
  };
}
