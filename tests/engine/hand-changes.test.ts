import { deepStrictEqual, ok, strictEqual } from "node:assert";
import { previewShape } from "../../cli/verbs/preview/shape";
import { each } from "../facts";
import { done } from "../outcomes";
import type { Clients } from "../sandbox/support";
import { deployOrders, ordersInventory } from "./deployed-orders";
import { differencesFound } from "./differences-found";
import { suiteEngine } from "./harness";

const INVENTORY = ordersInventory(`
  orders:
    cluster: shop
    namespace: default
    serviceAccount: orders
    roleName: orders
    targetRoleName: orders-target
    mode: targetRole
    reads: [orders]
    deployment: { image: nginx, mountPath: /mnt/secrets }
  web:
    cluster: shop
    namespace: default
    serviceAccount: web
    roleName: web
    reads: [orders]
    deployment: { image: nginx, autoscaled: true, mountPath: /mnt/secrets }
`);

const ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess";
const CLASSES = "apis/secrets-store.csi.x-k8s.io/v1/namespaces/default/secretproviderclasses";
const DEPLOYMENTS = "apis/apps/v1/namespaces/default/deployments";
const ACCOUNTS = "api/v1/namespaces/default/serviceaccounts";

describe("hand changes", () => {
  const sandbox = suiteEngine(INVENTORY);
  let a: Clients;
  let b: Clients;

  before(async () => {
    await deployOrders(sandbox, INVENTORY);
    [a, b] = [await sandbox.aws("a"), await sandbox.aws("b")];
  });

  /** `<name>: <properties>` of each resource that the nightly preview finds changed. */
  async function found(): Promise<string[]> {
    const command = ["preview", "--refresh", "--expect-no-changes", "--json"];
    const { code, stderr, stdout } = await sandbox.command(command);
    const { result, stacks } = previewShape.parse(JSON.parse(stdout));
    strictEqual(code, result === "no change" ? 0 : 1, stderr);
    deepStrictEqual(
      stacks.flatMap(({ reason }) => reason ?? []),
      [],
    );
    return stacks
      .flatMap(({ steps }) => steps)
      .map(({ name, properties }) => `${name}: ${properties.join(", ")}`)
      .sort();
  }

  async function kubernetes(
    method: string,
    path: string,
    body?: object,
    // biome-ignore lint/suspicious/noExplicitAny: tests look into Kubernetes objects of every kind
  ): Promise<any> {
    const headers = { "content-type": "application/merge-patch+json" };
    const answer = await sandbox.kubernetes("a", "shop", method, `/${path}`, body, headers);
    ok(answer.status < 300, answer.text);
    return JSON.parse(answer.text);
  }

  const replicas = async (name: string) =>
    (await kubernetes("GET", `${DEPLOYMENTS}/${name}`)).spec.replicas;

  const annotations = { "eks.amazonaws.com/role-arn": "arn:aws:iam::111111111111:role/theirs" };

  async function changeObjects() {
    const region = { spec: { parameters: { region: "eu-west-1" } } };
    await kubernetes("PATCH", `${CLASSES}/orders?fieldManager=kubectl-patch`, region);
    for (const name of ["orders", "web"]) {
      const three = { spec: { replicas: 3 } };
      await kubernetes("PATCH", `${DEPLOYMENTS}/${name}/scale?fieldManager=kubectl`, three);
    }
    await kubernetes("PATCH", `${ACCOUNTS}/orders?fieldManager=kubectl-annotate`, {
      metadata: { annotations },
    });
  }

  async function changeRoles() {
    const all = [{ Effect: "Allow", Action: "*", Resource: "*" }];
    const anyone = [{ Effect: "Allow", Principal: { AWS: "*" }, Action: "sts:AssumeRole" }];
    const document = (Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });
    const PolicyArn = ADMINISTRATOR;
    await a.iam.attachRolePolicy({ RoleName: "orders", PolicyArn });
    await a.iam.putRolePermissionsBoundary({ RoleName: "web", PermissionsBoundary: ADMINISTRATOR });
    await b.iam.putRolePolicy({
      ...{ RoleName: "orders-target", PolicyName: "more", PolicyDocument: document(all) },
    });
    await b.iam.updateAssumeRolePolicy({
      ...{ RoleName: "orders-target", PolicyDocument: document(anyone) },
    });
  }

  async function changeResourcePolicies() {
    const root = { AWS: "arn:aws:iam::222222222222:root" };
    const other = { AWS: "arn:aws:iam::111111111111:root" };
    const document = (...statements: object[]) =>
      JSON.stringify({
        Version: "2012-10-17",
        Statement: statements.map((statement) => ({
          Effect: "Allow",
          Resource: "*",
          ...statement,
        })),
      });
    const { kms, secretsManager } = b;
    const { Aliases = [] } = await kms.listAliases({});
    const KeyId = Aliases.find(({ AliasName }) => AliasName === "alias/orders")?.TargetKeyId;
    const Policy = document(
      { Principal: root, Action: "kms:*" },
      { Principal: other, Action: "kms:Decrypt" },
    );
    await kms.putKeyPolicy({ KeyId, Policy });
    const ResourcePolicy = document({ Principal: other, Action: "secretsmanager:GetSecretValue" });
    await secretsManager.putResourcePolicy({ SecretId: "orders", ResourcePolicy });
  }

  it("are not there after a deployment", async () => {
    deepStrictEqual(await found(), []);
    deepStrictEqual(await differencesFound(sandbox, "live"), []);
    deepStrictEqual(await differencesFound(sandbox, "state"), []);
  });

  it("are found, each of them and nothing else", async () => {
    await changeObjects();
    await changeRoles();
    await changeResourcePolicies();
    deepStrictEqual(await found(), [
      "orders-no-attachments: policyArns",
      "orders-only-policy: policyNames",
      "orders-policy: policy",
      "orders-provider-class: spec",
      "orders-role: assumeRolePolicy",
      "orders-us-east-1-policy: policy",
      "orders: spec",
      "web-role: permissionsBoundary",
    ]);
    const differences = await differencesFound(sandbox, "live");
    each(differences, ({ says }) => says.replace(/: it [^;]*/, "")).are([
      "has an identity policy more: Allow *",
      "has another trust policy; has an identity policy more: Allow *",
      "has a permissions boundary more: Allow *",
      "has another policy",
      "has another policy",
    ]);
  });

  it("are undone, but for what others add, and what an autoscaler sets", async () => {
    deepStrictEqual([await replicas("orders"), await replicas("web")], [3, 3]);
    await sandbox.stacks(["up", "--refresh"]);
    deepStrictEqual(await differencesFound(sandbox, "state"), []);
    deepStrictEqual(await found(), []);

    const { spec } = await kubernetes("GET", `${CLASSES}/orders`);
    strictEqual(spec.parameters.region, "us-east-1");
    deepStrictEqual([await replicas("orders"), await replicas("web")], [1, 3]);
    const { metadata } = await kubernetes("GET", `${ACCOUNTS}/orders`);
    deepStrictEqual(metadata.annotations, annotations);
    deepStrictEqual(
      (await a.iam.listAttachedRolePolicies({ RoleName: "orders" })).AttachedPolicies,
      [],
    );
    deepStrictEqual((await b.iam.listRolePolicies({ RoleName: "orders-target" })).PolicyNames, [
      "read-granted",
    ]);

    await done(sandbox.command(["verify"]));
  });

  it("do not keep what they were made to from being deleted", async () => {
    const PolicyArn = ADMINISTRATOR;
    await a.iam.attachRolePolicy({ RoleName: "orders", PolicyArn });
    await sandbox.stacks(["destroy", "--yes-remove", "orders"]);
  });
});
