import type { Request } from "../../operations/service";
import { AwsError } from "../../wire/messages/operation";
import { assume } from "./assume";
import { readAssumption } from "./read-assumption";

export function assumeRole(request: Request) {
  const { platform, input } = request;
  const assumption = readAssumption(platform, input);
  const session = assume(request, assumption);
  checkPackedSize(session.packedPolicySize, assumption.sessionPolicies.length > 0);
  return {
    Credentials: {
      AccessKeyId: session.accessKeyId,
      SecretAccessKey: session.secretAccessKey,
      SessionToken: session.sessionToken,
      Expiration: session.expiration,
    },
    AssumedRoleUser: { AssumedRoleId: session.assumedRoleId, Arn: session.assumedRoleArn },
    PackedPolicySize: session.packedPolicySize,
    SourceIdentity: session.caller.sourceIdentity,
  };
}

/** EKS Auth is not asked for this: of an estimate no pod is refused. */
function checkPackedSize(percent: number, hasPolicies: boolean): void {
  if (percent <= 100) return;
  const takes = hasPolicies ? "Packed policy" : "Packed size of session tags";
  const more = hasPolicies ? ", please use smaller policy" : "";
  throw new AwsError(
    "PackedPolicyTooLarge",
    `${takes} consumes ${percent}% of allotted space${more}.`,
  );
}

/** Who the caller is. AWS allows it to everyone, whatever the policies say. */
export function getCallerIdentity({ call: { caller } }: Request) {
  return { UserId: caller.userId, Account: caller.account, Arn: caller.arn };
}
