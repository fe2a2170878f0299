import { keyArn } from "./arn-rules";
import type { TextRule } from "./text-rule";

/** Name of an alias, without `alias/`, of a customer managed key. */
export const keyAlias: TextRule = {
  pattern: /^(?!alias\/|aws\/)[A-Za-z0-9/_-]{1,250}$/,
  must: "at most 250 letters, digits and characters of /_-, not beginning with alias/ or aws/",
};

/** What the aliases of several keys begin with. Room is left for a hyphen and the number of a shard. */
export const keyAliasStart: TextRule = {
  pattern: /^(?!alias\/|aws\/)[A-Za-z0-9_-][A-Za-z0-9/_-]{0,244}$/,
  must: "the beginning of aliases, without alias/: at most 245 letters, digits and characters of /_-",
};

/** A key as an inventory names it. */
export const keyReference: TextRule = {
  pattern: new RegExp(`${keyAlias.pattern.source}|${keyArn.pattern.source}`),
  must: "the alias of a customer managed key without alias/, or the ARN of a key that exists",
  advice: "leave key out for the AWS managed key",
};
