import type { Request } from "../../operations/service";
import { assume } from "./assume";
import { readAssumption } from "./read-assumption";

export function assumeRole(request: Request) {
  const { platform, input } = request;
  const session = assume(request, readAssumption(platform, input));
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

/** Who the caller is. AWS allows it to everyone, whatever the policies say. */
export function getCallerIdentity({ call: { caller } }: Request) {
  return { UserId: caller.userId, Account: caller.account, Arn: caller.arn };
}
