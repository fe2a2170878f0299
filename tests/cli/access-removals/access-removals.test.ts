import { deepStrictEqual, match, strictEqual } from "node:assert";
import { accessRemovals } from "../../../cli/access-removals/access-removals";
import { readingRoles } from "../../../cli/access-removals/granted";
import { statusShape } from "../../../cli/verbs/status/shape";
import type { Statement } from "../../../sdk/policy";
import { isDeniedFirst } from "../../../sdk/policy/common-statements";
import { each } from "../../facts";
import { B, withSandbox } from "../../sandbox/support";
import { inventoryText, reader } from "../../sdk/grant/support";
import { landingZone } from "../../stacks/run-stack";
import { runInProject } from "../stacks/fake-project";
import { heldPolicies } from "./held-access";

const OWN = "arn:aws:secretsmanager:us-east-1:111111111111:secret:own-";
const FOREIGN = "arn:aws:secretsmanager:us-east-1:222222222222:secret:foreign-";
const WEB = "web/web of arn:aws:eks:us-east-1:111111111111:cluster/shop";
const BEFORE = reader("[own, foreign, { parameter: /flags }]");

/** What a deployment of the second inventory's readers takes away from the deployed readers of the first. */
function removals(before: string, after: string, secrets?: string) {
  const held = heldPolicies(landingZone(inventoryText({ readers: before })));
  const zone = landingZone(inventoryText({ readers: after, ...(secrets && { secrets }) }));
  return accessRemovals("a.workloads", held, zone);
}

/** The same, as the holder of each policy and what it loses. ARNs have no random end. */
function losses(...inventories: [string, string, string?]) {
  return removals(...inventories).map(({ holder, loses }) => [
    holder.kind,
    loses.map((one) => one.replace(/(?<=secret:\w+-)\S{6}$/, "")),
  ]);
}

/** What is left of a role's policy: the secrets, parameters and encryption contexts that it names. */
function rest(before: string, after: string) {
  const [role] = removals(before, after);
  const policy = heldPolicies(landingZone(inventoryText({ readers: before })))[1]?.outputs?.policy;
  return role?.rest(JSON.parse(String(policy)));
}

const OTHER = `
  api: { cluster: shop, namespace: web, serviceAccount: api, reads: [own] }`;

describe("accessRemovals", () => {
  it("finds nothing where the inventory grants what is deployed, and more", () => {
    deepStrictEqual(losses(BEFORE, BEFORE), []);
    deepStrictEqual(losses(reader("[own]"), BEFORE), []);
  });

  it("finds a reader that the inventory has no more, in its role and in the owner's secret", () => {
    const all = [OWN, FOREIGN, "arn:aws:ssm:us-east-1:111111111111:parameter/flags"];
    each(losses(BEFORE, OTHER), ([kind, loses]) => [kind, [...(loses as string[])].sort()]).are([
      ["role", all.sort()],
      ["secret", [WEB]],
    ]);
    strictEqual(rest(BEFORE, OTHER), undefined);
  });

  it("keeps in the owner's secret a reader that others deploy, until the inventory no longer has it", () => {
    const external = `
  far: { external: true, clusterArn: "arn:aws:eks:us-east-1:333333333333:cluster/far", namespace: far, serviceAccount: far, reads: [foreign] }`;
    deepStrictEqual(losses(external, external), []);
    deepStrictEqual(losses(external, OTHER), [
      ["secret", ["far/far of arn:aws:eks:us-east-1:333333333333:cluster/far"]],
    ]);
  });

  it("finds what a remaining reader may read no more, and leaves the rest of its policy", () => {
    deepStrictEqual(losses(BEFORE, reader("[own, { parameter: /flags }]")), [
      ["role", [FOREIGN]],
      ["secret", [WEB]],
    ]);
    const left = JSON.stringify(rest(BEFORE, reader("[own, { parameter: /flags }]")));
    strictEqual(left.includes("secret:foreign"), false, left);
    strictEqual(left.includes("secret:own"), true, left);
    strictEqual(left.includes("parameter/flags"), true, left);
  });

  it("finds a secret of another name, and of another account", () => {
    for (const own of ["{ account: a, name: other }", "{ account: b, key: pods }"]) {
      const secrets = `\n  own: ${own}`;
      deepStrictEqual(losses(reader("[own]"), reader("[own]"), secrets), [["role", [OWN]]]);
    }
  });

  it("leaves a secret whose place another one takes, until its stack lets it go", () => {
    for (const entry of ["{ account: a, renamedFrom: own }", "{ account: a, renamedFrom: old }"]) {
      const secrets = `\n  new: ${entry}`;
      const expected = entry.includes("own") ? [] : [["role", [OWN]]];
      deepStrictEqual(losses(reader("[own]"), reader("[new]"), secrets), expected);
    }
  });

  it("leaves another way to the same secret to the stack's own run", () => {
    deepStrictEqual(losses(BEFORE, reader("[own, foreign]", "    roleName: other")).length, 1);
    const target = reader("[foreign]", "    mode: targetRole");
    deepStrictEqual(losses(reader("[foreign]"), target), []);
    deepStrictEqual(losses(target, reader("[foreign]")), []);
  });

  it("finds a target role whose reader is gone, and the role that may become it", () => {
    const target = reader("[foreign]", "    mode: targetRole");
    deepStrictEqual(losses(target, OTHER), [
      ["role", []],
      ["role", [FOREIGN]],
    ]);
  });

  it("finds a reader that is gone though another pod gets its role, and names that pod", () => {
    const role = "    roleName: web";
    const taken = reader("[own]", role).replace("serviceAccount: web", "serviceAccount: api");
    deepStrictEqual(losses(reader("[own]", role), taken), [["role", [OWN]]]);
    deepStrictEqual(rest(reader("[own]", role), taken), undefined);
    const [{ holder } = { holder: undefined }] = removals(reader("[own]", role), taken);
    const passing = holder?.kind === "role" ? holder.passing : undefined;
    strictEqual(passing?.to.serviceAccount, "api");
    strictEqual(JSON.stringify(passing?.trust).includes('service-account":"api"'), true);
  });

  it("finds a role that an interrupted run has passed on, and that has nothing left but its trust", () => {
    const role = "    roleName: web";
    const taken = reader("[own]", role).replace("serviceAccount: web", "serviceAccount: api");
    const zoneOf = (readers: string) => landingZone(inventoryText({ readers }));
    const left = heldPolicies(zoneOf(taken)).filter(({ type }) => type === "aws:iam/role:Role");
    const [{ holder, loses } = { holder: undefined, loses: [] }, ...others] = accessRemovals(
      "a.workloads",
      left,
      zoneOf(reader("[own]", role)),
    );
    const passing = holder?.kind === "role" ? holder.passing : undefined;
    const was = "as web/api of arn:aws:eks:us-east-1:111111111111:cluster/shop";
    deepStrictEqual([passing?.to.serviceAccount, loses, others], ["web", [was], []]);
    deepStrictEqual(accessRemovals("a.workloads", left, zoneOf(taken)), []);
    // The same if the inventory keeps the reader's other pods, which have a role of their own.
    const both = zoneOf(reader("[own]", role) + OTHER);
    deepStrictEqual(
      accessRemovals("a.workloads", left, both).map((one) => one.loses),
      [[was]],
    );
  });

  it("takes nothing of two readers that swap their roles or their service accounts", () => {
    const two = (roles: string[], accounts: string[]) =>
      ["web", "api"]
        .map((name, index) => {
          const [serviceAccount, roleName] = [accounts[index], roles[index]];
          return `\n  ${name}: { cluster: shop, namespace: web, serviceAccount: ${serviceAccount}, roleName: ${roleName}, reads: [own] }`;
        })
        .join("");
    const before = two(["first", "second"], ["one", "two"]);
    deepStrictEqual(losses(before, two(["second", "first"], ["one", "two"])), []);
    deepStrictEqual(losses(before, two(["first", "second"], ["two", "one"])), []);
  });

  it("leaves a reader that the owner's own statements let in", () => {
    const tags = "aws:PrincipalTag";
    const allow = `{ Sid: Ours, Effect: Allow, Principal: "*", Action: "secretsmanager:GetSecretValue", Resource: "*", Condition: { StringEquals: { "${tags}/eks-cluster-arn": "arn:aws:eks:us-east-1:111111111111:cluster/shop", "${tags}/kubernetes-namespace": web, "${tags}/kubernetes-service-account": web } } }`;
    const secrets = `\n  own: { account: a }\n  foreign: { account: b, key: pods, extraPolicyStatements: [${allow}] }`;
    each(losses(BEFORE, OTHER, secrets), ([kind]) => kind).are(["role"]);
  });

  describe("of a sealed secret", () => {
    const sealed = "\n  own: { account: a }\n  foreign: { account: b, key: pods, sealed: true }";
    const ROLE = "    roleName: other";
    const read = reader("[foreign]");
    const held = heldPolicies(landingZone(inventoryText({ readers: read })));
    const zone = landingZone(inventoryText({ readers: read + OTHER, secrets: sealed }));
    const SEALED = "those whom statement Sealed denies";
    const sealOf = (inventory: typeof zone, deployed = held) => {
      const [one] = accessRemovals("b.secrets", deployed, inventory, readingRoles(held, inventory));
      const { policy } = deployed.at(-1)?.outputs ?? {};
      return { loses: one?.loses, seal: one?.rest(JSON.parse(String(policy)))?.Statement.at(-1) };
    };

    it("finds those whom a new seal shuts out, and lets in readers by the roles that they have", () => {
      const renamed = inventoryText({ readers: reader("[foreign]", ROLE), secrets: sealed });
      const target = inventoryText({
        readers: reader("[foreign]", "    mode: targetRole"),
        secrets: sealed,
      });
      for (const inventory of [zone, landingZone(renamed), landingZone(target)]) {
        const { loses, seal } = sealOf(inventory);
        deepStrictEqual(loses, [SEALED]);
        const [role] = readingRoles(held, inventory).values();
        deepStrictEqual([seal?.Condition?.ArnNotEquals?.["aws:PrincipalArn"]].flat(), role);
        deepStrictEqual(isDeniedFirst(seal as Statement, zone.id ?? ""), true);
      }
    });

    it("puts no seal where nobody knows the roles that readers have", () => {
      deepStrictEqual(accessRemovals("b.secrets", held, zone), []);
    });

    it("finds nothing once it is sealed, also for a reader whose role is not there yet", () => {
      deepStrictEqual(sealOf(zone, heldPolicies(zone)).loses, undefined);
      deepStrictEqual(accessRemovals("b.secrets", heldPolicies(zone), zone, new Map()), []);
    });

    it("leaves to a question whom the policy of others lets in", () => {
      const [one] = accessRemovals("b.secrets", held, zone, readingRoles(held, zone));
      const theirs: Statement = {
        ...{ Sid: "Theirs", Effect: "Allow", Principal: { AWS: "333333333333" } },
        ...{ Action: "secretsmanager:GetSecretValue", Resource: "*" },
      };
      const document = { Version: "2012-10-17" as const, Statement: [theirs] };
      match(one?.obstacle?.(document) ?? "", /somebody else has replaced the policy/);
      deepStrictEqual(one?.rest(document), document);
    });
  });

  it("finds what a new boundary does not allow, and nothing where a boundary goes", () => {
    const bound = reader("[own]", "    permissionsBoundary: arn:aws:iam::aws:policy/Bound");
    const lost = ["what boundary arn:aws:iam::aws:policy/Bound does not allow"];
    deepStrictEqual(losses(reader("[own]"), bound), [["role", lost]]);
    deepStrictEqual(losses(bound, reader("[own]")), []);
  });

  it("reads anew a bound role, but not its list of kept policies, which may say that it is revoked", () => {
    const zone = landingZone(inventoryText({ readers: reader("[own]") }));
    const type = "aws:iam/rolePoliciesExclusive:RolePoliciesExclusive";
    const urn = `urn:pulumi:stack::project::eks-pod-secrets:index:PodReader$${type}::web-only-policy`;
    const list = { urn, type, outputs: { roleName: zone.readers[0]?.role.name } };
    const bound = reader("[own]", "    permissionsBoundary: arn:aws:iam::aws:policy/Bound");
    const after = landingZone(inventoryText({ readers: bound }));
    const [removal] = accessRemovals("a.workloads", [...heldPolicies(zone), list], after);
    deepStrictEqual(
      removal?.urns.map((one) => one.split("::").at(-1)),
      ["web-policy", "web-role"],
    );
  });

  it("keeps what denies, and statements of others", () => {
    const [, secret] = removals(BEFORE, OTHER);
    const seal = { Sid: "Sealed", Effect: "Deny" as const, Principal: "*" as const, Action: "*" };
    const allow = { Sid: "Ours", Effect: "Allow" as const, Action: "*", Resource: "*" };
    const document = { Version: "2012-10-17" as const, Statement: [seal, allow] };
    deepStrictEqual(secret?.rest(document), document);
  });
});

const INVENTORY = `
accounts: { owner: { id: "${B}", region: us-east-1 } }
secrets: { orders: { account: owner, key: pods }, stock: { account: owner, key: pods } }
readers:
  shop:
    external: true
    clusterArn: arn:aws:eks:us-east-1:111111111111:cluster/shop
    namespace: shop
    serviceAccount: shop
    roleArn: arn:aws:iam::111111111111:role/shop
    reads: [orders, stock]
`;

describe("status, of a reader that others deploy", () => {
  const { sandbox } = withSandbox();

  before(async () => {
    const { secretsManager } = sandbox.clients(B);
    for (const Name of ["orders", "stock"]) {
      await secretsManager.createSecret({ Name });
    }
  });

  const run = (...args: string[]) =>
    runInProject(sandbox, B, args, {
      inventory: INVENTORY,
      stacks: { "owner.secrets": { resources: 1, holds: [] } },
    });

  async function revoked() {
    const { stdout } = await run("status", "--json");
    return statusShape.parse(JSON.parse(stdout)).revokedReaders;
  }

  it("names it while the owner's secrets deny it", async () => {
    deepStrictEqual(await revoked(), []);
    await run("revoke", "shop", "--yes");
    deepStrictEqual(await revoked(), [{ reader: "shop", state: "revoked" }]);
    await run("revoke", "shop", "--lift", "--yes");
    deepStrictEqual(await revoked(), []);
  });

  it("says why it does not know, where nobody may ask", async () => {
    const inventory = INVENTORY.replace("us-east-1 }", "us-east-1, profile: nobody }");
    const { stdout } = await runInProject(sandbox, B, ["status", "--json"], {
      inventory,
      stacks: { "owner.secrets": { resources: 1, holds: [] } },
    });
    const [found, ...others] = statusShape.parse(JSON.parse(stdout)).revokedReaders;
    deepStrictEqual([found?.reader, found?.state, others], ["shop", "unknown", []]);
    strictEqual(/profile nobody/.test(found?.reason ?? ""), true, found?.reason);
  });
});
