import * as z from "zod";

import { DEFAULT_KEEP_DAYS, DEFAULT_RECOVERY_DAYS } from "../../../defaults";
import * as rules from "../../../rules";
import { entry, given, oneOf, tags, text, wholeNumber } from "./entry";

const shardedKey = entry({
  alias: text(rules.keyAliasStart).describe(
    "Prefix of their aliases: pods gives pods-0, pods-1, …",
  ),
  shards: wholeNumber({ least: 2, most: 1000 }).describe(
    "Number of keys. Only a secret's name and this number decide which key encrypts it.",
  ),
});

const secretKey = z.union([text(rules.keyReference), shardedKey], {
  error:
    "must be the alias of a customer managed key without alias/, the ARN of one that exists, or a mapping with alias and shards; leave key out for the AWS managed key",
});

/** A customer managed key, or several keys that share the secrets. */
export type SecretKeyEntry = z.infer<typeof secretKey>;

const replica = entry({
  region: text(rules.region).describe("Region of the replica."),
  key: secretKey
    .optional()
    .describe("Customer managed key of that region. Required for readers of other accounts."),
});

const recoveryWindowInDays = z.literal(rules.recoveryDays, {
  error: `must be ${rules.recoveryDaysInWords}`,
});

const rotation = entry({
  lambdaArn: text(rules.functionArn)
    .optional()
    .describe("Function that rotates the secret. Required unless the secret exists."),
  roleArn: text(rules.roleArn)
    .optional()
    .describe(
      "Role that rotates it: the role of the function, or of a managed external secret. A sealed secret lets it read, and the proof counts it as a reader.",
    ),
  automaticallyAfterDays: wholeNumber(rules.rotationDays)
    .optional()
    .describe("Days between rotations. Required unless the secret exists."),
});

const keepDays = wholeNumber(rules.keepDays)
  .optional()
  .describe(
    `Days that the old secret stays after this one has a value: 0 to 365. Default: ${DEFAULT_KEEP_DAYS}.`,
  );

/** Where the secret was before. `up` copies its value, and in the end deletes the old one. */
const formerKeys = {
  renamedFrom: z
    .union(
      [
        text(rules.secretName),
        entry({
          secret: text(rules.secretName).describe("The key that the secret had in the inventory."),
          name: text(rules.secretName)
            .optional()
            .describe("Name that it had in Secrets Manager. Default: the key."),
          keepDays,
        }),
      ],
      {
        error:
          "must be the key that the secret had in the inventory, or a mapping with secret, name and keepDays",
      },
    )
    .optional()
    .describe(
      "The key that the secret had. up copies the value, and deletes the old secret later.",
    ),
  movedFrom: z
    .union(
      [
        text(rules.accountName),
        entry({
          account: text(rules.accountName)
            .optional()
            .describe("Account that owned it. Default: the account that owns it now."),
          region: text(rules.region)
            .optional()
            .describe("Region that it was in. Default: that of the account that owned it."),
          keepDays,
        }),
      ],
      {
        error:
          "must be the account that owned the secret, or a mapping with account, region and keepDays",
      },
    )
    .optional()
    .describe("Where the secret was. up copies the value, and deletes the old secret later."),
};

const secretKeys = {
  name: text(rules.secretName).optional().describe("Name in Secrets Manager. Default: the key."),
  account: text(rules.accountName).optional().describe("Account that owns the secret."),
  region: text(rules.region).optional().describe("Default: the account's region."),
  existing: given().optional().describe("The secret exists; only its policy is deployed."),
  arn: text(rules.secretArn).optional().describe("Full ARN of a secret that exists."),
  key: secretKey
    .optional()
    .describe(
      "Alias of a customer managed key, or alias and shards of several. Required when another account reads the secret by resourcePolicy. Default: the AWS managed key.",
    ),
  style: oneOf(["exact", "attributes"])
    .optional()
    .describe("attributes also demands that the tags of secret and pod agree. Default: exact."),
  description: z
    .string()
    .max(2048, { error: "must be at most 2048 characters" })
    .optional()
    .describe("What Secrets Manager shows of it."),
  sealed: z
    .boolean()
    .optional()
    .describe(
      "Denies everyone except readers, administrators and the rotation role. Default: false.",
    ),
  recoveryWindowInDays: recoveryWindowInDays
    .optional()
    .describe(
      `Days a deleted secret stays restorable: ${rules.recoveryDaysInWords}. Default: ${DEFAULT_RECOVERY_DAYS}.`,
    ),
  replicas: z.array(replica).optional().describe("Copies in other regions."),
  rotation: rotation
    .optional()
    .describe("Rotation by a Lambda function; of a secret that exists, the role that rotates it."),
  tags: tags.optional().describe("Tags of your own."),
  extraPolicyStatements: z
    .array(z.record(z.string(), z.unknown()))
    .optional()
    .describe("Statements of your own, added to the resource policy as they are."),
};

const externalKeys = {
  external: given()
    .optional()
    .describe(
      "Others own the secret and deploy its policies. Takes arn and key, the ARN of its key, and nothing else.",
    ),
};

export const secretEntry = entry({ ...secretKeys, ...formerKeys, ...externalKeys }).describe(
  "A secret of AWS Secrets Manager.",
);

/** Defaults of secrets. */
export const secretDefaults = entry(secretKeys);

const { account: _secretAccount, ...secretKeysOfAccount } = secretKeys;

/** Defaults of secrets in one account. */
export const secretDefaultsOfAccount = entry(secretKeysOfAccount);

/** A secret as the inventory declares it. */
export interface SecretEntry extends z.infer<typeof secretEntry> {}

const parameterKeys = {
  name: text(rules.parameterName).optional().describe("Name in Parameter Store. Default: the key."),
  account: text(rules.accountName)
    .optional()
    .describe("Account that owns the parameter; only its own pods can read it."),
  region: text(rules.region).optional().describe("Default: the account's region."),
  secure: z.boolean().optional().describe("A SecureString. Default: true."),
  key: text(rules.keyReference)
    .optional()
    .describe("Customer managed key of a SecureString. Default: the AWS managed key."),
  tags: tags.optional().describe("Tags of your own."),
};

export const parameterEntry = entry(parameterKeys).describe(
  "A parameter of AWS Systems Manager Parameter Store.",
);

const { account: _parameterAccount, ...parameterKeysOfAccount } = parameterKeys;

/** Defaults of parameters in one account. */
export const parameterDefaultsOfAccount = entry(parameterKeysOfAccount);

/** A parameter as the inventory declares it. */
export interface ParameterEntry extends z.infer<typeof parameterEntry> {}
