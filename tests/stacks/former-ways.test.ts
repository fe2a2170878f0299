import { deepStrictEqual, ok, strictEqual } from "node:assert";
import type { MockCallArgs } from "@pulumi/pulumi/runtime";
import { each } from "../facts";
import { landingZone, runStack, SHOP, type StackRun } from "./run-stack";

const NOTHING = { secrets: "", reads: "" };

const zoneOf = (mode: string, more = NOTHING) =>
  landingZone(`
accounts:
  a: { id: "111111111111", region: us-east-1 }
  b: { id: "222222222222", region: us-east-1, administrators: ["arn:aws:iam::222222222222:role/admin"] }
clusters: { shop: { account: a, existing: true } }
secrets: { orders: { account: b, key: orders, sealed: true }${more.secrets} }
readers:
  orders: { cluster: shop, namespace: orders, serviceAccount: api, roleName: pod, mode: ${mode}, reads: [orders${more.reads}] }
`);

const POD = "arn:aws:iam::111111111111:role/pod";
const TARGET = "arn:aws:iam::222222222222:role/targets/as-before";

/** What was deployed before, and what the inventory has besides. */
interface Deployed {
  deployed?: string;
  targetRoles?: Record<string, string>;
  more?: typeof NOTHING;
}

/** What the owner's stack deploys, with the inventory's mode, when the workloads were deployed with another one. */
async function deploy(
  mode: string,
  { deployed, more, targetRoles = {} }: Deployed,
): Promise<StackRun> {
  const stacks: Record<string, unknown> = {
    "organization/eks-pod-secrets/b.secrets": { targetRoles },
    "organization/eks-pod-secrets/a.workloads": deployed && {
      readers: { orders: { mode: deployed } },
    },
  };
  const call = ({ inputs, token }: MockCallArgs) => {
    if (token !== "pulumi:pulumi:readStackOutputs") return {};
    const outputs = stacks[inputs.name];
    // As the engine answers it over gRPC.
    if (!outputs) throw Object.assign(new Error(), { details: `unknown stack "${inputs.name}"` });
    return { outputs };
  };
  return runStack(zoneOf(mode, more), "b.secrets", {
    accounts: { aws: "222222222222" },
    stacks: { "organization/eks-pod-secrets/a.cluster": { clusters: { shop: SHOP } } },
    call,
  });
}

/** Who is let in: roles of the secret's policy, of its seal and of the key's policy, and target roles. */
function waysIn({ outputs, resources }: StackRun) {
  const secret =
    resources.find(({ type }) => type.includes("secretPolicy:"))?.inputs.policy ?? "{}";
  const key = resources.find(({ type }) => type.includes("keyPolicy:"))?.inputs.policy ?? "{}";
  const statements = (JSON.parse(secret).Statement ?? []) as { Effect: string }[];
  const of = (effect: string) =>
    JSON.stringify(statements.filter(({ Effect }) => Effect === effect));
  return {
    secret: of("Allow").includes(POD),
    key: key.includes(POD),
    seal: [POD, TARGET].filter((role) => of("Deny").includes(role)),
    targetRoles: resources
      .filter(({ type }) => type === "aws:iam/role:Role")
      .map(({ inputs }) => `${inputs.path ?? "/"}${inputs.name}`),
    formerWays: (outputs as { formerWays: object }).formerWays,
  };
}

describe("a reader whose mode changes", () => {
  it("is let in both ways while its workloads read as its own role", async () => {
    const ways = waysIn(await deploy("targetRole", { deployed: "resourcePolicy" }));
    ok(ways.secret && ways.key && ways.seal.includes(POD));
    strictEqual(ways.targetRoles.length, 1);
    deepStrictEqual(ways.formerWays, { orders: "a.workloads" });
  });

  it("is let in both ways while its workloads read as a target role, whose name nothing says any more", async () => {
    const run = await deploy("resourcePolicy", {
      deployed: "targetRole",
      targetRoles: { orders: TARGET },
    });
    const ways = waysIn(run);
    ok(ways.secret && ways.key && ways.seal.includes(POD) && ways.seal.includes(TARGET));
    deepStrictEqual(ways.targetRoles, ["/targets/as-before"]);
    deepStrictEqual(ways.formerWays, { orders: "a.workloads" });
    const { targetRoles } = run.outputs;
    deepStrictEqual(targetRoles, { orders: TARGET });
  });

  it("is let in by the new way alone to a secret that its own role could not decrypt", async () => {
    const more = { secrets: ", bills: { account: b }", reads: ", bills" };
    const run = await deploy("targetRole", { deployed: "resourcePolicy", more });
    const policies = run.resources.filter(({ type }) => type.includes("secretPolicy:"));
    each(policies, ({ inputs, name }) => [name, String(inputs.policy).includes(POD)]).are([
      ["orders-policy", true],
    ]);
  });

  it("is let in by the new way alone once its workloads have switched", async () => {
    const target = waysIn(
      await deploy("targetRole", { deployed: "targetRole", targetRoles: { orders: TARGET } }),
    );
    deepStrictEqual([target.secret, target.key, target.formerWays], [false, false, {}]);
    const own = waysIn(
      await deploy("resourcePolicy", {
        deployed: "resourcePolicy",
        targetRoles: { orders: TARGET },
      }),
    );
    deepStrictEqual([own.secret, own.targetRoles, own.formerWays], [true, [], {}]);
  });

  it("is let in by its way alone where its workloads were never deployed", async () => {
    const target = waysIn(await deploy("targetRole", {}));
    deepStrictEqual([target.secret, target.formerWays], [false, {}]);
    const own = waysIn(await deploy("resourcePolicy", {}));
    deepStrictEqual([own.secret, own.targetRoles, own.formerWays], [true, [], {}]);
  });
});
