import { deepStrictEqual, throws } from "node:assert/strict";
import { readerKey } from "eks-pod-secrets/grant";

import { heldInPulumi } from "../../../../cli/adopt/states/pulumi";
import { association, exported, hidden, pulumiResource, role, urn } from "./pulumi-state";
import { ASSOCIATION, CLUSTER, KEY, ROLE, SECRET, SENTINEL } from "./terraform-state";

const held = (...resources: object[]) => heldInPulumi("stack.json", exported(resources));

const V1 = { apiVersion: "v1", kind: "ServiceAccount" };

const ROLE_TYPE = "aws:iam/role:Role";

describe("what a program of Pulumi holds", () => {
  it("is roles with their policies, and associations", () => {
    const type = "aws:iam/rolePoliciesExclusive:RolePoliciesExclusive";
    const { objects, unread } = held(
      role(),
      pulumiResource(type, "only", { roleName: "orders" }),
      association(),
    );
    deepStrictEqual(
      objects.map(({ address, id, list }) => [list, id, address]),
      [
        ["roles", ROLE, urn(ROLE_TYPE, "orders")],
        ["roles", "orders", urn(type, "only")],
        [
          "associations",
          readerKey({ clusterArn: CLUSTER, namespace: "orders", serviceAccount: "orders" }),
          urn("aws:eks/podIdentityAssociation:PodIdentityAssociation", "orders"),
        ],
      ],
    );
    deepStrictEqual(unread, []);
  });

  it("is what a program of AWS Native holds", () => {
    const native = (type: string, outputs: Record<string, unknown>) =>
      pulumiResource(`aws-native:${type}`, "orders", outputs);
    const { objects, unread } = held(
      native("iam:Role", { arn: ROLE }),
      native("iam:ManagedPolicy", { roles: ["orders"], policyDocument: SENTINEL }),
      native("secretsmanager:Secret", { secretId: SECRET, secretString: SENTINEL }),
      native("kms:Alias", { targetKeyId: KEY }),
      native("ssm:Parameter", { name: "/orders/url", value: SENTINEL }),
      native("eks:PodIdentityAssociation", {
        ...{ associationArn: ASSOCIATION, namespace: "orders", serviceAccount: "orders" },
      }),
    );
    deepStrictEqual(
      objects.map(({ id, list }) => [list, id]),
      [
        ["roles", ROLE],
        ["roles", "orders"],
        ["secrets", SECRET],
        ["keys", KEY],
        ["parameters", "/orders/url"],
        [
          "associations",
          readerKey({ clusterArn: CLUSTER, namespace: "orders", serviceAccount: "orders" }),
        ],
      ],
    );
    deepStrictEqual(unread, []);
  });

  it("is service accounts and classes", () => {
    const metadata = { name: "orders", namespace: "pay" };
    const classes = "secrets-store.csi.x-k8s.io/v1";
    const { objects } = held(
      pulumiResource("kubernetes:core/v1:ServiceAccount", "orders", {
        ...{ ...V1, metadata, data: SENTINEL },
      }),
      pulumiResource("kubernetes:core/v1:ServiceAccountPatch", "orders", { ...V1, metadata }),
      pulumiResource(`kubernetes:${classes}:SecretProviderClass`, "orders", {
        ...{ apiVersion: classes, kind: "SecretProviderClass", metadata, spec: SENTINEL },
      }),
    );
    deepStrictEqual(
      objects.map(({ id, list }) => [list, id]),
      [
        ["serviceAccounts", "pay/orders"],
        ["serviceAccounts", "pay/orders"],
        ["classes", "pay/orders"],
      ],
    );
  });

  it("is nothing of what a program only reads", () => {
    const { addresses, objects } = held({ ...role(), external: true });
    deepStrictEqual([objects, addresses], [[], []]);
  });

  it("is not known where Pulumi hides which object it is", () => {
    const { objects, unread } = held(pulumiResource(ROLE_TYPE, "orders", { arn: hidden() }));
    deepStrictEqual(objects, []);
    deepStrictEqual(unread, [
      `${urn(ROLE_TYPE, "orders")} of stack.json does not say which object it is; look whether it is one of these`,
    ]);
    const type = "kubernetes:core/v1:ServiceAccount";
    const metadata = { name: "orders", namespace: hidden() };
    const ofHidden = held(pulumiResource(type, "orders", { ...V1, metadata }));
    deepStrictEqual([ofHidden.objects, ofHidden.unread.length], [[], 1]);
    const attachment = "aws:iam/policyAttachment:PolicyAttachment";
    for (const roles of [hidden(), [hidden()]]) {
      const ofRoles = held(pulumiResource(attachment, "orders", { roles }));
      deepStrictEqual([ofRoles.objects, ofRoles.unread.length], [[], 1]);
    }
  });

  const refused: Record<string, [string, RegExp]> = {
    "another version": [JSON.stringify({ version: 2, deployment: {} }), /: pulumi stack export$/],
    "a state of Terraform": ['{"format_version":"1.0"}', /: pulumi stack export$/],
    "a stack whose run was cut off": [
      JSON.stringify({
        version: 3,
        deployment: { pending_operations: [{ type: "creating", resource: role() }] },
      }),
      /cut off at urn:pulumi:.*orders: run pulumi refresh/,
    ],
    "a resource half replaced": [
      exported([{ ...role(), delete: true }]),
      /orders half replaced: run pulumi up to its end/,
    ],
  };
  for (const [what, [text, says]] of Object.entries(refused)) {
    it(`is refused with what to do: ${what}`, () => {
      throws(() => heldInPulumi("stack.json", text), { name: "UserError", message: says });
    });
  }
});
