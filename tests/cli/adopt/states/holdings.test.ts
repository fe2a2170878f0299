import { deepStrictEqual } from "node:assert/strict";

import { readerKey } from "eks-pod-secrets/grant";
import { type Found, type Identity, together } from "../../../../cli/adopt/found";
import { withHolders } from "../../../../cli/adopt/states/holdings";
import { association, key, role as roleOf, secret } from "../adoption/by-hand";
import { ACCOUNT, CLUSTER, KEY, ROLE, SECRET } from "./terraform-state";

const pod = { clusterArn: CLUSTER, namespace: "orders", heldBy: [] };

const found: Found = {
  ...together([]),
  roles: [roleOf("orders", [], { arn: ROLE })],
  associations: [association("orders", "orders", { ...pod, roleArn: ROLE })],
  secrets: [secret("orders", { arn: SECRET })],
  keys: [key("1", ["orders"], { arn: KEY })],
  serviceAccounts: [{ ...pod, name: "orders" }],
  unread: ["something"],
};

/** Everything that was found, and what a tool holds of it. */
function held(...objects: Identity[]): Found {
  const named = objects.map((one, index) => ({ ...one, address: `a${index}` }));
  const state = { tool: "terraform", source: "state.json", addresses: [] } as const;
  return withHolders({ ...found, held: [{ ...state, objects: named, unread: ["a secret"] }] });
}

const holder = (address: string) => ({ tool: "terraform", address, source: "state.json" });

describe("what exists, with the tools that hold it", () => {
  it("keeps its facts, and what could not be read", () => {
    const { roles, unread } = held({ list: "roles", id: ROLE });
    deepStrictEqual(roles, [{ ...found.roles[0], heldBy: [holder("a0")] }]);
    deepStrictEqual(unread, ["something", "a secret"]);
  });

  it("is held by whatever holds a part of it, by whichever of its names", () => {
    const all = held(
      { list: "roles", id: ROLE },
      { list: "roles", id: ROLE.split("/")[1] },
      { list: "keys", id: KEY.split("/")[1] },
      { list: "associations", id: readerKey({ ...pod, serviceAccount: "orders" }) },
      { list: "serviceAccounts", id: "orders/orders" },
      // The secret_id of a Terraform version may have this form.
      { list: "secrets", id: "orders/db" },
      { list: "keys", id: "alias/orders" },
    );
    deepStrictEqual(
      [all.roles, all.keys, all.associations, all.serviceAccounts, all.secrets].map(([one]) =>
        one?.heldBy.map(({ address }) => address),
      ),
      [["a0", "a1"], ["a2", "a6"], ["a3"], ["a4"], ["a5"]],
    );
  });

  it("is not held by what names another object, or one of another kind", () => {
    const all = held(
      { list: "secrets", id: ROLE },
      { list: "roles", id: `arn:aws:iam::${ACCOUNT}:role/other` },
      { list: "associations", id: readerKey({ ...pod, serviceAccount: "other" }) },
    );
    deepStrictEqual({ ...all, held: [] }, { ...found, unread: ["something", "a secret"] });
  });
});
