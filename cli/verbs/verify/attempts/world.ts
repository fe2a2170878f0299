import { EKS } from "@aws-sdk/client-eks";
import { IAM } from "@aws-sdk/client-iam";
import { KMS } from "@aws-sdk/client-kms";
import { SecretsManager } from "@aws-sdk/client-secrets-manager";
import { SSM } from "@aws-sdk/client-ssm";
import { STS } from "@aws-sdk/client-sts";

import type { AccountAccess } from "../../../aws/account-access";

/** Domains of AWS's own endpoints, in all partitions. */
const AWS = /\.(amazonaws\.com(\.cn)?|amazonaws\.eu|api\.aws|api\.amazonwebservices\.com\.cn)$/;

/**
 * Whether AWS itself answers any of the calls, by the endpoints that the SDK resolves, which are the same for every account. Nothing is
 * sent. True also where an endpoint cannot be resolved.
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
