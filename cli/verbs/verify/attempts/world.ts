import { EKS } from "@aws-sdk/client-eks";
import { IAM } from "@aws-sdk/client-iam";
import { KMS } from "@aws-sdk/client-kms";
import { SecretsManager } from "@aws-sdk/client-secrets-manager";
import { SSM } from "@aws-sdk/client-ssm";
import { STS } from "@aws-sdk/client-sts";
import type { ResolvedAccount } from "eks-pod-secrets/grant";
import type { AccountAccess } from "../../../aws/account-access";
import { UserError } from "../../../terminal/errors";
import type { Cast } from "./cast";
import { OPEN_TAG } from "./names";
import type { FoundSecrets } from "./scene";

/** Domains of AWS's own endpoints, in all partitions. */
const AWS = /\.(amazonaws\.com(\.cn)?|amazonaws\.eu|api\.aws|api\.amazonwebservices\.com\.cn)$/;

/**
 * Whether AWS itself would answer any of the calls, judging by the endpoints that the SDK resolves, which are the same for every
 * account. Nothing is sent. True if an endpoint cannot be resolved.
 */
export async function isAws({ credentials, region }: AccountAccess): Promise<boolean> {
  const hosts: string[] = [];
  const requestHandler = {
    handle: async ({ hostname }: { hostname: string }) => {
      hosts.push(hostname);
      throw new Error("not sent");
    },
  };
  const asked = { region, credentials, requestHandler, maxAttempts: 1 };
  const calls = await Promise.allSettled([
    new SecretsManager(asked).listSecrets({}),
    new KMS(asked).listKeys({}),
    new STS(asked).getCallerIdentity({}),
    new IAM(asked).listRoles({}),
    new EKS(asked).listClusters({}),
    new SSM(asked).describeParameters({}),
  ]);
  return hosts.length < calls.length || hosts.some((host) => AWS.test(host));
}

/** Whether everything that attempts may change is marked: in the inventory and, so that no file alone decides it, in AWS. */
export function isOpenDeployment(
  { applicationB, secretB, third }: Cast,
  { a, b }: FoundSecrets,
): boolean {
  const { key, value } = OPEN_TAG;
  const isOpen = ({ tags = {} }: ResolvedAccount) => tags[key] === value;
  const accounts = [applicationB.cluster.account, secretB.account, ...(third ? [third] : [])];
  if (!accounts.every(isOpen)) return false;
  const isDeployedSo = [a, b].every(({ Tags = [] }) =>
    Tags.some(({ Key, Value }) => Key === key && Value === value),
  );
  if (isDeployedSo) return true;
  throw new UserError(
    `the inventory gives its accounts the tag ${key}: ${value}, and the secrets in AWS do not have it: deploy it first, by eks-pod-secrets up`,
  );
}
