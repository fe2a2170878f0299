import type { EncryptingRequest } from "../kms/encrypting-platform";
import type { ParameterName } from "./parameter-name";
import { findParameter, type ParameterRecord } from "./parameter-record";

/**
 * The parameter that a name means; undefined where there is none. Throws `AccessDeniedException` unless the caller's policies allow
 * what is asked of it, existing or not.
 */
export function authoriseParameter(
  { platform, call, action }: Pick<EncryptingRequest, "platform" | "call" | "action">,
  { arn, name }: ParameterName,
  context: Record<string, string | string[]> = {},
): ParameterRecord | undefined {
  const parameter = name === undefined ? undefined : findParameter(platform.store, call, name);
  platform.authorise(call, {
    action,
    resource: arn,
    ...(parameter && { resourceTags: parameter.tags }),
    context,
  });
  return parameter;
}
