import { fail, type Place } from "./error";
import { arnFields, parsePattern } from "./pattern";
import type { Pattern, PolicyKind, Token } from "./syntax";

const ARN_FIELDS = 6;

/** Reads one entry of `Resource` or `NotResource`: an ARN or `*`. */
export function parseResource(
  text: string,
  kind: PolicyKind,
  variables: boolean,
  place: Place,
): Pattern {
  const { also, ...pattern } = readEntry(text, kind, variables, place);
  const surely = withinFields(pattern);
  return { ...pattern, ...(surely && { surely }), ...(also && { also }) };
}

/**
 * A wildcard in front of the last field takes in what is within its field, and "if the * wildcard is the last character of a
 * resource ARN segment, it can expand to match beyond the colon boundaries". Of all other wildcards this is not said.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
function withinFields(pattern: Pattern): Pattern | undefined {
  const fields = arnFields(pattern.tokens);
  let isLimited = false;
  const tokens = fields.flatMap((field, index): Token[] => {
    if (index === fields.length - 1) return field;
    const limited = field.map((token, at): Token => {
      const mayCross = token.kind === "any" && at === field.length - 1;
      if (mayCross || (token.kind !== "any" && token.kind !== "one")) return token;
      isLimited = true;
      return { ...token, within: true };
    });
    return [...limited, { kind: "text", text: ":" }];
  });
  return isLimited ? { text: pattern.text, tokens } : undefined;
}

function readEntry(text: string, kind: PolicyKind, variables: boolean, place: Place): Pattern {
  const read = (written: string) => parsePattern(written, { wildcards: true, variables }, place);
  const pattern = read(text);
  const [first] = pattern.tokens;
  const start = first?.kind === "text" ? first.text : "";
  if (!start.startsWith("arn:") && !"arn:".startsWith(start)) {
    fail(place, 'Resource must be an ARN or "*"', text);
  }
  const fields = arnFields(pattern.tokens);
  const missing = ARN_FIELDS - fields.length;
  if (missing <= 0 || /^\*+$/.test(text)) return pattern;
  const isCompleted = kind === "identity" || kind === "boundary";
  // Nothing completes what has no service, and IAM knows no such ARN; one that ends in a wildcard takes in all the same.
  if (isCompleted && fields.length < 3 && text.endsWith("*")) return pattern;
  if (isCompleted && (fields.length < 3 || fields[2]?.length === 0)) {
    fail(place, 'Resource must name a service, as arn:aws:sqs does, or be "*"', text);
  }
  // A wildcard at the end runs on over all fields. STS refuses that of a session policy, too.
  if (isCompleted || (kind !== "session" && text.endsWith("*"))) {
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html: `arn:aws:sqs` is `arn:aws:sqs:*:*:*`. A `*` before the end may as
    // well stand for what is missing: `arn:aws:kms:*:key/1*` for the key of any account.
    const isOpen = pattern.tokens.slice(0, -1).some(({ kind }) => kind === "any");
    const completed = { ...read(text + ":*".repeat(missing)), text };
    return isOpen ? { ...completed, also: pattern } : isCompleted ? completed : pattern;
  }
  return fail(
    place,
    "Resource must have all six fields of an ARN, as AWS completes them in identity policies only",
    text,
  );
}
