import { deepStrictEqual, rejects } from "node:assert/strict";
import { readerKey } from "eks-pod-secrets/grant";

import { heldByAck } from "../../../../cli/adopt/states/ack";
import { stackHolders } from "../../../../cli/adopt/states/stack-holders";
import { UserError } from "../../../../cli/terminal/errors";
import { ackLists } from "./ack-objects";
import { CLUSTER, KEY, ROLE, SECRET } from "./terraform-state";

describe("what ACK holds in a cluster", () => {
  const lists = ackLists();
  const read = async (path: string) =>
    lists[path] && JSON.stringify({ kind: "List", items: lists[path] });

  it("is what its objects stand for, by the names of kubectl", async () => {
    const { objects, source, tool, unread } = await heldByAck("shop", read);
    deepStrictEqual(
      objects.map(({ address, id, list }) => [list, id, address]),
      [
        [
          "associations",
          readerKey({ clusterArn: CLUSTER, namespace: "orders", serviceAccount: "orders" }),
          "orders/podidentityassociations.eks.services.k8s.aws/orders",
        ],
        ["roles", ROLE, "orders/roles.iam.services.k8s.aws/orders"],
        ["secrets", SECRET, "orders/secrets.secretsmanager.services.k8s.aws/orders"],
        ["keys", KEY, "orders/keys.kms.services.k8s.aws/orders"],
      ],
    );
    deepStrictEqual([tool, source, unread], ["ack", "cluster shop", []]);
  });

  it("is nothing where ACK is not installed", async () => {
    deepStrictEqual((await heldByAck("shop", async () => undefined)).objects, []);
  });

  it("is said not to be known where its objects may not be listed", async () => {
    const refused = new UserError("it answered 403");
    const { unread } = await heldByAck("shop", (path) =>
      path.includes("/iam.") ? Promise.reject(refused) : read(path),
    );
    deepStrictEqual(unread, ["it answered 403"]);
    await rejects(
      heldByAck("shop", () => Promise.reject(new TypeError("a defect"))),
      TypeError,
    );
  });
});

describe("the stack that holds a role", () => {
  const STACK = "eksctl-shop-podidentityrole-orders-orders";
  const tags = {
    "alpha.eksctl.io/cluster-name": "shop",
    "alpha.eksctl.io/podidentityassociation-name": "orders/orders",
  };

  it("is eksctl's by the tags of Pod Identity, and of IRSA", () => {
    const irsa = {
      "alpha.eksctl.io/cluster-name": "shop",
      "alpha.eksctl.io/iamserviceaccount-name": "orders/orders",
    };
    deepStrictEqual(
      [tags, irsa].map((one) => stackHolders(one, "account 1")),
      [STACK, "eksctl-shop-addon-iamserviceaccount-orders-orders"].map((address) => [
        { tool: "eksctl", address, source: "account 1" },
      ]),
    );
  });

  it("is named as CloudFormation names it", () => {
    const stack = { "aws:cloudformation:stack-name": "other" };
    deepStrictEqual(
      [{ ...tags, ...stack }, stack, { team: "orders" }, undefined].map((one) =>
        stackHolders(one, "account 1").map(({ address, tool }) => [tool, address]),
      ),
      [[["eksctl", "other"]], [["cloudformation", "other"]], [], []],
    );
  });
});
