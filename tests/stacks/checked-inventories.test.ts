import { deepStrictEqual, strictEqual } from "node:assert";
import { column, none } from "../facts";
import { landingZone, runStack, SHOP, type StackRun } from "./run-stack";

const secret = "aws:secretsmanager/secret:Secret";
const secretPolicy = "aws:secretsmanager/secretPolicy:SecretPolicy";

/** The owner's stack of an inventory that `check` takes. */
function ownersStack(secrets: string, readers = "{}"): Promise<StackRun> {
  const zone = landingZone(`
accounts:
  platform: { id: "111111111111", region: us-east-1 }
  data: { id: "222222222222", region: us-east-1 }
clusters:
  shop: { account: platform, existing: true }
secrets:
  ${secrets}
readers: ${readers}
`);
  return runStack(zone, "data.secrets", {
    accounts: { aws: "222222222222" },
    regions: { "": "us-east-1", aws: "us-east-1" },
    stacks: { "organization/eks-pod-secrets/platform.cluster": { clusters: { shop: SHOP } } },
  });
}

function statementsOf(stack: StackRun, name: string) {
  return stack.statementsOf(`${name}-policy`);
}

describe("an inventory that check takes", () => {
  it("deploys a secret of style attributes that has lost its last reader, and leaves it closed", async () => {
    const stack = await ownersStack("db: { account: data, key: orders, style: attributes }");
    strictEqual(stack.one(secret, "db-secret").inputs.tags?.["kubernetes-namespace"], undefined);
    none(stack.children(), (child) => child.startsWith(secretPolicy));
    deepStrictEqual(
      column(stack.statementsOf("orders-us-east-1-policy") as { Sid: string }[], "Sid"),
      ["Enable IAM User Permissions"],
    );
  });

  it("deploys a sealed secret that has lost its last reader, and lets nobody read it", async () => {
    const stack = await ownersStack("db: { account: data, key: orders, sealed: true }");
    deepStrictEqual(statementsOf(stack, "db"), [
      {
        Sid: "Sealed",
        Effect: "Deny",
        Principal: "*",
        Action: "secretsmanager:GetSecretValue",
        Resource: "*",
      },
    ]);
  });

  it("deploys a replica under the AWS managed key where no other account reads", async () => {
    const stack = await ownersStack(
      "db: { account: data, key: orders, replicas: [{ region: us-west-2 }] }",
      "{ api: { cluster: shop, namespace: web, serviceAccount: api, reads: [db] } }",
    );
    deepStrictEqual(stack.one(secret, "db-secret").inputs.replicas, [{ region: "us-west-2" }]);
    strictEqual(statementsOf(stack, "db").length, 1);
  });
});
