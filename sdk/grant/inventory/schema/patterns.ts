import * as z from "zod";

import { regionPattern } from "../../../rules/partition";

/**
 * A text that matches `pattern`. Messages read `<path> must be <rule>, got <value>; <advice>`.
 * Whatever reaches a policy goes through here, so no pattern may admit `*`, `?` or `$`.
 */
function text(pattern: RegExp, rule: string, advice?: string) {
  return z
    .string()
    .regex(pattern, { error: advice ? `must be ${rule}; ${advice}` : `must be ${rule}` });
}

/** Name of an account within the inventory: the first part of Pulumi stack names. */
export const accountName = text(
  /^[A-Za-z0-9][A-Za-z0-9_-]{0,79}$/,
  "at most 80 letters, digits, hyphens and underscores, beginning with a letter or digit",
);

export const accountId = text(/^[0-9]{12}$/, "12 digits");

export const region = text(regionPattern, "an AWS region, such as us-east-1");

export const clusterName = text(
  /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/,
  "at most 100 letters, digits, hyphens and underscores, beginning with a letter or digit",
);

export const secretName = text(
  /^[A-Za-z0-9/_+=.@-]{1,512}$/,
  "at most 512 letters, digits and characters of /_+=.@-",
);

export const parameterName = text(
  /^(?!\/?(aws|ssm))(\/?[A-Za-z0-9_.-]+|(\/[A-Za-z0-9_.-]+){2,15})$/i,
  "letters, digits, dots, hyphens and underscores in at most 15 levels, each after a slash, not beginning with aws or ssm",
);

/** A DNS label of RFC 1123, as namespaces and Deployments' labels have. */
export const label = text(
  /^(?!.{64})[a-z0-9]([a-z0-9-]*[a-z0-9])?$/,
  "at most 63 lower-case letters, digits and hyphens, beginning and ending with a letter or digit",
);

/** A DNS subdomain of RFC 1123, as most other Kubernetes objects have. */
export const subdomain = text(
  /^(?!.{254})[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/,
  "at most 253 lower-case letters, digits, hyphens and dots, beginning and ending with a letter or digit",
);

export const roleName = text(
  /^[A-Za-z0-9_+=,.@-]{1,64}$/,
  "at most 64 letters, digits and characters of _+=,.@-",
);

export const rolePath = text(
  /^(?!.{513})\/([A-Za-z0-9_+=,.@-]+\/)*$/,
  "a path that begins and ends with a slash, such as /pods/",
);

export const keyReference = text(
  /^(?!alias\/|aws\/)([A-Za-z0-9_-][A-Za-z0-9/_-]{0,249}|arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key\/[A-Za-z0-9-]+)$/,
  "the alias of a customer managed key without alias/, or the ARN of a key that exists",
  "leave key out for the AWS managed key",
);

/** Room is left for a hyphen and the number of a shard. */
export const keyAlias = text(
  /^(?!alias\/|aws\/|arn:)[A-Za-z0-9_-][A-Za-z0-9/_-]{0,244}$/,
  "the beginning of aliases, without alias/: at most 245 letters, digits and characters of /_-",
);

export const fileName = text(
  /^(?!\.\.)(?!\.$)[A-Za-z0-9._+=@-]{1,245}$/,
  "a file name of at most 245 letters, digits and characters of ._+=@-, not beginning with two dots",
);

export const filePermission = text(
  /^[0-7]{4}$/,
  "four octal digits",
  'write it in quotes, such as "0400"',
);

export const versionId = text(/^[A-Za-z0-9-]{1,64}$/, "the id or number of a version");

export const versionStage = text(
  /^[A-Za-z0-9_+=,.@/-]{1,256}$/,
  "a staging label of at most 256 characters, such as AWSCURRENT",
);

export const duration = text(/^([0-9]+(h|m|s))+$/, "a duration such as 1h or 90s");

export const mountPath = text(
  /^\/[^:\s]*[^:\s/]$/,
  "an absolute path below /, without colons, spaces or a final slash",
);

export const kubernetesVersion = text(
  /^1\.[0-9]{2}$/,
  "a Kubernetes version, such as 1.34",
  'write it in quotes, such as "1.34"',
);

export const organizationId = text(
  /^o-[a-z0-9]{10,32}$/,
  "an AWS Organizations id, such as o-exampleorg",
);

export const secretArn = text(
  /^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:[A-Za-z0-9/_+=.@-]+-[A-Za-z0-9]{6}$/,
  "the full ARN of a secret, with its six random characters",
);

export const principalArn = text(
  /^arn:aws[a-z-]*:iam::[0-9]{12}:(role|user)\/[A-Za-z0-9_+=,.@/-]+$/,
  "the ARN of an IAM role or user, without wildcards",
);

export const roleArn = text(
  /^arn:aws[a-z-]*:iam::[0-9]{12}:role\/[A-Za-z0-9_+=,.@/-]+$/,
  "the ARN of an IAM role",
);

export const policyArn = text(
  /^arn:aws[a-z-]*:iam::([0-9]{12}|aws):policy\/[A-Za-z0-9_+=,.@/-]+$/,
  "the ARN of a managed policy",
);

export const functionArn = text(
  /^arn:aws[a-z-]*:lambda:[a-z0-9-]+:[0-9]{12}:function:[A-Za-z0-9_-]+(:[A-Za-z0-9_-]+)?$/,
  "the ARN of a Lambda function",
);

/** A text of which only the presence matters here. */
export const anyText = text(/\S/, "a text");

/** A whole number between two bounds, both included. */
export function wholeNumber(least: number, most: number) {
  const error = `must be a whole number from ${least} to ${most}`;
  return z.number({ error }).int({ error }).min(least, { error }).max(most, { error });
}
