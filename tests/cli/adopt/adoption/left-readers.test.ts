import { deepStrictEqual, match } from "node:assert";
import {
  A,
  adopted,
  allowing,
  association,
  byHand,
  providerClass,
  READS,
  role,
  secret,
  secretArn,
  serviceAccount,
  tokensOf,
} from "./by-hand";

const terraform = {
  tool: "terraform" as const,
  address: "module.orders.aws_iam_role.this[0]",
  source: "state.json",
};
const ack = { tool: "ack" as const, address: "default/orders", source: "cluster shop" };

describe("the readers that an adoption leaves", () => {
  /** What was found about a reader that is left, and why it is left. */
  const leaving: [string, Parameters<typeof byHand>[0], RegExp][] = [
    ["whose role was not found", { roles: [] }, /role .*by-hand was not found/],
    [
      "the policies of whose role could not be read",
      { roles: [role("by-hand", [], { policies: undefined })] },
      /policies of its role .*by-hand could not be read/,
    ],
    [
      "whose association has a session policy",
      {
        associations: [
          association("orders", "by-hand", {
            disableSessionTags: true,
            policy: allowing(READS, "*"),
          }),
        ],
      },
      /session policy/,
    ],
    [
      "that mounts a parameter of a region whose SecureStrings were not listed",
      {
        classes: [
          providerClass("orders", [{ objectName: "/orders/url", objectType: "ssmparameter" }], {
            region: "us-east-2",
          }),
        ],
      },
      /mounts \/orders\/url, which was not found in the accounts and regions that were read/,
    ],
    [
      "whose association an add-on of EKS made",
      {
        associations: [
          association("orders", "by-hand", { ownerArn: "arn:aws:eks:eu-west-1:1:addon/shop/x/y" }),
        ],
      },
      /of the EKS add-on arn:aws:eks:eu-west-1:1:addon\/shop\/x\/y, which changes and deletes it/,
    ],
    [
      "whose role another tool holds",
      { roles: [role("by-hand", [secretArn("orders")], { heldBy: [terraform] })] },
      /terraform \(module\.orders\.aws_iam_role\.this\[0\], in state\.json\) holds it/,
    ],
    [
      "whose role every service account of a namespace may have by its token",
      {
        roles: [role("by-hand", [], tokensOf("system:serviceaccount:def*:*", "StringLike"))],
        serviceAccounts: ["orders", "billing"].map((name) => serviceAccount(name)),
      },
      /lets in whatever service account is system:serviceaccount:def\*:\*: today also default\/billing, and each/,
    ],
    [
      "whose role every service account of the cluster may have by its token",
      { roles: [role("by-hand", [], tokensOf("x", "StringNotLike"))] },
      /service account is system:serviceaccount:\*:\*: today also no other, and each/,
    ],
    [
      "that two tools claim",
      { associations: [association("orders", "by-hand", { heldBy: [terraform, ack] })] },
      /several tools claim it: terraform .*, ack /,
    ],
    [
      "whose role another pod has, too",
      { associations: [association("orders", "by-hand"), association("more", "by-hand")] },
      /role .*by-hand also serves default\/more of cluster shop/,
    ],
    [
      "whose role keeps a policy that is not understood",
      {
        roles: [
          role("by-hand", [], {
            policies: [
              { name: "read", document: allowing(READS, secretArn("orders")) },
              { name: "odd", document: allowing("logs:*", "*", { Conditions: {} }) },
            ],
          }),
        ],
      },
      /policy odd of its role .* is not understood/,
    ],
    [
      "whose class cannot be understood",
      { classes: [providerClass("orders", "its objects are no list")] },
      /SecretProviderClass orders: its objects are no list/,
    ],
    [
      "whose class is not there",
      { classes: [] },
      /mounts the SecretProviderClass orders, which is/,
    ],
    [
      "whose class mounts a secret that was not found",
      { secrets: [] },
      /mounts arn:.*:secret:orders-AbCdEf, which was not found in the accounts and regions that were read/,
    ],
    [
      "that reads another account's secret under the AWS managed key",
      { secrets: [secret("orders", { key: null })] },
      /AWS managed key/,
    ],
  ];
  for (const [which, more, why] of leaving) {
    it(`rejects one ${which}, by name`, () => {
      const others = {
        roles: [role("mine", [secretArn("own", A)])],
        associations: [association("own", "mine")],
        secrets: [secret("own", { arn: secretArn("own", A), key: null })],
      };
      const base = byHand(more);
      const found = {
        ...base,
        roles: [...base.roles, ...others.roles],
        associations: [...base.associations, ...others.associations],
        secrets: [...base.secrets, ...others.secrets],
      };
      const { left, readers } = adopted(found);
      deepStrictEqual(
        readers.map(({ id }) => id),
        ["own"],
      );
      const mine = left.find(({ what }) => what === "default/orders of cluster shop");
      match(mine?.why ?? "", why);
    });
  }

  it("take over what a tool has let go of", () => {
    const found = byHand({
      roles: [role("by-hand", [secretArn("orders")], { heldBy: [terraform] })],
    });
    for (const letGo of [["terraform"], [terraform.address]]) {
      deepStrictEqual(adopted(found, { letGo }).left, []);
    }
  });
});
