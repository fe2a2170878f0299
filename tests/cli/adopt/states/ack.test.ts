import { deepStrictEqual, match, rejects } from "node:assert/strict";
import { readerKey } from "eks-pod-secrets/grant";

import { forgetting } from "../../../../cli/adopt/forgetting/forgetting";
import { heldByAck } from "../../../../cli/adopt/states/ack";
import { stackHolders } from "../../../../cli/adopt/states/stack-holders";
import { UserError } from "../../../../cli/terminal/errors";
import { ackLists } from "./ack-objects";
import { ASSOCIATION, CLUSTER, KEY, ROLE, SECRET } from "./terraform-state";

const POD = { namespace: "orders", serviceAccount: "orders" };

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
          readerKey({ clusterArn: CLUSTER, ...POD }),
          "orders/podidentityassociations.eks.services.k8s.aws/orders",
        ],
        ["roles", ROLE, "orders/roles.iam.services.k8s.aws/orders"],
        ["secrets", SECRET, "orders/secrets.secretsmanager.services.k8s.aws/orders"],
        ["keys", KEY, "orders/keys.kms.services.k8s.aws/orders"],
        ["keys", "alias/orders", "orders/aliases.kms.services.k8s.aws/orders"],
      ],
    );
    deepStrictEqual([tool, source, unread], ["ack", "cluster shop", []]);
  });

  it("is an association whose ARN an older controller says beside its metadata", async () => {
    const [path = "", [one] = []] = Object.entries(lists)[0] ?? [];
    const old = { ...one, status: { associationARN: ASSOCIATION, ackResourceMetadata: {} } };
    const { objects } = await heldByAck("shop", async (asked) =>
      asked === path ? JSON.stringify({ items: [old] }) : undefined,
    );
    deepStrictEqual(objects[0]?.id, readerKey({ clusterArn: CLUSTER, ...POD }));
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

  it("is named as CloudFormation names it, and is eksctl's of an add-on, too", () => {
    const stack = { "aws:cloudformation:stack-name": "other" };
    const addon = { "aws:cloudformation:stack-name": "eksctl-shop-addon-x-podidentityrole-y" };
    deepStrictEqual(
      [{ ...tags, ...stack }, stack, addon, { team: "orders" }, undefined].map((one) =>
        stackHolders(one, "account 1").map(({ address, tool }) => [tool, address]),
      ),
      [
        [["eksctl", "other"]],
        [["cloudformation", "other"]],
        [["eksctl", Object.values(addon)[0]]],
        [],
        [],
      ],
    );
  });

  it("is Crossplane's, by the tags of all that it makes", () => {
    const made = { "crossplane-kind": "role.iam.aws.upbound.io", "crossplane-name": "orders" };
    const holders = stackHolders(made, "account 1");
    const [{ code, says } = { code: "", says: "" }] = forgetting(holders, new Map());
    match(says, /run adopt with --let-go role\.iam\.aws\.upbound\.io\/orders then/);
    match(code, /^kubectl patch role\.iam\.aws\.upbound\.io\/orders .*"Orphan"/);
  });

  it("is ACK's of whatever cluster, by the tag of all that it makes", () => {
    const address = "services.k8s.aws/namespace=infra";
    deepStrictEqual(stackHolders({ "services.k8s.aws/namespace": "infra" }, "account 1"), [
      { tool: "ack", address, source: "account 1" },
    ]);
    const holders = stackHolders({ "services.k8s.aws/namespace": "infra" }, "account 1");
    const [{ code, says } = { code: "", says: "" }] = forgetting(holders, new Map());
    match(says, /run adopt with --let-go services\.k8s\.aws\/namespace=infra then/);
    match(code, /^kubectl get /);
  });
});
