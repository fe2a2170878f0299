import { SecretsManager } from "@aws-sdk/client-secrets-manager";

import type { AccountAccess } from "../../../aws/account-access";

/** Domains of AWS's own endpoints, in all partitions. */
const AWS = /\.(amazonaws\.com(\.cn)?|amazonaws\.eu|api\.aws|api\.amazonwebservices\.com\.cn)$/;

/** Whether AWS itself answers an account's calls, by the endpoint that the SDK resolves from environment and profile. Nothing is sent. */
export async function isAws(access: AccountAccess): Promise<boolean> {
  const client = new SecretsManager(access);
  let host = "";
  client.middlewareStack.add(
    () => async (args) => {
      host = (args.request as { hostname: string }).hostname;
      return { response: undefined, output: { $metadata: {} } };
    },
    { step: "build" },
  );
  await client.listSecrets({});
  client.destroy();
  return AWS.test(host);
}
