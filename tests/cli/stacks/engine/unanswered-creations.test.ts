import { deepStrictEqual } from "node:assert/strict";
import { CreateRoleCommand } from "@aws-sdk/client-iam";
import { CreateSecretCommand } from "@aws-sdk/client-secrets-manager";
import { unansweredCreations } from "../../../../cli/stacks/engine/unanswered-creations";
import type { StateResource } from "../../../../stacks/interrupted-run/settled-state";
import { serviceTrust } from "../../../sandbox/eks-support";
import { A, REGION, startSandbox, type TestSandbox } from "../../../sandbox/support";

const TAKEN = "creating IAM Role (orders): api error EntityAlreadyExistsException: Role with name";
const MINUTES = 60_000;

describe("unansweredCreations", () => {
  let sandbox: TestSandbox;
  before(async () => {
    sandbox = await startSandbox();
    const { iam, secretsManager } = sandbox.clients(A);
    const AssumeRolePolicyDocument = serviceTrust("eks.amazonaws.com");
    await iam.send(new CreateRoleCommand({ RoleName: "orders", AssumeRolePolicyDocument }));
    await secretsManager.send(new CreateSecretCommand({ Name: "orders/db" }));
  });
  after(() => sandbox.stop());

  const role = resource("aws:iam/role:Role", "orders");
  const secret = resource("aws:secretsmanager/secret:Secret", "orders/db");

  function found(failed: [StateResource, string][], minutesAgo = 0): Promise<StateResource[]> {
    return unansweredCreations(
      failed.map(([one, error]) => ({ resource: one, error })),
      { region: REGION, endpoint: sandbox.endpoint, credentials: sandbox.administrator(A) },
      new Date(Date.now() - minutesAgo * MINUTES),
    );
  }

  it("are those whose name AWS gave away since the run began", async () => {
    const failed: [StateResource, string][] = [
      [role, TAKEN],
      [secret, "ResourceExistsException: the secret orders/db already exists"],
    ];
    deepStrictEqual(await found(failed), [role, secret]);
  });

  it("are not what was there before the run began, which may be somebody else's", async () => {
    deepStrictEqual(await found([[role, TAKEN]], -10), []);
  });

  it("are not what failed for another reason, nor what has no date by its name", async () => {
    deepStrictEqual(await found([[role, "AccessDenied: not authorized"]]), []);
    const association = resource("aws:eks/podIdentityAssociation:PodIdentityAssociation", "orders");
    deepStrictEqual(await found([[association, TAKEN]]), []);
  });
});

function resource(type: string, name: string): StateResource {
  return {
    urn: `urn:pulumi:stack::project::${type}::${name}`,
    type,
    custom: true,
    inputs: { name },
  };
}
