import { deepStrictEqual } from "node:assert";
import { prove } from "../../../../sdk/access";
import { documentBudgets } from "../../../../sdk/access/landing-zone/landing-zone-documents";
import { parseInventory } from "../../../../sdk/grant";
import { inventoryDocuments } from "../inventory-documents";

/** The messages about an inventory in which each of many readers reads each of many secrets. */
function problems(readers: number, secrets: number, mode = "resourcePolicy"): string[] {
  const ids = (name: string, count: number) =>
    Array.from({ length: count }, (_, n) => `${name}-${n}`);
  const inventory = {
    accounts: {
      a: { id: "111111111111", region: "eu-west-1" },
      b: { id: "222222222222", region: "eu-west-1" },
    },
    clusters: { shop: { account: "a", existing: true } },
    secrets: Object.fromEntries(
      ids("secret", secrets).map((id) => [id, { account: "b", key: "k" }]),
    ),
    readers: Object.fromEntries(
      ids("reader", readers).map((id) => [
        id,
        {
          cluster: "shop",
          namespace: "shop",
          serviceAccount: id,
          mode,
          reads: ids("secret", secrets),
        },
      ]),
    ),
  };
  const parsed = parseInventory(JSON.stringify(inventory), "landing-zone.yaml", [documentBudgets]);
  return "problems" in parsed ? parsed.problems.map(({ message }) => message) : [];
}

describe("documentBudgets", () => {
  it("is content with an inventory whose documents fit", () => {
    deepStrictEqual(problems(10, 3), []);
  });

  it("rejects a secret with more readers than its resource policy holds", () => {
    deepStrictEqual(
      problems(41, 1).map((message) => message.replace(/got \d+/, "got N")),
      [
        "secrets.secret-0 is over a limit of AWS: resource policy of the secret must be at most 20480 characters, got N; let further readers use mode targetRole, which needs no statement here",
      ],
    );
  });

  it("lets the same readers through target roles", () => {
    deepStrictEqual(problems(41, 1, "targetRole"), []);
  });

  it("rejects a reader of more secrets than its identity policy holds", () => {
    deepStrictEqual(
      problems(1, 80).map((message) => message.replace(/got \d+/, "got N")),
      [
        "readers.reader-0 is over a limit of AWS: identity policy of the role must be at most 10240 characters, got N; split the reader into several service accounts, each with fewer secrets",
      ],
    );
  });
});

const ROLE = "arn:aws:iam::222222222222:role/rotate";

/** The claims about one secret that are not proved, and the rotation in the documents. */
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
