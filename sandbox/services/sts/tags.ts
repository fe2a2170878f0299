import type { Input } from "../../operations/input/input";
import { validationError } from "../../operations/input/refusals";
import { TAG_LIMIT, Tagging, type Tags } from "../../operations/tags/tags";
import { AwsError } from "../../wire/messages";

const KEY = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u;
const VALUE = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u;

const SESSION_TAGS = new Tagging({
  reservedKeys: /^[aA][wW][sS]:|^__proto__$/,
  reserved: (key) => invalid(`The tag key '${key}' is reserved`),
  repeated: () =>
    new AwsError(
      "InvalidParameterValue",
      "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
    ),
  tooMany: () => invalid(`Member must have length less than or equal to ${TAG_LIMIT}: 'tags'`),
  ignoresCase: true,
});

/** Reads `Tags`, the session tags that are passed. Throws AWS's errors for what it would refuse. */
export function readSessionTags(input: Input): Tags {
  const given = input.members.Tags;
  if (given !== undefined && given !== "" && !Array.isArray(given)) {
    throw invalid("Tags must be a list");
  }
  const pairs = input.list("Tags").map((entry): [string, string] => {
    const { Key: key, Value: value } = input.inside(entry).members;
    if (typeof key !== "string" || !KEY.test(key)) {
      throw invalid(
        "Value at 'tags.member.key' failed to satisfy constraint: Member must have length between 1 and 128 and satisfy regular expression pattern: [\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+",
      );
    }
    if (typeof value !== "string" || !VALUE.test(value)) {
      throw invalid(
        "Value at 'tags.member.value' failed to satisfy constraint: Member must have length less than or equal to 256 and satisfy regular expression pattern: [\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*",
      );
    }
    return [key, value];
  });
  return SESSION_TAGS.read(pairs);
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

function invalid(message: string): AwsError {
  return validationError(`1 validation error detected: ${message}`);
}
