import { parseArn, type ResolvedAccount } from "eks-pod-secrets/grant";
import { getOrMake, inParallel } from "iam-proof/collections";
import { type AccountAccess, accountAccess } from "../../aws/account-access";
import { withNames } from "../../aws/arn-titles";
import { awsFailure, isError } from "../../aws/aws-error";
import { userReason } from "../../terminal/errors";
import type { DeployedPolicy } from "./deployed-policies";
import { policyDifference } from "./policy-difference";

/** The most calls in flight for one account: AWS throttles more. */
const AT_ONCE = 8;

/** The policy of a secret or key in AWS. */
export type LivePolicy =
  /** Undefined if there is none. `isFirst`: it is the policy that AWS gives a new key. */
  | { policy: string | undefined; isFirst: boolean }
  /** Why it could not be read: there are no credentials, they lack the right, or AWS did not answer. */
  | { unread: string; cause: "no credentials" | "denied" | "no answer" };

/** Reads policies of an account's secrets and keys with its own credentials. The answers are in the order of the questions. */
export async function livePolicies<One extends Pick<DeployedPolicy, "arn" | "kind">>(
  asked: readonly One[],
  account: ResolvedAccount,
  verb: string,
): Promise<{ asked: One; live: LivePolicy }[]> {
  const accesses = new Map<string, Promise<AccountAccess>>();
  const accessIn = (region: string) =>
    getOrMake(accesses, region, () => accountAccess(account, region, verb));
  return inParallel(asked, AT_ONCE, async (one) => ({
    asked: one,
    live: await livePolicy(one, account, accessIn),
  }));
}

async function livePolicy(
  { arn, kind }: Pick<DeployedPolicy, "arn" | "kind">,
  account: ResolvedAccount,
  accessIn: (region: string) => Promise<AccountAccess>,
): Promise<LivePolicy> {
  const access = await accessIn(parseArn(arn)?.region ?? account.region).catch(userReason);
  if (typeof access === "string") return { unread: access, cause: "no credentials" };
  try {
    const policy = await (kind === "key" ? keyPolicy(arn, access) : secretPolicy(arn, access));
    return { policy, isFirst: policy !== undefined && isFirstPolicy(policy, arn) };
  } catch (error) {
    if (isGone(error)) return { policy: undefined, isFirst: false };
    const what = `cannot read the policy of ${withNames(arn)}`;
    const { message } = awsFailure(error, what, undefined);
    const isDenied = isError(error, "AccessDeniedException");
    return { unread: message, cause: isDenied ? "denied" : "no answer" };
  }
}

/** Whether the secret or key does not exist, or the secret is deleted and can only be restored. */
function isGone(error: unknown): boolean {
  if (isError(error, "ResourceNotFoundException", "NotFoundException")) return true;
  return isError(error, "InvalidRequestException") && error.message.includes("marked for deletion");
}

async function secretPolicy(arn: string, access: AccountAccess): Promise<string | undefined> {
  const { GetResourcePolicyCommand, SecretsManagerClient } = await import(
    "@aws-sdk/client-secrets-manager"
  );
  const client = new SecretsManagerClient(access);
  const { ResourcePolicy } = await client.send(new GetResourcePolicyCommand({ SecretId: arn }));
  return ResourcePolicy;
}

async function keyPolicy(arn: string, access: AccountAccess): Promise<string | undefined> {
  const { GetKeyPolicyCommand, KMSClient } = await import("@aws-sdk/client-kms");
  const client = new KMSClient(access);
  const command = new GetKeyPolicyCommand({ KeyId: arn, PolicyName: "default" });
  const { Policy } = await client.send(command);
  return Policy;
}

/** Whether it is the policy that AWS gives a new key, with which the account's own policies decide. */
function isFirstPolicy(policy: string, keyArn: string): boolean {
  const { account, partition } = parseArn(keyArn) ?? {};
  const root = `arn:${partition}:iam::${account}:root`;
  const allow = { Effect: "Allow", Principal: { AWS: root }, Action: "kms:*", Resource: "*" };
  const [first, ...others] = [JSON.parse(policy).Statement].flat();
  if (others.length > 0) return false;
  const { Sid: _, ...statement } = first;
  const [expected, found] = [allow, statement].map((one) => JSON.stringify({ Statement: [one] }));
  return policyDifference(expected, found) === undefined;
}
