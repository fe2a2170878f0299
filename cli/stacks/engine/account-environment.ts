import type { ResolvedAccount } from "eks-pod-secrets/grant";
import { type AccountAccess, accountAccess } from "../../aws/account-access";

/** How the engine's processes act in an account. */
interface AccountEnvironment {
  /** Variables in addition to the environment of this process. */
  environment: Record<string, string>;
  /** How this process acts in the account. */
  access: AccountAccess;
}

/**
 * Credentials for an account: those of its deployRole or profile, which the program uses itself, otherwise the ambient ones,
 * otherwise the AWS profile with its name or id. A `UserError` if none of them belongs to the account.
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
      // Empty values count as absent. A token must not be combined with keys that it does not belong to.
      AWS_SESSION_TOKEN: sessionToken ?? "",
      AWS_PROFILE: "",
    },
    access,
  };
}
