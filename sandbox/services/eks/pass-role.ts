import { invalidParameter } from "../../operations/input/refusals";
import type { Calling } from "../../operations/service";
import { AwsError } from "../../wire/messages/operation";

/** Checks that the caller may hand a role of its own account to a service. */
export function authorisePassRole(
  request: Calling,
  roleArn: string,
  service: string,
  associatedResourceArn?: string,
): void {
  const { partition, account } = request.call.caller;
  if (!/^arn:[^:]+:iam::\d{12}:role\/./.test(roleArn)) {
    throw invalidParameter(`Invalid role arn: ${roleArn}`);
  }
  if (!roleArn.startsWith(`arn:${partition}:iam::${account}:role/`)) {
    throw new AwsError("AccessDeniedException", "Cross-account pass role is not allowed.", 403);
  }
  request.platform.authorise(request.call, {
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
