import { deepStrictEqual, throws } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readerKey } from "eks-pod-secrets/grant";

import { NAMED } from "../../../../cli/adopt/states/identities";
import { heldInTerraform } from "../../../../cli/adopt/states/terraform";
import {
  CLUSTER,
  clusterObjects,
  KEY,
  otherResources,
  PARAMETER,
  podIdentityModule,
  ROLE,
  resource,
  SECRET,
  SENTINEL,
  secretResources,
  shown,
} from "./terraform-state";

const held = (text: string) => heldInTerraform("state.json", text);

/** What Terraform holds: list, ID and address. */
const objects = (text: string) =>
  held(text).objects.map(({ address, id, list }) => [list, id, address]);

describe("what Terraform holds", () => {
  it("has addresses without escapes", () => {
    const role = resource("!this", "aws_iam_role", { arn: ROLE });
    const { addresses, objects } = held(
      shown([{ ...role, address: 'aws_iam_role.this["\u001b[2J"]' }]),
    );
    deepStrictEqual(
      addresses,
      objects.map(({ address }) => address),
    );
    deepStrictEqual(addresses, ['aws_iam_role.this["\\u001b[2J"]']);
  });

  it("is said to be nothing where the state is empty, which may be a wrong one", () => {
    deepStrictEqual(held('{"format_version":"1.0"}').unread, [
      "state.json holds nothing; look whether it is the state that was meant",
    ]);
  });

  it("is role, attachment and association of the module for EKS Pod Identity", () => {
    const state = held(shown([], { "module.orders": podIdentityModule() }));
    deepStrictEqual(
      state.objects.map(({ address, id, list }) => [list, id, address]),
      [
        [
          "associations",
          readerKey({ clusterArn: CLUSTER, namespace: "orders", serviceAccount: "orders" }),
          'module.orders.aws_eks_pod_identity_association.this["orders"]',
        ],
        ["roles", ROLE, "module.orders.aws_iam_role.this[0]"],
        ["roles", "orders-20260101", "module.orders.aws_iam_role_policy_attachment.custom[0]"],
      ],
    );
    deepStrictEqual([state.addresses.length, state.unread], [4, []]);
  });

  it("is secrets, keys and parameters, each by itself and by its parts", () => {
    deepStrictEqual(
      objects(shown(secretResources())).map(([list, id, address]) => [
        list,
        id,
        address?.replace(/^aws_|\.db$/g, ""),
      ]),
      [
        ["keys", KEY, "kms_key"],
        ["keys", KEY, "kms_alias"],
        ["keys", KEY, "kms_key_policy"],
        ["secrets", SECRET, "secretsmanager_secret"],
        ["secrets", SECRET, "secretsmanager_secret_policy"],
        ["secrets", SECRET, "secretsmanager_secret_version"],
        ["secrets", SECRET, "secretsmanager_secret_rotation"],
        ["parameters", PARAMETER, "ssm_parameter"],
      ],
    );
  });

  it("is keys of each sort that has a policy", () => {
    for (const type of ["replica_key", "external_key", "replica_external_key"]) {
      const key = resource("!db", `aws_kms_${type}`, { arn: KEY });
      deepStrictEqual(objects(shown([key])), [["keys", KEY, `aws_kms_${type}.db`]]);
    }
  });

  it("is each role that has an attachment of several, which Terraform would attach again", () => {
    const roles = ["orders", "billing"];
    const attachment = resource("!all", "aws_iam_policy_attachment", { roles, users: [SENTINEL] });
    const address = "aws_iam_policy_attachment.all";
    deepStrictEqual(
      objects(shown([attachment])),
      roles.map((name) => ["roles", name, address]),
    );
    deepStrictEqual(objects(shown([resource("!all", "aws_iam_policy_attachment", {})])), []);
  });

  it("is service accounts and classes, however they are given", () => {
    deepStrictEqual(objects(shown(clusterObjects())), [
      ["serviceAccounts", "orders/orders", "kubernetes_service_account_v1.orders"],
      ["classes", "orders/orders", "kubernetes_manifest.orders"],
      ["serviceAccounts", "default/billing", "kubectl_manifest.orders"],
      ["serviceAccounts", "orders/shipping", "kubernetes_annotations.orders"],
    ]);
  });

  it("is nothing of another type, and its address all the same", () => {
    const state = held(shown(otherResources()));
    deepStrictEqual([state.objects, state.addresses.includes("random_password.other")], [[], true]);
  });

  it("is nothing that Terraform only reads", () => {
    const data = podIdentityModule().map((one) => ({ ...one, mode: "data" }));
    const { addresses, objects: none } = held(shown(data));
    deepStrictEqual([addresses, none], [[], []]);
  });

  it("says what does not tell which object it is", () => {
    const half = resource("!half", "aws_iam_role", { name: "half", arn: null });
    const { objects: none, unread } = held(shown([half]));
    deepStrictEqual(
      [none, unread],
      [
        [],
        [
          "aws_iam_role.half of state.json does not say which object it is; look whether it is one of these",
        ],
      ],
    );
  });
});

describe("the page on what other tools hold", () => {
  it("names each type of the AWS provider of which something is taken, with its attribute", () => {
    const page = readFileSync(join(__dirname, "../../../../docs/reference/other-tools.md"), "utf8");
    const rows = NAMED.map(
      ({ attribute, pulumi, terraform }) =>
        `| \`${terraform}\` | \`${pulumi}\` | \`${attribute}\` |`,
    );
    deepStrictEqual(
      rows.filter((row) => !page.includes(row)),
      [],
    );
  });
});

describe("a file that is no state of Terraform", () => {
  const refused: Record<string, [object, RegExp]> = {
    "a plan": [
      { format_version: "1.2", planned_values: {}, resource_changes: [] },
      /is a plan.*: terraform show -json$/,
    ],
    "a raw state": [
      { version: 4, terraform_version: "1.11.4", serial: 3, lineage: "x", resources: [] },
      /is a raw state.*: terraform show -json state\.json$/,
    ],
    "an encrypted state of OpenTofu": [
      { serial: 1, lineage: "x", meta: {}, encrypted_data: "c2VjcmV0", encryption_version: "v0" },
      /is an encrypted state of OpenTofu.*: tofu show -json$/,
    ],
    "a state of a version that is not known": [
      { format_version: "2.0", values: {} },
      /format_version 0\.x or 1\.x.*: terraform show -json$/,
    ],
    "an export of Pulumi": [
      { version: 3, deployment: {} },
      /format_version 0\.x or 1\.x.*: terraform show -json$/,
    ],
  };
  for (const [what, [content, says]] of Object.entries(refused)) {
    it(`is refused with the command that gives one: ${what}`, () => {
      throws(() => held(JSON.stringify(content)), { name: "UserError", message: says });
    });
  }

  it("is refused by the resource that is half replaced", () => {
    const [role = {}] = podIdentityModule();
    throws(() => held(shown([{ ...role, deposed_key: "ab12" }])), {
      name: "UserError",
      message: /this\["orders"\] half replaced: run terraform apply to its end/,
    });
  });

  it("holds nothing where Terraform has no state yet", () => {
    deepStrictEqual(held('{"format_version":"1.0"}').addresses, []);
  });
});
