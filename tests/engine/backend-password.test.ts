import { doesNotMatch, match, strictEqual } from "node:assert";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { holds } from "./files-holding";
import { suiteEngine } from "./harness";

const INVENTORY = `
id: lz-tests
accounts: { a: { id: "111111111111", region: us-east-1 } }
secrets: { orders: { account: a } }
`;

const URLS = [
  "postgres://me:xq%21zj@127.0.0.1:1/state?sslmode=disable",
  "postgres://me@127.0.0.1:1/state?password=xqzj&sslmode=disable",
  "postgres://me:xq/zj?xq@zj@127.0.0.1:1/state",
  "s3://bucket?secretkey=xqzj&region=us-east-1",
];

const VERBS = [
  ["status"],
  ["status", "--json"],
  ["preview"],
  ["up", "--yes", "--json"],
  ["destroy", "--yes"],
  ["prove", "--state"],
];

describe("a password in the URL of the state's backend", () => {
  const sandbox = suiteEngine(INVENTORY);

  /** Everything that the command says if it cannot reach the backend. */
  async function said(args: string[], backend: Record<string, string>): Promise<string> {
    const { PULUMI_BACKEND_URL: _, ...others } = sandbox.environment;
    const environment = {
      ...others,
      AWS_ACCESS_KEY_ID: "x",
      AWS_SECRET_ACCESS_KEY: "x",
      ...backend,
    };
    const { stderr, stdout } = await sandbox.command(args, { environment });
    return stdout + stderr;
  }

  for (const url of URLS) {
    it(`is never shown: ${url}`, async () => {
      const answers = await Promise.all(
        VERBS.map((args) => said(args, { PULUMI_BACKEND_URL: url })),
      );
      for (const answer of answers) {
        match(answer, /failed on (postgres|s3):\/\//);
        doesNotMatch(answer, /xq|zj/);
      }
    });
  }

  it("is not shown where the project names the backend", async () => {
    const file = join(sandbox.data.project, "Pulumi.yaml");
    const project = readFileSync(file, "utf8");
    try {
      writeFileSync(file, stringify({ ...parse(project), backend: { url: URLS[0] } }));
      const answer = await said(["status"], {});
      match(answer, /connection refused/);
      doesNotMatch(answer, /xq|zj/);
    } finally {
      writeFileSync(file, project);
    }
  });
});

describe("the scan for secret values", () => {
  const value = "swordfish-of-account-a";

  it("finds a value as it is", () => {
    strictEqual(holds(Buffer.from(`{"a":"${value}"}`), value), true);
  });

  for (const before of ["", "x", "xy", "xyz"]) {
    it(`finds a value in base64 after ${before.length} bytes`, () => {
      const encoded = Buffer.from(`${before}${value} and more`).toString("base64");
      strictEqual(holds(Buffer.from(`{"a":"${encoded}"}`), value), true);
    });
  }

  it("finds nothing in another text", () => {
    const encoded = Buffer.from("haddock-of-account-a").toString("base64");
    strictEqual(holds(Buffer.from(`haddock-of-account-a ${encoded}`), value), false);
  });
});
