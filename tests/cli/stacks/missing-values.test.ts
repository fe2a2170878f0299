import { deepStrictEqual } from "node:assert";

import { secretsOfDeployments } from "../../../cli/stacks/missing-values";
import { parseInventory } from "../../../sdk/grant";
import { inventoryText } from "../../grant/support";

function secretsRead(readers: string): string[] {
  const parsed = parseInventory(inventoryText({ readers }), "zone.yaml");
  if ("problems" in parsed) throw new Error(parsed.problems[0]?.message);
  const { landingZone: zone } = parsed;
  const [account] = zone.accounts;
  return account ? secretsOfDeployments(zone, account).map(({ id }) => id) : [];
}

describe("secretsOfDeployments", () => {
  const web = "cluster: shop, namespace: web, serviceAccount: web, reads: [own, foreign]";
  const deployment = "deployment: { image: nginx, mountPath: /mnt }";

  it("names each secret once that pods of this inventory wait for, whoever owns it", () => {
    const other = "cluster: shop, namespace: web, serviceAccount: other, reads: [own]";
    const readers = `\n  web: { ${web}, ${deployment} }\n  other: { ${other}, ${deployment} }`;
    deepStrictEqual(secretsRead(readers), ["own", "foreign"]);
  });

  it("leaves out what only pods of other tools read", () => {
    deepStrictEqual(secretsRead(`\n  web: { ${web} }`), []);
  });
});
