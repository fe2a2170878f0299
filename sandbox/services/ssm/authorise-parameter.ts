import type { EncryptingRequest } from "../kms/encrypting-platform";
import type { ParameterName } from "./parameter-name";
import { findParameter } from "./parameter-record";

/** Throws `AccessDeniedException` unless the caller's policies allow what is asked of a parameter, existing or not. */
export function authoriseParameter(
  { platform, call, action }: Pick<EncryptingRequest, "platform" | "call" | "action">,
  { arn, name }: ParameterName,
  context: Record<string, string | string[]> = {},
): void {
  const parameter = name === undefined ? undefined : findParameter(platform.store, call, name);
  platform.authorise(call, {
    action,
    resource: arn,
    ...(parameter && { resourceTags: parameter.tags }),
    context,
  });
}
