import { SecretsManager } from "@aws-sdk/client-secrets-manager";

import type { AccountAccess } from "../../aws/account-access";
import type { TrialAnswer } from "./shape";

/** Domains of AWS's own endpoints, in all partitions. */
const AWS = /\.(amazonaws\.com(\.cn)?|amazonaws\.eu|api\.aws|api\.amazonwebservices\.com\.cn)$/;

/** Who answers an account's calls, by the endpoint that the SDK resolves from environment and profile. Nothing is sent. */
export async function worldOf(access: AccountAccess): Promise<TrialAnswer["world"]> {
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
  return AWS.test(host) ? "AWS" : "sandbox";
}
