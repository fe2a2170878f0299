import { deepStrictEqual, match, ok, strictEqual } from "node:assert";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  otherResources,
  resource,
  SENTINEL,
  secretResources,
  shown,
} from "../../cli/adopt/states/terraform-state";
import { POD_TRUST } from "../../sandbox/eks-support";
import { policy } from "../../sandbox/secrets-support";
import { landingZone } from "../../stacks/run-stack";
import { makeAdoptedClusters } from "../adopted-clusters";
import { suiteEngine } from "../harness";
import { applyByHand, READS } from "./by-hand";
import { polled } from "./polling";

const INVENTORY = `
id: lz-tests
accounts: { a: { id: "111111111111", region: us-east-1 } }
clusters: { shop: { account: a, existing: true, secretsStoreCsi: { install: existing } } }
secrets: { orders: { account: a }, billing: { account: a } }
readers:
  orders: { cluster: shop, namespace: default, serviceAccount: orders, reads: [orders] }
  billing: { cluster: shop, namespace: default, serviceAccount: billing, reads: [billing] }
`;

/** The stack of the role, and the stack of the association. */
const STACKS = ["shop", "old"].map((one) => `eksctl-${one}-podidentityrole-default-billing`);

function eksctlTags(cluster: string): Record<string, string> {
  return {
    "alpha.eksctl.io/cluster-name": cluster,
    "alpha.eksctl.io/podidentityassociation-name": "default/billing",
  };
}

const ADOPT = [
  ..."adopt --live --account a=111111111111 --cluster shop --region us-east-1 --id lz-tests".split(
    " ",
  ),
  ...["--terraform", "state.json"],
];

describe("adopt, of pods whose roles Terraform's module and eksctl made", () => {
  const sandbox = suiteEngine(INVENTORY);
  const projectFile = (name: string) => join(sandbox.data.project, name);

  before(async () => {
    await makeAdoptedClusters(sandbox, landingZone(INVENTORY));
    const { eks, iam, secretsManager } = await sandbox.aws("a");
    for (const addonName of ["eks-pod-identity-agent", "aws-secrets-store-csi-driver-provider"]) {
      await eks.createAddon({ clusterName: "shop", addonName });
    }
    const made = [];
    const { kms } = await sandbox.aws("111111111111", "eu-west-1");
    const { KeyMetadata } = await kms.createKey({});
    await kms.createAlias({ AliasName: "alias/copies", TargetKeyId: KeyMetadata?.KeyId });
    for (const [name, KmsKeyId] of Object.entries({ orders: undefined, billing: "alias/copies" })) {
      const { ARN = "" } = await secretsManager.createSecret({
        ...{ Name: name, SecretString: "swordfish" },
        AddReplicaRegions: [{ Region: "eu-west-1", KmsKeyId }],
      });
      const { Role } = await iam.createRole({
        ...{ RoleName: `${name}-20260101`, AssumeRolePolicyDocument: POD_TRUST },
      });
      const { association } = await eks.createPodIdentityAssociation({
        ...{ clusterName: "shop", namespace: "default", serviceAccount: name },
        roleArn: Role?.Arn ?? "",
        ...(name === "billing" && { tags: eksctlTags("old") }),
      });
      const reads = policy({ Action: READS, Resource: ARN });
      made.push({ arn: association?.associationArn, name, reads, role: Role?.Arn });
      await applyByHand(sandbox, name, ARN);
    }
    const [orders, billing] = made;
    const { Policy } = await iam.createPolicy({
      ...{ PolicyName: "orders-20260102", PolicyDocument: orders?.reads ?? "" },
    });
    await iam.attachRolePolicy({ RoleName: "orders-20260101", PolicyArn: Policy?.Arn ?? "" });
    await iam.putRolePolicy({
      ...{ RoleName: "billing-20260101", PolicyName: "Policy1" },
      PolicyDocument: billing?.reads ?? "",
    });
    const tags = Object.entries(eksctlTags("shop"));
    await iam.tagRole({
      RoleName: "billing-20260101",
      Tags: tags.map(([Key, Value]) => ({ Key, Value })),
    });
    const held = (type: string, values: object, index: string) =>
      resource(`module.orders.!this`, type, { ...values }, index);
    const association = {
      ...{ association_arn: orders?.arn, namespace: "default", service_account: "orders" },
    };
    const module = [
      held("aws_eks_pod_identity_association", association, '["orders"]'),
      held("aws_iam_policy", { arn: Policy?.Arn }, "[0]"),
      held("aws_iam_role", { arn: orders?.role }, "[0]"),
      held("aws_iam_role_policy_attachment", { role: "orders-20260101" }, "[0]"),
    ];
    writeFileSync(projectFile("state.json"), shown([], { "module.orders": module }));
    rmSync(projectFile("landing-zone.yaml"));
  });

  it("leaves both, and says what each tool must forget", async () => {
    const { code, stderr, stdout } = await sandbox.command(ADOPT);
    strictEqual(code, 2, stdout);
    match(stderr, /removed \{\s+from = module\.orders\s/);
    for (const stack of STACKS) {
      ok(stderr.includes(`aws cloudformation delete-stack --stack-name ${stack}`), stderr);
    }
  });

  it("takes over what Terraform has forgotten, and leaves what a stack may hold", async () => {
    writeFileSync(projectFile("state.json"), shown([...otherResources(), ...secretResources()]));
    const { code, stderr, stdout } = await sandbox.command(ADOPT);
    strictEqual(code, 1, stderr);
    match(stdout, /default\/billing of cluster shop: eksctl/);
    ok(!stdout.includes("module.orders"), stdout);
  });

  it("takes over both once a person says that the stacks are gone", async () => {
    const { code, stderr, stdout } = await sandbox.command([
      ...ADOPT,
      "--force",
      "--let-go",
      ...STACKS,
    ]);
    strictEqual(code, 0, stderr + stdout);
    const checked = await sandbox.command(["check"]);
    strictEqual(checked.code, 0, checked.stderr);
    const files = readdirSync(projectFile("adopted")).map((file) => `adopted/${file}`);
    const written = ["landing-zone.yaml", ...files].map((file) =>
      readFileSync(projectFile(file), "utf8"),
    );
    ok(files.includes("adopted/a.workloads.imports.json"), files.join());
    ok(![stdout, stderr, ...written].some((text) => text.includes(SENTINEL)));
  });

  it("lets up take over both, and the pods read all the while", async () => {
    await polled(sandbox, async () => {
      const { secretsManager } = await sandbox.aws("a");
      const copies = () =>
        Promise.all(
          ["orders", "billing"].map(async (SecretId) => {
            const { ReplicationStatus } = await secretsManager.describeSecret({ SecretId });
            return ReplicationStatus?.map(({ KmsKeyId }) => KmsKeyId);
          }),
        );
      const before = await copies();
      const stacks = await sandbox.stacks(["up"]);
      deepStrictEqual(await copies(), before);
      const removed = stacks.map(({ changes }) => [changes.replace ?? 0, changes.delete ?? 0]);
      deepStrictEqual(removed.flat().filter(Boolean), []);
      const imports = stacks.map(({ changes, stack }) => [stack, changes.import ?? 0]);
      deepStrictEqual(Object.fromEntries(imports)["a.workloads"], 8);
    }, ["orders", "billing"]);
    for (const source of [[], ["--live"]]) {
      const { code, stderr, stdout } = await sandbox.command(["prove", ...source]);
      strictEqual(code, 0, stderr + stdout);
    }
  });
});
