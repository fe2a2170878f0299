import { deepStrictEqual } from "node:assert";

import { inventoryText, problemsOf, rejectsEach } from "./support";

const longest = "platform-production-eu-central-1-payments-1";
const created = (key: string) => ({
  clusters: `\n  §${key}: { account: a, create: {}, name: shop }`,
  readers: " {}",
});

describe("parseInventory, clusters", () => {
  rejectsEach([
    [
      "a cluster to create whose key is too long for the names made of it",
      inventoryText(created(`${longest}0`)),
      `clusters.${longest}0 must be at most 43 characters where the cluster is created: AWS takes no longer names for the roles that are named after it, got "${longest}0"; shorten it, and give the cluster its own name with name`,
    ],
  ]);

  it("takes a long key of a cluster that exists, and the longest of one that is created", () => {
    const existing = created("k".repeat(100)).clusters.replace("create: {}", "existing: true");
    deepStrictEqual(
      problemsOf(inventoryText({ clusters: existing.replace("§", ""), readers: " {}" })),
      [],
    );
    deepStrictEqual(problemsOf(inventoryText(created(longest)).replace("§", "")), []);
  });
});
