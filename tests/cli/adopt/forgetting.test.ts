import { deepStrictEqual, ok } from "node:assert/strict";

import { forgetting } from "../../../cli/adopt/forgetting/forgetting";
import type { Tool } from "../../../cli/adopt/found";

/** The commands to copy for the things that a tool holds. `all` has everything that the tool's state file names. */
function codeFor(tool: Tool, held: string[], all = held): string[] {
  const source = "state.json";
  const holders = held.map((address) => ({ tool, address, source }));
  return forgetting(holders, new Map([[source, all]])).map(({ code }) => code);
}

function removed(block: string): string {
  return `removed {\n  from = ${block}\n\n  lifecycle {\n    destroy = false\n  }\n}`;
}

const MODULE = [
  'module.orders.aws_eks_pod_identity_association.this["a.b/c"]',
  "module.orders.aws_iam_role.this[0]",
  "module.orders.aws_iam_role_policy_attachment.custom[0]",
];

describe("what Terraform must forget", () => {
  const code = (held: string[], all?: string[]) => codeFor("terraform", held, all);

  it("is a module as a whole, for it declares its resources", () => {
    const all = [...MODULE, "module.orders.aws_iam_policy.custom[0]", "aws_vpc.main"];
    deepStrictEqual(code(MODULE, all), [removed("module.orders")]);
  });

  it("is a resource of a module that has others, which stay", () => {
    deepStrictEqual(
      code(
        ["module.a.module.b.aws_iam_role.this[0]"],
        ["module.a.module.b.aws_iam_role.this[0]", "module.a.module.b.aws_vpc.this"],
      ),
      [removed("module.a.module.b.aws_iam_role.this")],
    );
  });

  it("is no module whose modules have what stays", () => {
    const all = ["module.a.aws_iam_role.this", "module.a.module.b.aws_vpc.this"];
    deepStrictEqual(code(all.slice(0, 1), all), [removed("module.a.aws_iam_role.this")]);
  });

  it("is a resource with all its instances, named without their keys", () => {
    const all = ['aws_iam_role.orders["x[0].y\\"]"]', "aws_iam_role.orders[1]"];
    deepStrictEqual(code(all, [...all, "aws_iam_role.orders_too"]), [
      removed("aws_iam_role.orders"),
    ]);
  });

  it("is a single instance by command, where others of the resource or module stay", () => {
    const all = ['aws_iam_role.orders["it\'s"]', 'aws_iam_role.orders["b"]'];
    deepStrictEqual(code(all.slice(0, 1), all), [
      `terraform state rm 'aws_iam_role.orders["it'\\''s"]'`,
    ]);
    const instances = ["a", "b"].map((key) => `module.orders["${key}"].aws_iam_role.this[0]`);
    deepStrictEqual(code(instances.slice(0, 1), instances), [
      `terraform state rm 'module.orders["a"].aws_iam_role.this[0]'`,
    ]);
  });
});

describe("what other tools must forget", () => {
  it("is the last first in Pulumi, which refuses what others depend on", () => {
    const urns = ["aws:iam/role:Role::a", "aws:iam/rolePolicy:RolePolicy::b"].map(
      (end) => `urn:pulumi:prod::shop::my:Component$${end}`,
    );
    deepStrictEqual(codeFor("pulumi", urns), [
      [...urns]
        .reverse()
        .map((urn) => `pulumi state delete '${urn}' --stack prod`)
        .join("\n"),
    ]);
  });

  it("is an object of ACK, once it says that what it stands for stays", () => {
    deepStrictEqual(codeFor("ack", ["orders/role.iam.services.k8s.aws/orders"]), [
      [
        "kubectl annotate role.iam.services.k8s.aws/orders --namespace orders services.k8s.aws/deletion-policy=retain --overwrite",
        "kubectl delete role.iam.services.k8s.aws/orders --namespace orders",
      ].join("\n"),
    ]);
  });

  it("is a stack of eksctl, once each of its resources is retained", () => {
    const [code = ""] = codeFor("eksctl", ["eksctl-shop-podidentityrole-orders-orders"]);
    const steps = code.split("\n").map((line) => line.split(" ").slice(1, 4).join(" "));
    deepStrictEqual(steps, [
      "cloudformation get-template --stack-name",
      "cloudformation update-stack --stack-name",
      "cloudformation wait stack-update-complete",
      "cloudformation delete-stack --stack-name",
      "cloudformation wait stack-delete-complete",
    ]);
    ok(code.includes('.DeletionPolicy = "Retain" | .Metadata.'), code);
  });

  it("is no stack of CloudFormation, which may hold others, but a resource of it", () => {
    const [code = ""] = codeFor("cloudformation", ["platform"]);
    ok(!code.includes("delete-stack") && code.includes("DeletionPolicy: Retain"), code);
  });
});
