import { deepStrictEqual } from "node:assert";

import { readByDeployments } from "../../../../cli/stacks/values/missing-values";
import { parseInventory } from "../../../../sdk/grant";
import { inventoryText } from "../../../sdk/grant/support";

function valuesRead(readers: string, secrets?: string): string[] {
  const text = inventoryText({ readers, ...(secrets && { secrets }) });
  const parsed = parseInventory(text, "zone.yaml");
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

  it("leaves out what others own, of which nobody here can ask", () => {
    const secrets = `
  own: { account: a }
  far: { external: true, arn: "arn:aws:secretsmanager:us-east-1:444444444444:secret:far-a1B2c3", key: "arn:aws:kms:us-east-1:444444444444:key/1234abcd" }`;
    const readers = `\n  web: { cluster: shop, namespace: web, serviceAccount: web, reads: [own, far], ${deployment} }`;
    deepStrictEqual(valuesRead(readers, secrets), ["own"]);
  });

  it("leaves out what only pods of other tools read", () => {
    deepStrictEqual(valuesRead(`\n  web: { ${web} }`), []);
  });
});
