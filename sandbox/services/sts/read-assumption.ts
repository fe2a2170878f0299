import type { Platform } from "../../identity/platform";
import { managedPolicyText } from "../../identity/policies/policies-in-force";
import type { Input } from "../../operations/input/input";
import { validationError } from "../../operations/input/refusals";
import { AwsError } from "../../wire/messages/operation";
import { checkPolicy } from "../iam/policy-text";
import { readSessionTags } from "./tags";

const PLAIN_LIMIT = 2048;
const SESSION_NAME = /^[\w+=,.@-]{2,64}$/;
const SOURCE_IDENTITY = /^(?!aws:)[\w+=,.@-]{2,64}$/;
const EXTERNAL_ID = /^[\w+=,.@:/-]{2,1224}$/;

/** What a caller asks for when it assumes a role. */
export interface Assumption {
  roleArn: string;
  sessionName: string;
  /** Tags passed; the transitive ones of the caller's own session come on top. */
  tags: Record<string, string>;
  transitiveTagKeys: string[];
  /** JSON texts. */
  sessionPolicies: string[];
  externalId?: string;
  /** Who is behind the session, for good: the sessions that it makes keep it. */
  sourceIdentity?: string;
  /** Seconds. Defaults to 3600. */
  durationSeconds?: number;
}

/** Reads and checks the input of `AssumeRole`. */
export function readAssumption(platform: Platform, input: Input): Assumption {
  const tags = readSessionTags(input);
  const transitiveTagKeys = input.optionalTexts("TransitiveTagKeys") ?? [];
  const known = new Set(Object.keys(tags).map((key) => key.toLowerCase()));
  if (transitiveTagKeys.some((key) => !known.has(key.toLowerCase()))) {
    throw new AwsError(
      "InvalidParameterValue",
      "The specified transitive tag key must be included in the requested tags.",
    );
  }
  const externalId = input.optionalText("ExternalId", { pattern: EXTERNAL_ID });
  const sourceIdentity = input.optionalText("SourceIdentity", { pattern: SOURCE_IDENTITY });
  const durationSeconds = input.integer("DurationSeconds", { min: 900, max: 43_200 });
  return {
    roleArn: input.text("RoleArn", { min: 20, max: 2048, pattern: /^arn:[^\s]+$/ }),
    sessionName: input.text("RoleSessionName", { pattern: SESSION_NAME }),
    tags,
    transitiveTagKeys,
    sessionPolicies: readSessionPolicies(platform, input),
    ...(externalId !== undefined && { externalId }),
    ...(sourceIdentity !== undefined && { sourceIdentity }),
    ...(durationSeconds !== undefined && { durationSeconds }),
  };
}

function readSessionPolicies(platform: Platform, input: Input): string[] {
  const inline = input.optionalText("Policy");
  if (inline !== undefined) checkPolicy("session", inline);
  const arns = input.list("PolicyArns").map((entry) => input.inside(entry).text("arn"));
  if (arns.length > 10) {
    throw validationError("PolicyArns must hold at most 10 members");
  }
  if ((inline?.length ?? 0) + arns.join("").length > PLAIN_LIMIT) {
    throw validationError(
      `The plaintext of the session policies must be at most ${PLAIN_LIMIT} characters`,
    );
  }
  const managed = arns.map((arn) => {
    const document = managedPolicyText(platform.store, arn);
    if (document === undefined) {
      throw validationError(`PolicyArns: ${arn} does not exist`);
    }
    return document;
  });
  return inline === undefined ? managed : [inline, ...managed];
}
