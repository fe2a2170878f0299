import { deepStrictEqual, match } from "node:assert";

import { A, B, withSandbox } from "../../sandbox/support";
import { runInProject } from "./fake-project";

const INVENTORY = `
id: lz-tests
accounts:
  a: { id: "${A}", region: us-east-1, profile: nobody }
  b: { id: "${B}", region: us-east-1 }
clusters: { shop: { account: a, existing: true } }
secrets: { own: { account: a }, second: { account: a }, foreign: { account: b, key: pods }, other: { account: b, key: pods } }
readers:
  web:
    cluster: shop
    namespace: web
    serviceAccount: web
    reads: [own, second, foreign, other]
    deployment: { image: nginx, mountPath: /mnt }
`;
const STACKS = Object.fromEntries(
  ["a.cluster", "a.secrets", "b.secrets", "a.workloads"].map((name) => [name, { resources: 3 }]),
);

describe("an account without credentials", () => {
  const { sandbox } = withSandbox();

  const REASONS = {
    a: /those of its profile nobody cannot be used; nothing was sent/g,
    b: /credentials must be of account \d+ \(b\), got those of .* nothing was sent/g,
  };

  /** How often an answer explains each account. */
  const explained = (answer: string) =>
    Object.fromEntries(
      Object.entries(REASONS).map(([name, reason]) => [name, (answer.match(reason) ?? []).length]),
    );

  for (const [verb, expected] of [
    ["up --yes", { a: 1, b: 1 }],
    ["preview", { a: 1, b: 1 }],
    ["status", { a: 1, b: 1 }],
    ["status --live", { a: 1, b: 1 }],
    ["plan --live", { a: 1, b: 1 }],
    ["verify --live", { a: 1, b: 0 }],
    ["prove --live", { a: 1, b: 0 }],
    ["revoke web --yes", { a: 1, b: 1 }],
  ] as const) {
    it(`is explained once by ${verb}, in text and in JSON, and else by a pointer`, async () => {
      const project = { inventory: INVENTORY, stacks: STACKS };
      const args = verb.split(" ");
      const told = await runInProject(sandbox, "333333333333", args, project);
      deepStrictEqual(explained(told.stdout + told.stderr), expected);
      const answered = await runInProject(sandbox, "333333333333", [...args, "--json"], project);
      deepStrictEqual(explained(answered.stdout), expected);
    });
  }

  it("is named wherever its explanation would stand again", async () => {
    const project = { inventory: INVENTORY, stacks: STACKS };
    const { stdout } = await runInProject(sandbox, "333333333333", ["up", "--yes"], project);
    match(stdout, /^failed {2}a\.secrets: account 1{12} \(a\) cannot be asked, as said above$/m);
  });
});
