import { deepStrictEqual } from "node:assert";
import { prove } from "../../../proof/pods";
import { inventoryDocuments } from "../inventory-documents";

const INVENTORY = `
accounts:
  a: { id: "111111111111", region: eu-central-1 }
  b: { id: "222222222222", region: eu-west-1 }
clusters:
  c: { account: a, existing: true }
secrets:
  s: { account: b, key: k, replicas: [{ region: eu-central-1, key: k }] }
readers:
  r:
    cluster: c
    namespace: default
    serviceAccount: sa
    region: eu-central-1
    reads: [{ secret: s, as: s }]
`;

describe("prove, of a secret with a replica", () => {
  it("bounds both copies by the one policy that they share, whichever a reader reads", async () => {
    const { claims } = await prove(inventoryDocuments(INVENTORY), { claims: ["secret-bounded"] });
    deepStrictEqual(
      claims.map(({ subject, result }) => [subject.split(":")[3], result]),
      [
        ["eu-west-1", "proved"],
        ["eu-central-1", "proved"],
      ],
    );
  });
});
