import type { Platform } from "../../identity/platform";
import { AwsError, type Call } from "../../wire/messages/operation";

/** Checks that the caller may hand a role of its own account to a service. */
export function authorisePassRole(
  platform: Platform,
  call: Call,
  roleArn: string,
  service: string,
  associatedResourceArn?: string,
): void {
  const { partition, account } = call.caller;
  if (!roleArn.startsWith(`arn:${partition}:iam::${account}:role/`)) {
    throw new AwsError("AccessDeniedException", "Cross-account pass role is not allowed.", 403);
  }
  platform.authorise(call, {
    action: "iam:PassRole",
    resource: roleArn,
    context: {
      "iam:PassedToService": service,
      ...(associatedResourceArn !== undefined && {
        "iam:AssociatedResourceArn": associatedResourceArn,
      }),
    },
  });
}
