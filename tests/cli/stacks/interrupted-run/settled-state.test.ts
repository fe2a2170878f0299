import { deepStrictEqual, ok, strictEqual } from "node:assert";
import { settledState } from "../../../../cli/stacks/interrupted-run/settled-state";
import { each } from "../../../facts";
import { serviceTrust } from "../../../sandbox/eks-support";
import { A, REGION, startSandbox } from "../../../sandbox/support";

const MANAGER = "pulumi-kubernetes-0a1b2c3d";

const kubernetes = (name: string) => ({
  urn: `urn:${name}`,
  type: "kubernetes:core/v1:ServiceAccount",
  provider: "urn:pulumi:s::p::pulumi:providers:kubernetes::shop::1",
  inputs: { metadata: { name, namespace: "shop" }, __fieldManager: MANAGER },
});

const NOW = "2026-01-02T03:04:05.678Z";

/** `manager` has written every object of the cluster. */
const settle = (pending: object[], resources: object[] = [], manager = MANAGER) =>
  settledState(
    JSON.stringify({ version: 3, deployment: { resources, pending_operations: pending } }),
    async () => ({
      region: "eu-west-1",
      readOfCluster: async () => JSON.stringify({ metadata: { managedFields: [{ manager }] } }),
    }),
    new Date(NOW),
  );

describe("settledState", () => {
  it("takes in what was begun and not recorded, and leaves nothing pending", async () => {
    const settled = await settle([{ type: "creating", resource: kubernetes("web") }]);
    ok(settled);
    deepStrictEqual(settled.adopted, ["urn:web"]);
    deepStrictEqual(JSON.parse(settled.text), {
      version: 3,
      deployment: {
        resources: [
          {
            ...kubernetes("web"),
            ...{ id: "shop/web", outputs: kubernetes("web").inputs, created: NOW },
          },
        ],
        pending_operations: [],
      },
    });
  });

  it("takes in what was to replace a resource, which the engine then deletes", async () => {
    const pending = [{ type: "creating", resource: kubernetes("web") }];
    const former = { ...kubernetes("web"), id: "shop/former", outputs: { a: 1 } };
    const older = { ...former, id: "shop/older", delete: true };
    const settled = await settle(pending, [former, older]);
    const { resources } = JSON.parse(settled?.text ?? "").deployment;
    deepStrictEqual(resources, [
      {
        ...kubernetes("web"),
        ...{ id: "shop/web", outputs: kubernetes("web").inputs, created: NOW },
      },
      { ...former, delete: true },
      older,
    ]);
    deepStrictEqual(settled?.adopted, ["urn:web"]);
    // One that the state has is not taken in twice.
    const known = { ...former, id: "shop/web" };
    const again = await settle(pending, [known]);
    deepStrictEqual(JSON.parse(again?.text ?? "").deployment.resources, [known]);
  });

  it("forgets an object that somebody else has made of the same name", async () => {
    const settled = await settle([{ type: "creating", resource: kubernetes("web") }], [], "helm");
    deepStrictEqual(settled?.adopted, []);
  });

  it("takes in a namespace that an earlier run has left, and keeps those that a run would delete", async () => {
    const left = JSON.stringify({
      metadata: {
        labels: { "app.kubernetes.io/managed-by": "eks-pod-secrets" },
        managedFields: [{ manager: "pulumi-kubernetes-of-an-earlier-run" }],
      },
    });
    const type = "kubernetes:core/v1:Namespace";
    const resource = {
      ...kubernetes("one"),
      type,
      inputs: { metadata: { name: "one" }, __fieldManager: MANAGER },
    };
    const text = JSON.stringify({
      deployment: {
        resources: [{ urn: "urn:old", id: "old", type }],
        pending_operations: [{ type: "creating", resource }],
      },
    });
    const settled = await settledState(text, async () => ({
      region: "eu-west-1",
      readOfCluster: async () => left,
    }));
    const { resources } = JSON.parse(settled?.text ?? "").deployment;
    each(resources, ({ id, retainOnDelete = false }: { id: string; retainOnDelete?: boolean }) => [
      id,
      retainOnDelete,
    ]).are([
      ["old", true],
      ["one", false],
    ]);
  });

  it("takes in nothing twice, nothing that was not being created, and nothing without a trace", async () => {
    const recorded = { ...kubernetes("web"), id: "shop/web" };
    const settled = await settle(
      [
        { type: "creating", resource: kubernetes("web") },
        { type: "deleting", resource: kubernetes("api") },
        {
          type: "creating",
          resource: { urn: "urn:policy", type: "aws:iam/rolePolicy:RolePolicy" },
        },
      ],
      [recorded],
    );
    ok(settled);
    deepStrictEqual(settled.adopted, []);
    deepStrictEqual(JSON.parse(settled.text).deployment, {
      resources: [recorded],
      pending_operations: [],
    });
  });

  it("takes in once what two runs were creating, one after the other", async () => {
    const creating = { type: "creating", resource: kubernetes("web") };
    const settled = await settle([creating, creating]);
    deepStrictEqual(settled?.adopted, ["urn:web"]);
    strictEqual(JSON.parse(settled.text).deployment.resources.length, 1);
  });

  it("has a resource read that a killed run may have changed or deleted at AWS", async () => {
    for (const type of ["updating", "deleting"]) {
      const policy = { urn: "urn:policy", type: "aws:iam/rolePolicy:RolePolicy", id: "web" };
      const recorded = { ...policy, outputs: { policy: "old" } };
      const settled = await settle([{ type, resource: { ...policy, outputs: {} } }], [recorded]);
      deepStrictEqual(settled?.adopted, ["urn:policy"]);
      deepStrictEqual(JSON.parse(settled.text).deployment.resources, [recorded]);
    }
  });

  it("forgets what was begun where no state says when, so that nobody knows whose it is", async () => {
    const sandbox = await startSandbox();
    try {
      const AssumeRolePolicyDocument = serviceTrust("pods.eks.amazonaws.com");
      await sandbox.clients(A).iam.createRole({ RoleName: "orders", AssumeRolePolicyDocument });
      const component = { urn: "urn:orders", type: "eks-pod-secrets:index:PodReader" };
      const inputs = { name: "orders", assumeRolePolicy: AssumeRolePolicyDocument };
      const role = { urn: "urn:role", type: "aws:iam/role:Role", parent: component.urn, inputs };
      const adopted = async (created?: string, changed = {}) => {
        const text = JSON.stringify({
          deployment: {
            resources: [{ ...component, created }],
            pending_operations: [
              { type: "creating", resource: { ...role, inputs: { ...inputs, ...changed } } },
            ],
          },
        });
        const credentials = sandbox.administrator(A);
        const access = { region: REGION, endpoint: sandbox.endpoint, credentials };
        return (await settledState(text, async () => access))?.adopted;
      };
      const now = Date.now();
      deepStrictEqual(await adopted(new Date(now).toISOString()), [role.urn]);
      deepStrictEqual(await adopted(new Date(now + 600_000).toISOString()), []);
      deepStrictEqual(await adopted(new Date(now).toISOString(), { path: "/other/" }), []);
      deepStrictEqual(await adopted(), []);
    } finally {
      await sandbox.stop();
    }
  });

  it("has a resource read that a killed run took in and did not read", async () => {
    const key = { urn: "urn:key", type: "aws:kms/key:Key", id: "1", inputs: { description: "d" } };
    const taken = { ...key, outputs: key.inputs };
    const read = { ...key, urn: "urn:other", outputs: { ...key.inputs, arn: "arn:aws:kms:x" } };
    const settled = await settle([], [taken, read]);
    deepStrictEqual(settled?.adopted, ["urn:key"]);
    deepStrictEqual(JSON.parse(settled.text).deployment.resources, [taken, read]);
  });

  it("has a resource read whose creation was interrupted, or failed", async () => {
    const role = { urn: "urn:role", type: "aws:iam/role:Role", id: "r", inputs: { name: "r" } };
    const half = { ...role, outputs: { ...role.inputs, arn: "" }, initErrors: ["cancelled"] };
    deepStrictEqual((await settle([], [half]))?.adopted, ["urn:role"]);
  });

  it("has a policy read whose change failed: the provider records such a change as done", async () => {
    const policy = { urn: "urn:policy", type: "aws:kms/keyPolicy:KeyPolicy", id: "k", inputs: {} };
    deepStrictEqual(await settle([], [policy]), undefined);
    const failed = { ...policy, outputs: { region: "r" }, initErrors: ["not authorized"] };
    deepStrictEqual((await settle([], [failed]))?.adopted, ["urn:policy"]);
  });

  it("asks for no credentials where nothing is pending", async () => {
    const refuse = () => Promise.reject(new Error("asked"));
    strictEqual(await settledState(`{ "deployment": { "resources": [] } }`, refuse), undefined);
    strictEqual(await settledState(`{}`, refuse), undefined);
  });
});
