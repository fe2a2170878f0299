import { deepStrictEqual } from "node:assert";
import type { AllowedAction } from "../../../sandbox/identity/authorisation/allowed-actions";
import { makeSecret, policy, roleClients } from "../secrets-support";
import { B, withSandbox } from "../support";

describe("the record of what callers were allowed", () => {
  const { sandbox } = withSandbox();

  it("tells what only a policy of the caller's own allows from what another policy allows, too", async () => {
    const Action = "secretsmanager:GetSecretValue";
    const own = await makeSecret(sandbox, { Name: "own", SecretString: "x" });
    const { secretsManager } = await roleClients(sandbox, "reader", [{ Action, Resource: own }], B);
    const caller = `arn:aws:iam::${B}:role/reader`;
    const shared = await makeSecret(
      sandbox,
      { Name: "shared", SecretString: "x" },
      { resourcePolicy: policy({ Principal: { AWS: caller }, Action, Resource: "*" }) },
    );
    await sandbox.control("POST", "/allowed-actions", {});
    for (const SecretId of [own, shared]) {
      await secretsManager.getSecretValue({ SecretId });
    }
    const { body } = await sandbox.control("POST", "/allowed-actions", {});
    deepStrictEqual(
      (body as { actions: AllowedAction[] }).actions.filter((one) => one.action === Action),
      [
        { caller, action: Action, resource: own, needsIdentityPolicy: true },
        { caller, action: Action, resource: shared, needsIdentityPolicy: false },
      ],
    );
  });
});
