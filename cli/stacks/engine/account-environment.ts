import type { ResolvedAccount } from "eks-pod-secrets/grant";
import { type AccountAccess, accountAccess } from "../../aws/account-access";

/** How processes of the engine act in an account. */
interface AccountEnvironment {
  /** Beside the environment of this process. */
  environment: Record<string, string>;
  /** How this process acts in the account. */
  access: AccountAccess;
}

/**
 * Credentials of an account: those of its deployRole or profile, which the program takes itself, else the ambient ones, else
 * the profile of the AWS configuration that has its name or id. A `UserError` where none are of that account.
 */
export async function accountEnvironment(
  account: ResolvedAccount,
  verb: string,
): Promise<AccountEnvironment> {
  const access = await accountAccess(account, account.region, verb);
  const { credentials } = access;
  if (account.deployRole || account.profile || typeof credentials !== "function") {
    return { environment: {}, access };
  }
  const { accessKeyId, secretAccessKey, sessionToken } = await credentials();
  return {
    environment: {
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      // Empty ones count as none: they must not go with keys that are not theirs.
      AWS_SESSION_TOKEN: sessionToken ?? "",
      AWS_PROFILE: "",
    },
    access,
  };
}
