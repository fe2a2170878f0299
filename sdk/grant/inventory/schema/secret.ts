import * as z from "zod";

import { DEFAULT_KEEP_DAYS, DEFAULT_RECOVERY_DAYS } from "../../../defaults";
import * as rules from "../../../rules";
import { entry, given, oneOf, optional, tags, text, wholeNumber } from "./entry";

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
  key: optional(
    "Customer managed key of that region. Required for readers of other accounts.",
    secretKey,
  ),
});

const recoveryWindowInDays = z.literal(rules.recoveryDays, {
  error: `must be ${rules.recoveryDaysInWords}`,
});

const rotation = entry({
  lambdaArn: optional(
    "Function that rotates the secret. Required unless the secret exists.",
    text(rules.functionArn),
  ),
  roleArn: optional(
    "Role that rotates it: the role of the function, or of a managed external secret. A sealed secret lets it read, and the proof counts it as a reader.",
    text(rules.roleArn),
  ),
  automaticallyAfterDays: optional(
    "Days between rotations. Required unless the secret exists.",
    wholeNumber(rules.rotationDays),
  ),
});

const keepDays = optional(
  `Days that the old secret stays after this one has a value: 0 to 365. Default: ${DEFAULT_KEEP_DAYS}.`,
  wholeNumber(rules.keepDays),
);

/** Where the secret was before. `up` copies its value, and in the end deletes the old one. */
const formerKeys = {
  renamedFrom: optional(
    "The key that the secret had. up copies the value, and deletes the old secret later.",
    z.union(
      [
        text(rules.secretName),
        entry({
          secret: text(rules.secretName).describe("The key that the secret had in the inventory."),
          name: optional(
            "Name that it had in Secrets Manager. Default: the key.",
            text(rules.secretName),
          ),
          keepDays,
        }),
      ],
      {
        error:
          "must be the key that the secret had in the inventory, or a mapping with secret, name and keepDays",
      },
    ),
  ),
  movedFrom: optional(
    "Where the secret was. up copies the value, and deletes the old secret later.",
    z.union(
      [
        text(rules.accountName),
        entry({
          account: optional(
            "Account that owned it. Default: the account that owns it now.",
            text(rules.accountName),
          ),
          region: optional(
            "Region that it was in. Default: that of the account that owned it.",
            text(rules.region),
          ),
          keepDays,
        }),
      ],
      {
        error:
          "must be the account that owned the secret, or a mapping with account, region and keepDays",
      },
    ),
  ),
};

const secretKeys = {
  name: optional("Name in Secrets Manager. Default: the key.", text(rules.secretName)),
  account: optional("Account that owns the secret.", text(rules.accountName)),
  region: optional("Default: the account's region.", text(rules.region)),
  existing: optional("The secret exists; only its policy is deployed.", given()),
  arn: optional("Full ARN of a secret that exists.", text(rules.secretArn)),
  key: optional(
    "Alias of a customer managed key, or alias and shards of several. Required when another account reads the secret by resourcePolicy. Default: the AWS managed key.",
    secretKey,
  ),
  style: optional(
    "attributes also demands that the tags of secret and pod agree. Default: exact.",
    oneOf(["exact", "attributes"]),
  ),
  description: optional(
    "What Secrets Manager shows of it.",
    z.string().max(2048, { error: "must be at most 2048 characters" }),
  ),
  sealed: optional(
    "Denies everyone except readers, administrators and the rotation role. Default: false.",
    z.boolean(),
  ),
  recoveryWindowInDays: optional(
    `Days a deleted secret stays restorable: ${rules.recoveryDaysInWords}. Default: ${DEFAULT_RECOVERY_DAYS}.`,
    recoveryWindowInDays,
  ),
  replicas: optional("Copies in other regions.", z.array(replica)),
  rotation: optional(
    "Rotation by a Lambda function; of a secret that exists, the role that rotates it.",
    rotation,
  ),
  tags: optional("Tags of your own.", tags),
  extraPolicyStatements: optional(
    "Statements of your own, added to the resource policy as they are.",
    z.array(z.record(z.string(), z.unknown())),
  ),
};

const externalKeys = {
  external: optional(
    "Others own the secret and deploy its policies. Takes arn and key, the ARN of its key, and nothing else.",
    given(),
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
  name: optional("Name in Parameter Store. Default: the key.", text(rules.parameterName)),
  account: optional(
    "Account that owns the parameter; only its own pods can read it.",
    text(rules.accountName),
  ),
  region: optional("Default: the account's region.", text(rules.region)),
  secure: optional("A SecureString. Default: true.", z.boolean()),
  key: optional(
    "Customer managed key of a SecureString. Default: the AWS managed key.",
    text(rules.keyReference),
  ),
  tags: optional("Tags of your own.", tags),
};

export const parameterEntry = entry(parameterKeys).describe(
  "A parameter of AWS Systems Manager Parameter Store.",
);

const { account: _parameterAccount, ...parameterKeysOfAccount } = parameterKeys;

/** Defaults of parameters in one account. */
export const parameterDefaultsOfAccount = entry(parameterKeysOfAccount);

/** A parameter as the inventory declares it. */
export interface ParameterEntry extends z.infer<typeof parameterEntry> {}
