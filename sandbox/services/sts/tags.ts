import { AwsError } from "../../wire/messages/operation";

/** Session tags as they are passed: `[{ Key, Value }]`. Throws AWS's errors for what it would refuse. */
export function readSessionTags(list: unknown): Record<string, string> {
  const entries = list === undefined || list === "" ? [] : list;
  if (!Array.isArray(entries)) throw invalid("Tags must be a list");
  const tags: Record<string, string> = {};
  const seen = new Set<string>();
  for (const entry of entries) {
    const { Key: key, Value: value } = (entry ?? {}) as Record<string, unknown>;
    if (typeof key !== "string" || !/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u.test(key)) {
      throw invalid(
        "Value at 'tags.member.key' failed to satisfy constraint: Member must have length between 1 and 128 and satisfy regular expression pattern: [\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+",
      );
    }
    if (typeof value !== "string" || !/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u.test(value)) {
      throw invalid(
        "Value at 'tags.member.value' failed to satisfy constraint: Member must have length less than or equal to 256 and satisfy regular expression pattern: [\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*",
      );
    }
    if (/^aws:/i.test(key) || key === "__proto__") {
      throw invalid(`The tag key '${key}' is reserved`);
    }
    if (seen.has(key.toLowerCase())) {
      throw new AwsError(
        "InvalidParameterValue",
        "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
      );
    }
    seen.add(key.toLowerCase());
    tags[key] = value;
  }
  if (seen.size > 50) throw invalid("Member must have length less than or equal to 50: 'tags'");
  return tags;
}

/** Tags of the new session: those passed, and the transitive ones of the session that assumes the role. */
export function inheritTags(
  passed: Record<string, string>,
  inherited: Record<string, string>,
): Record<string, string> {
  const keys = new Set(Object.keys(inherited).map((key) => key.toLowerCase()));
  if (Object.keys(passed).some((key) => keys.has(key.toLowerCase()))) {
    throw new AwsError(
      "InvalidParameterValue",
      "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.",
    );
  }
  return { ...inherited, ...passed };
}

/** The condition keys that tags make in the request that passes them. */
export function tagContext(tags: Record<string, string>): Record<string, string | string[]> {
  const keys = Object.keys(tags);
  if (keys.length === 0) return {};
  return {
    ...Object.fromEntries(keys.map((key) => [`aws:RequestTag/${key}`, tags[key] ?? ""])),
    "aws:TagKeys": keys,
  };
}

function invalid(message: string): AwsError {
  return new AwsError("ValidationError", `1 validation error detected: ${message}`);
}
