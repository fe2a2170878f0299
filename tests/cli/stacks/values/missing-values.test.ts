import { deepStrictEqual } from "node:assert";

import { readByDeployments } from "../../../../cli/stacks/values/missing-values";
import { parseInventory } from "../../../../sdk/grant";
import { inventoryText } from "../../../grant/support";

function valuesRead(readers: string): string[] {
  const parsed = parseInventory(inventoryText({ readers }), "zone.yaml");
  if ("problems" in parsed) throw new Error(parsed.problems[0]?.message);
  const { landingZone: zone } = parsed;
  const [account] = zone.accounts;
  return account ? readByDeployments(zone, account).map(({ target }) => target.id) : [];
}

describe("readByDeployments", () => {
  const web =
    "cluster: shop, namespace: web, serviceAccount: web, reads: [own, foreign, { parameter: /flags }]";
  const deployment = "deployment: { image: nginx, mountPath: /mnt }";

  it("names each secret and parameter once that pods of this inventory wait for, whoever owns it", () => {
    const other = "cluster: shop, namespace: web, serviceAccount: other, reads: [own]";
    const readers = `\n  web: { ${web}, ${deployment} }\n  other: { ${other}, ${deployment} }`;
    deepStrictEqual(valuesRead(readers), ["own", "foreign", "/flags"]);
  });

  it("leaves out what only pods of other tools read", () => {
    deepStrictEqual(valuesRead(`\n  web: { ${web} }`), []);
  });
});
