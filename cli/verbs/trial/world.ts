import { SecretsManager } from "@aws-sdk/client-secrets-manager";

import type { AccountAccess } from "../../aws/account-access";
import { UserError } from "../../terminal/errors";
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

/** What to do where calls go to this world, and a trial was begun in the other. */
const OTHER_WORLD: Record<TrialAnswer["world"], string> = {
  AWS: "set AWS_ENDPOINT_URL to the endpoint of the sandbox",
  sandbox: "unset AWS_ENDPOINT_URL and its like, and endpoint_url of the profile",
};

/** Checks that a trial's calls go where they went before. Elsewhere is nothing that it made: that is a `UserError`. */
export function requireSameWorld(
  { id, world }: Pick<TrialAnswer, "id" | "world">,
  now: TrialAnswer["world"],
): void {
  if (world === now) return;
  throw new UserError(
    `trial ${id} was begun in ${worldName(world)}, and its calls would now go to ${worldName(now)}: ${OTHER_WORLD[now]}`,
  );
}

/** How sentences speak of a world. */
export function worldName(world: TrialAnswer["world"]): string {
  return world === "AWS" ? "AWS" : "a sandbox, not AWS";
}
