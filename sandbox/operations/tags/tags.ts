import { requestTagContext } from "../../identity/authorisation/access-check";
import type { Input } from "../input/input";
import type { Limits } from "../input/input-dialect";
import type { Calling } from "../service";

export { requestTagContext };

export type Tags = Record<string, string>;

/** A service's errors for tags, and when it takes two keys as the same. */
interface TagRules {
  /** Keys that nobody may set. Defaults to those that start with `aws:` in any case. */
  reservedKeys?: RegExp;
  /** The error for a key that is reserved for AWS. */
  reserved(key: string): Error;
  /** The error for a repeated key. */
  repeated(key: string): Error;
  tooMany(count: number): Error;
  /** Whether keys that differ only in case are the same. Defaults to false. */
  ignoresCase?: boolean;
}

/** Most tags of one resource, in every service. */
export const TAG_LIMIT = 50;

/** Checks that the caller may give what it creates these tags, too. */
export function authoriseNewTags(
  { call, platform }: Calling,
  action: string,
  resource: string,
  tags: Tags,
  context = requestTagContext(tags),
): void {
  if (Object.keys(tags).length > 0) platform.authorise(call, { action, resource, context });
}

/** Reads a list `Tags` of `Key` and `Value`, or of what the service calls them. */
export function readTagPairs(
  input: Input,
  {
    key = "Key",
    value = "Value",
    limits = {},
  }: { key?: string; value?: string; limits?: Limits } = {},
): [key: string, value: string][] {
  return input
    .structures("Tags", limits)
    .map((tag) => [tag.text(key, { min: 1, max: 128 }), tag.text(value, { max: 256 })]);
}

export interface TagChange {
  /** Returns the changed tags of a resource. */
  of(tags: Tags): Tags;
  /** The condition keys that describe the change to policies. */
  context: Record<string, string | string[]>;
}

export class Tagging {
  constructor(private readonly rules: TagRules) {}

  read(pairs: [key: string, value: string][]): Tags {
    const { reservedKeys = /^aws:/i, repeated, reserved } = this.rules;
    const known = new Set<string>();
    for (const [key] of pairs) {
      if (reservedKeys.test(key)) throw reserved(key);
      if (known.has(this.fold(key))) throw repeated(key);
      known.add(this.fold(key));
    }
    return this.counted(Object.fromEntries(pairs));
  }

  /** Adds tags, or replaces those with the same keys. */
  adding(added: Tags): TagChange {
    const { of: kept } = this.removing(this.rules.ignoresCase ? Object.keys(added) : []);
    return {
      of: (tags) => this.counted({ ...kept(tags), ...added }),
      context: requestTagContext(added),
    };
  }

  removing(keys: string[]): TagChange {
    const gone = new Set(keys.map((key) => this.fold(key)));
    const stays = ([key]: [string, string]) => !gone.has(this.fold(key));
    return {
      of: (tags) => Object.fromEntries(Object.entries(tags).filter(stays)),
      context: keys.length > 0 ? { "aws:TagKeys": keys } : {},
    };
  }

  private counted(tags: Tags): Tags {
    const count = Object.keys(tags).length;
    if (count > TAG_LIMIT) throw this.rules.tooMany(count);
    return tags;
  }

  private fold(key: string): string {
    return this.rules.ignoresCase ? key.toLowerCase() : key;
  }
}

export function tagList(tags: Tags): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
