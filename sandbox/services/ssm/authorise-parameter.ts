import type { Call } from "../../wire/messages/operation";
import type { ParameterName } from "./parameter-name";
import { findParameter } from "./parameter-record";
import type { SsmContext } from "./ssm-context";

/** Throws `AccessDeniedException` unless the caller's policies allow `action` on a parameter, existing or not. */
export function authoriseParameter(
  { platform }: SsmContext,
  call: Call,
  action: string,
  { arn, name }: ParameterName,
  more: Record<string, string | string[]> = {},
): void {
  const parameter = name === undefined ? undefined : findParameter(platform.store, call, name);
  platform.authorise(call, {
    action: `ssm:${action}`,
    resource: arn,
    ...(parameter && { resourceTags: parameter.tags }),
    context: more,
  });
}
