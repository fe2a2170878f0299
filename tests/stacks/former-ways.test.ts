import { deepStrictEqual, match, ok, strictEqual } from "node:assert";
import type { MockCallArgs } from "@pulumi/pulumi/runtime";
import { REVOKED, revocationsIn, revokedReaderStatement } from "../../sdk/policy/revocation";
import { each } from "../facts";
import { inventoryText } from "../sdk/grant/support";
import { landingZone, runStack, SHOP, type StackRun } from "./run-stack";

const NOTHING = { secrets: "", reads: "" };

const zoneOf = (mode: string, more = NOTHING, identity = "podIdentity") =>
  landingZone(`
accounts:
  a: { id: "111111111111", region: us-east-1 }
  b: { id: "222222222222", region: us-east-1, administrators: ["arn:aws:iam::222222222222:role/admin"] }
clusters: { shop: { account: a, existing: true, oidcProvider: "arn:aws:iam::111111111111:oidc-provider/oidc.example/id" } }
secrets: { orders: { account: b, key: orders, sealed: true }${more.secrets} }
readers:
  orders: { cluster: shop, namespace: orders, serviceAccount: api, roleName: pod, identity: ${identity}, mode: ${mode}, reads: [orders${more.reads}] }
`);

const POD = "arn:aws:iam::111111111111:role/pod";
const TARGET = "arn:aws:iam::222222222222:role/targets/as-before";

/** The target role that the inventory names. */
const DECLARED = zoneOf("targetRole").readers[0]?.targetRole?.arn ?? "";

/** What was deployed before, and what the inventory has besides. */
interface Deployed {
  deployed?: string;
  identity?: string;
  roleArn?: string;
  targetRoleArn?: string;
  targetRoles?: Record<string, string>;
  more?: typeof NOTHING;
}

/** What the owner's stack deploys, with the inventory's mode, when the workloads were deployed with another one. */
async function deploy(
  mode: string,
  { deployed, identity, more, roleArn, targetRoleArn, targetRoles = {} }: Deployed,
  wanted = "podIdentity",
): Promise<StackRun> {
  const stacks: Record<string, unknown> = {
    "organization/eks-pod-secrets/b.secrets": {
      targetRoles,
      untagged: identity && identity !== "podIdentity" ? ["orders"] : [],
    },
    "organization/eks-pod-secrets/a.workloads": deployed && {
      readers: { orders: { mode: deployed, identity, roleArn, targetRoleArn } },
    },
  };
  const call = ({ inputs, token }: MockCallArgs) => {
    if (token !== "pulumi:pulumi:readStackOutputs") return {};
    const outputs = stacks[inputs.name];
    // As the engine answers it over gRPC.
    if (!outputs) throw Object.assign(new Error(), { details: `unknown stack "${inputs.name}"` });
    return { outputs };
  };
  return runStack(zoneOf(mode, more, wanted), "b.secrets", {
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

  it("becomes its target role as its former role, too, while its workloads have that", async () => {
    for (const mode of ["targetRole", "resourcePolicy"]) {
      for (const [roleArn, trusted, waits] of [
        [POD.replace("pod", "former"), [POD, POD.replace("pod", "former")], true],
        [POD, POD, mode === "resourcePolicy"],
      ] as const) {
        const targetRoles = { orders: mode === "targetRole" ? DECLARED : TARGET };
        const run = await deploy(mode, { deployed: "targetRole", roleArn, targetRoles });
        const { assumeRolePolicy } = run.one("aws:iam/role:Role", "orders-role").inputs;
        const [{ Condition }] = JSON.parse(assumeRolePolicy).Statement;
        deepStrictEqual(Condition.ArnEquals, { "aws:PrincipalArn": trusted });
        deepStrictEqual(waysIn(run).formerWays, waits ? { orders: "a.workloads" } : {});
      }
    }
  });

  it("keeps its former target role while its workloads read as that, whatever its stack says of itself", async () => {
    for (const [targetRoleArn, held, roles] of [
      [undefined, TARGET, 2],
      [TARGET, DECLARED, 2],
      [DECLARED, DECLARED, 1],
    ] as const) {
      const targetRoles = { orders: held };
      const run = await deploy("targetRole", {
        deployed: "targetRole",
        targetRoleArn,
        targetRoles,
      });
      const { formerWays, targetRoles: all } = waysIn(run);
      strictEqual(all.length, roles);
      strictEqual(Object.keys(formerWays).length, roles - 1);
      deepStrictEqual(run.outputs.targetRoles, { orders: DECLARED });
    }
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
      await deploy("targetRole", { deployed: "targetRole", targetRoles: { orders: DECLARED } }),
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

describe("a reader that is revoked before it gets another role", () => {
  it("stays denied by the owner as the role that it has, and that is still let in", async () => {
    const former = POD.replace("pod", "former");
    const deny = revokedReaderStatement(former);
    const run = await runStack(zoneOf("resourcePolicy"), "b.secrets", {
      accounts: { aws: "222222222222" },
      stacks: { "organization/eks-pod-secrets/a.cluster": { clusters: { shop: SHOP } } },
      call({ inputs, token }) {
        if (token === "pulumi:pulumi:readStackResourceOutputs")
          return { outputs: policyOf("orders", [deny, revokedReaderStatement(TARGET)]) };
        if (token !== "pulumi:pulumi:readStackOutputs" || !inputs.name.endsWith("a.workloads"))
          return {};
        return { outputs: { readers: { orders: { mode: "resourcePolicy", roleArn: former } } } };
      },
    });
    const { policy } = run.one(SECRET_POLICY, "orders-policy").inputs;
    match(policy, /"Allow".*role\/former"/);
    deepStrictEqual(revocationsIn(JSON.parse(policy)), [deny]);
  });
});

describe("a reader whose sessions have no tags yet", () => {
  const owner = (identity: string, deployed: string | undefined) =>
    deploy("resourcePolicy", { deployed: "resourcePolicy", identity: deployed }, identity);

  it("is let in by its role alone until its workloads read by Pod Identity alone", async () => {
    for (const [wanted, deployed, demandsTags] of [
      ["irsa", undefined, false],
      ["both", "podIdentity", false],
      ["podIdentity", "irsa", false],
      ["podIdentity", "both", false],
      ["podIdentity", "podIdentity", true],
      ["podIdentity", undefined, true],
    ] as const) {
      const run = await owner(wanted, deployed);
      const [policy] = run.resources.filter(({ type }) => type.includes("secretPolicy:"));
      strictEqual(String(policy?.inputs.policy).includes("aws:PrincipalTag"), demandsTags);
      deepStrictEqual(run.outputs.untagged, demandsTags ? [] : ["orders"]);
      const waits = wanted === "podIdentity" && !demandsTags;
      deepStrictEqual(waysIn(run).formerWays, waits ? { orders: "a.workloads" } : {});
    }
  });
});

const SECRET_POLICY = "aws:secretsmanager/secretPolicy:SecretPolicy";
const ONLY = "aws:iam/rolePoliciesExclusive:RolePoliciesExclusive";

function policyOf(secret: string, Statement: object[]) {
  const urn = `urn:pulumi:c.secrets::p::PodSecret$${SECRET_POLICY}::${secret}-policy`;
  return { [urn]: { type: SECRET_POLICY, outputs: { policy: JSON.stringify({ Statement }) } } };
}

const roleWith = (...policyNames: string[]) => ({
  [`urn:pulumi:a.workloads::p::PodReader$${ONLY}::web-only-policy`]: {
    type: ONLY,
    outputs: { policyNames },
  },
});

describe("a secret that moves to another account while its reader is revoked", () => {
  /** A secret that was of this account, and is of account b now. */
  const zoneOf = (former: string) =>
    landingZone(
      inventoryText({
        accounts: `
  a: { id: "111111111111", region: us-east-1 }
  b: { id: "222222222222", region: us-east-1 }
  c: { id: "333333333333", region: us-east-1 }`,
        secrets: `\n  new: { account: b, key: pods, movedFrom: ${former} }`,
        readers: "\n  web: { cluster: shop, namespace: web, serviceAccount: web, reads: [new] }",
      }),
    );
  const ROLE = zoneOf("c").readers[0]?.role.arn ?? "";
  const DENY = revokedReaderStatement(ROLE);

  /** What revokes readers in the policy that the new owner gives the secret, where other stacks hold this. */
  async function denials(former: string, stacks: Record<string, object>) {
    const run = await runStack(zoneOf(former), "b.secrets", {
      accounts: { aws: "222222222222" },
      stacks: { "organization/eks-pod-secrets/a.cluster": { clusters: { shop: SHOP } } },
      call: ({ inputs, token }) =>
        token === "pulumi:pulumi:readStackResourceOutputs"
          ? { outputs: stacks[inputs.stackName.split("/").at(-1)] ?? {} }
          : {},
    });
    return revocationsIn(JSON.parse(run.one(SECRET_POLICY, "new-policy").inputs.policy));
  }

  it("is denied to the reader by its new owner, as by its former one", async () => {
    deepStrictEqual(await denials("c", { "c.secrets": policyOf("new", [DENY]) }), [DENY]);
  });

  it("is denied to a reader that its own account has revoked", async () => {
    deepStrictEqual(await denials("a", { "a.workloads": roleWith(REVOKED) }), [DENY]);
  });

  it("is denied to nobody who is not revoked, or reads it no more", async () => {
    deepStrictEqual(
      await denials("c", {
        "c.secrets": policyOf("new", [revokedReaderStatement(`${ROLE}-of-another`)]),
        "a.workloads": roleWith("read-granted"),
      }),
      [],
    );
  });
});
