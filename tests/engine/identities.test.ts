import { deepStrictEqual, ok, strictEqual } from "node:assert";
import { mounted, polled } from "./adopt/polling";
import { deployWith, ordersInventory } from "./deployed-orders";
import { suiteEngine, writeInventory } from "./harness";

const inventory = (identity: string) =>
  ordersInventory(`
  orders:
    cluster: shop
    namespace: default
    serviceAccount: orders
    roleName: orders
    identity: ${identity}
    reads: [orders]
    deployment: { image: "nginx:1.29", mountPath: /mnt/secrets }
`).replace("existing: true", "create: {}");

describe("how a reader's pods get their role", () => {
  const sandbox = suiteEngine(inventory("irsa"));

  before(async () => {
    await deployWith(sandbox, ["orders"], "swordfish");
    strictEqual(await mounted(sandbox, "orders"), "swordfish");
  });

  /** What lets the pods in, as it is deployed. */
  async function ways() {
    const { eks, iam } = await sandbox.aws("a");
    const { Role } = await iam.getRole({ RoleName: "orders" });
    const trust = decodeURIComponent(Role?.AssumeRolePolicyDocument ?? "");
    const { associations } = await eks.listPodIdentityAssociations({ clusterName: "shop" });
    const { secretsManager } = await sandbox.aws("b");
    const { ResourcePolicy = "" } = await secretsManager.getResourcePolicy({ SecretId: "orders" });
    return {
      podIdentity: trust.includes("pods.eks.amazonaws.com"),
      tokens: trust.includes("AssumeRoleWithWebIdentity"),
      association: associations?.length === 1,
      tagsDemanded: ResourcePolicy.includes("aws:PrincipalTag"),
    };
  }

  const EXPECTED = {
    irsa: { podIdentity: false, tokens: true, association: false, tagsDemanded: false },
    both: { podIdentity: true, tokens: true, association: true, tagsDemanded: false },
    podIdentity: { podIdentity: true, tokens: false, association: true, tagsDemanded: true },
  };

  it("is by tokens alone where the inventory says irsa", async () => {
    deepStrictEqual(await ways(), EXPECTED.irsa);
  });

  for (const identity of ["both", "podIdentity", "both", "irsa", "podIdentity"] as const) {
    it(`changes to ${identity} while a pod mounts each second, and then nothing more`, async () => {
      writeInventory(sandbox.data, inventory(identity));
      const { asked, refusals } = await polled(sandbox, async () => {
        await sandbox.stacks(["up"]);
      });
      ok(asked > 3);
      deepStrictEqual(refusals, []);
      deepStrictEqual(await ways(), EXPECTED[identity]);
      strictEqual((await sandbox.ask("preview", ["--refresh"])).answer.result, "no change");
    });
  }
});
