import { AwsError, type Caller } from "../../wire/messages/operation";

const ALLOWED = ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"];

/**
 * Throws where a session of a user, which no MFA proved, calls what it cannot call whatever its policies say: IAM, and
 * of STS all but the role's assumption. https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html
 */
export function refuseUserSession({ principal, issuedAt }: Caller, action: string): void {
  const isUserSession = principal.kind === "user" && issuedAt !== undefined;
  if (!isUserSession || !/^(iam|sts):/.test(action) || ALLOWED.includes(action)) return;
  throw new AwsError(
    "InvalidClientTokenId",
    "The security token included in the request is invalid.",
    403,
  );
}
