import { match, strictEqual } from "node:assert";
import { A, B, withSandbox } from "../../../sandbox/support";
import type { KeptResource } from "../../fake-pulumi/kept-stacks";
import { runInProject } from "../fake-project";

const TARGET = `arn:aws:secretsmanager:us-east-1:${B}:secret:orders/db-AbCdEf`;

const role = { urn: "urn::web-role", type: "aws:iam/role:Role", id: "by-hand" };
const document = { Statement: { Action: "secretsmanager:GetSecretValue", Resource: TARGET } };
const policy = {
  ...{ urn: "urn::web-policy", type: "aws:iam/rolePolicy:RolePolicy", id: "by-hand:read-granted" },
  outputs: { role: "by-hand", name: "read-granted", policy: JSON.stringify(document) },
};

describe("destroy, of a role that stays", function () {
  this.timeout(60_000); // each case starts processes
  const { sandbox } = withSandbox();

  const destroyed = async (holds: KeptResource[], more: string[] = []) => {
    const args = ["destroy", "--yes", "--only", "a.workloads", ...more];
    const { ran, stderr } = await runInProject(sandbox, A, args, {
      inventory: `
id: lz-tests
accounts: { a: { id: "${A}", region: us-east-1 }, b: { id: "${B}", region: us-east-1 } }
clusters: { shop: { account: a, existing: true } }
secrets: { orders/db: { account: b, key: orders } }
readers:
  web: { cluster: shop, namespace: web, serviceAccount: web, role: existing, roleName: by-hand, reads: [orders/db] }
`,
      stacks: { "a.workloads": { resources: 3, holds } },
      imports: { "a.workloads": [{ type: role.type, name: "web-role", id: role.id }] },
    });
    strictEqual(ran.includes("destroy a.workloads"), true, stderr);
    return stderr;
  };

  it("says beforehand who loses the policy that up gave it, and how that stays, too", async () => {
    // The stack after adopt --undo, and after destroy of what was taken over.
    for (const holds of [[policy], [role, policy]]) {
      match(
        await destroyed(holds),
        /policy read-granted of role by-hand of account 1{12} \(a\), which stays, and reader web \(web\/web of cluster shop\) loses what it reads by that: secret orders\/db of account 2{12}; .*: pulumi state delete 'urn::web-policy' --stack a\.workloads\n/,
      );
    }
  });

  it("says nothing where the role goes, too", async () => {
    const stderr = await destroyed([role, policy], ["--delete-adopted"]);
    strictEqual(/which stays/.test(stderr), false, stderr);
  });
});
