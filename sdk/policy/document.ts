import { shortHash } from "../grant/landing-zone/names";

/** An IAM policy document as this package emits it: every statement has a `Sid`, every list is sorted. */
export interface PolicyDocument {
  Version: "2012-10-17";
  /** Identifier of the whole document; only resource-based policies may carry one. */
  Id?: string;
  Statement: Statement[];
}

/** One statement of a policy document. Identity policies carry no `Principal`. */
export interface Statement {
  /** What the statement is for, unique within its document. */
  Sid: string;
  Effect: "Allow" | "Deny";
  Principal?: Principal;
  Action: string | string[];
  Resource?: string | string[];
  Condition?: ConditionBlock;
}

/** A statement of the user's own, which may also use `NotAction`, `NotResource` or `NotPrincipal`. */
export type WrittenStatement = Statement &
  Partial<Record<"NotPrincipal" | "NotAction" | "NotResource", unknown>>;

/**
 * The principals of a resource-based policy: account roots or ARNs, an AWS service, identities from an identity provider, or
 * everyone.
 */
export type Principal =
  | "*"
  | { AWS?: string | string[]; Service?: string | string[]; Federated?: string | string[] };

/** Condition operators, each with the condition keys that it tests and the values that it accepts. */
export type ConditionBlock = Record<string, Record<string, string | string[]>>;

/** A statement id from words: letters and digits only, as IAM demands, e.g. `ReaderDefaultServiceaccountB`. */
function sid(...words: string[]): string {
  return words
    .flatMap((word) => word.split(/[^A-Za-z0-9]+/))
    .filter((word) => word !== "")
    .map((word) => word[0]?.toUpperCase() + word.slice(1))
    .join("");
}

/**
 * A statement id that does not change when other statements come and go: readable words, and a hash of `identity`, because words
 * lose the punctuation that distinguishes names.
 */
export function stableSid(words: string[], ...identity: string[]): string {
  return sid(...words, shortHash(...identity));
}
