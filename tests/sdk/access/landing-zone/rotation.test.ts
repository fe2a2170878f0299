import { deepStrictEqual } from "node:assert";

import { prove } from "../../../../sdk/access";
import { inventoryDocuments } from "../inventory-documents";

const ROLE = "arn:aws:iam::222222222222:role/rotate";

/** Every claim that is not proved of one secret, and the rotation that the documents hold. */
async function proofOf(secret: string) {
  const documents = inventoryDocuments(`
accounts:
  data: { id: "222222222222", region: us-east-1 }
  platform: { id: "111111111111", region: us-east-1 }
clusters:
  shop: { account: platform, existing: true }
secrets:
  db: { account: data, key: orders, ${secret} }
readers:
  web: { cluster: shop, namespace: web, serviceAccount: web, reads: [db] }
`);
  const { claims } = await prove(documents);
  return {
    rotations: (documents.secrets ?? []).map(({ rotation }) => rotation),
    open: claims
      .filter(({ result }) => result !== "proved")
      .map(({ claim, result }) => `${claim} ${result}`),
  };
}

const byFunction = (role: string) =>
  `rotation: { lambdaArn: "arn:aws:lambda:us-east-1:222222222222:function:rotate", automaticallyAfterDays: 30${role} }`;

describe("an inventory with a rotated secret", () => {
  const named = byFunction(`, roleArn: "${ROLE}"`);
  const cases: [string, string, { rotations: unknown[]; open: string[] }][] = [
    ["is proved", named, { rotations: [{ role: ROLE }], open: [] }],
    ["is proved, sealed", `sealed: true, ${named}`, { rotations: [{ role: ROLE }], open: [] }],
    [
      "is proved with a replica",
      `sealed: true, replicas: [{ region: us-west-2, key: orders-west }], ${named}`,
      { rotations: [{ role: ROLE }, { role: ROLE }], open: [] },
    ],
    [
      "leaves open who reads where the role is not given",
      byFunction(""),
      { rotations: [{ role: null }], open: ["read-exclusive unknown"] },
    ],
    [
      "is proved of a secret that exists",
      `existing: true, arn: "arn:aws:secretsmanager:us-east-1:222222222222:secret:db-AbCdEf", sealed: true, rotation: { roleArn: "${ROLE}" }`,
      { rotations: [{ role: ROLE }], open: [] },
    ],
  ];
  for (const [title, secret, expected] of cases) {
    it(title, async () => {
      deepStrictEqual(await proofOf(secret), expected);
    });
  }
});
