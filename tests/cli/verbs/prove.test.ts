import { deepStrictEqual, match, ok, strictEqual } from "node:assert";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ClaimResult } from "../../../proof";
import { column, each, rows } from "../../facts";
import { failed, refused } from "../../outcomes";
import { crossAccountDocuments } from "../../proof/cross-account-documents";
import { filesIn, run } from "../support";

const WALKTHROUGH = join(__dirname, "../../../examples/walkthrough/access.json");
const PLAIN = ["secret-bounded", "key-bounded", "role-unforgeable", "role-contained"];

interface Answer {
  result: string;
  assumptions: string[];
  claims: ClaimResult[];
}

const prove = async (files: Record<string, string>, args: string[]) => {
  const directory = filesIn(files);
  const named = args.map((arg) => arg.replace("@", `${directory}/`));
  const ended = await run(["prove", ...named]);
  return { ...ended, stderr: ended.stderr.replaceAll(`${directory}/`, "") };
};

const proveDocuments = (documents: object, args: string[] = []) =>
  prove({ "access.json": JSON.stringify(documents) }, ["--documents", "@access.json", ...args]);

/** The fixture, with a secret whose owner lets everyone in the reader's account read it. */
function openDocuments() {
  const documents = crossAccountDocuments();
  const [secret] = documents.secrets;
  ok(secret);
  const policy = structuredClone(secret.policy) as { Statement: { Condition?: object }[] };
  for (const statement of policy.Statement) statement.Condition = undefined;
  return { ...documents, secrets: [{ ...secret, policy }] };
}

describe("eks-pod-secrets prove", () => {
  it("proves documents that grant what was declared, says so first, and ends", async () => {
    const { code, stderr, stdout } = await proveDocuments(crossAccountDocuments(), [
      "--claim",
      ...PLAIN,
      "read-exclusive",
    ]);
    strictEqual(code, 0, stderr);
    match(stdout, /^proved: 5 claims about \S+access\.json, each for every possible request \(/);
    match(stdout, /\n {2}key-bounded +1 proved +\d+ ms\n/);
    match(stdout, /\n {2}reader-trust \(used by 1 claim\): /);
    match(stdout, /\n {2}not used: pod-identity-truth, /);
    match(stdout, /Outside this proof:\n {2}the IAM administrators of 111111111111: /);
    match(stdout, /eks-pod-secrets guard writes the control policies that stop them/);
    strictEqual(stderr, "");
  });

  it("refutes the walkthrough's own policies, each with its request", async () => {
    const args = ["--claim", ...PLAIN, "grant-available"];
    const stdout = await failed(run(["prove", "--documents", WALKTHROUGH, "--json", ...args]));
    const { claims, result }: Answer = JSON.parse(stdout);
    strictEqual(result, "refuted");
    const refuted = claims.filter((one) => one.result === "refuted");
    deepStrictEqual([...new Set(refuted.map(({ claim }) => claim))], PLAIN);
    for (const { counterexample } of refuted) {
      ok(counterexample?.request.action);
      ok(counterexample.fix.length > 20);
      match(counterexample.document, / of arn:aws:/);
    }
    const available = claims.filter(({ claim }) => claim === "grant-available");
    deepStrictEqual(column(available, "result"), ["proved", "proved"]);
  });

  it("shows a finding that can be acted on", async () => {
    const stdout = await failed(proveDocuments(openDocuments(), ["--claim", "secret-bounded"]));
    match(stdout, /^refuted: 1 of 1 claim about /);
    match(
      stdout,
      /\n1\. secret-bounded: secret secret-b of account 222222222222 \(arn:aws:secretsmanager:us-east-1:222222222222:secret:secret-b-/,
    );
    match(stdout, /\n {3}request: +a session of role .* secret secret-b of account 222222222222\n/);
    match(stdout, /\n {15}\{\n {17}"principal": \{/);
    match(stdout, /\n {3}decided .* resource policy of secret secret-b of account 222222222222\n/);
    match(stdout, /\n {3}to close: +name in the statement/);
  });

  it("names what a finding is about as the inventory does, and marks what stands for AWS's part of an ARN", async () => {
    const inventory = `accounts:
  own: { id: "111111111111", region: us-east-1 }
clusters:
  shop: { account: own, existing: true }
secrets:
  db:
    account: own
    rotation: { lambdaArn: "arn:aws:lambda:us-east-1:111111111111:function:f", automaticallyAfterDays: 9 }
readers:
  web: { cluster: shop, namespace: web, serviceAccount: web, reads: [db] }
`;
    const { code, stdout } = await prove({ "landing-zone.yaml": inventory }, [
      ...["--inventory", "@landing-zone.yaml", "--drop", "no-other-control-policies"],
    ]);
    strictEqual(code, 2);
    const db = "db \\(arn:aws:secretsmanager:us-east-1:111111111111:secret:db-\\?{6}\\)";
    match(stdout, new RegExp(`\n\\d\\. read-exclusive: ${db}\n`));
    match(
      stdout,
      new RegExp(`\n\\d\\. grant-available: web \\(web/web of cluster shop\\) → ${db}\n`),
    );
  });

  it("rejects a time limit beyond a day, and says so", async () => {
    match(
      await refused(run("prove --time-limit 86401")),
      /it must be a number of seconds, more than 0 and at most 86400\.$/m,
    );
  });

  it("says what is missing", async () => {
    match(
      await failed(proveDocuments({ ...crossAccountDocuments(), keys: null })),
      /\n {3}decided by: what is missing in the keys of account 222222222222\n/,
    );
  });

  it("prints what the documentation shows", async () => {
    const page = readFileSync(
      join(__dirname, "../../../docs/understanding/counterexample.md"),
      "utf8",
    );
    const [, shown = ""] = /```console\n\$ npx eks-pod-secrets ([^`]*)```/.exec(page) ?? [];
    const [command = "", ...lines] = shown.split("\n");
    const { stdout } = await run(command.split(" "));
    const timeless = (text: string) => text.replaceAll(/ +[\d.]+ (ms|s)\b|\([\d.]+ s\)/g, "");
    ok(timeless(stdout).startsWith(timeless(lines.join("\n"))), stdout);
  });

  it("names the assumptions it makes, and makes none that are dropped", async () => {
    const claim = ["--claim", "read-exclusive", "--json"];
    const [all, dropped, only] = await Promise.all([
      proveDocuments(crossAccountDocuments(), claim),
      proveDocuments(crossAccountDocuments(), [...claim, "--drop", "owner-principals-closed"]),
      proveDocuments(crossAccountDocuments(), [...claim, "--assume", "owner-principals-closed"]),
    ]);
    const answers: Answer[] = [all, dropped, only].map(({ stdout }) => JSON.parse(stdout));
    each(answers, ({ assumptions }) => assumptions.join(" ")).are([
      "reader-trust pod-identity-truth web-identity-truth owner-principals-closed administrator-trust service-linked-roles owner-admits-reader external-reader-trust no-other-copies no-former-keys no-other-control-policies",
      "reader-trust pod-identity-truth web-identity-truth administrator-trust service-linked-roles owner-admits-reader external-reader-trust no-other-copies no-former-keys no-other-control-policies",
      "owner-principals-closed",
    ]);
    deepStrictEqual(column([all, dropped, only], "code"), [0, 1, 1]);
  });

  it("does not call proved what it had no time for", async () => {
    const { code, stdout } = await proveDocuments(crossAccountDocuments(), [
      ...["--claim", "read-exclusive", "--time-limit", "0.000001", "--json"],
    ]);
    strictEqual(code, 2);
    const { claims, result }: Answer = JSON.parse(stdout);
    strictEqual(result, "unknown");
    deepStrictEqual(rows(claims, "claim", "result"), [["read-exclusive", "unknown"]]);
    ok(claims[0]?.reason);
  });

  it("proves an inventory, and names the control policy that makes a grant useless", async () => {
    const denyAll = {
      Version: "2012-10-17",
      Statement: [{ Effect: "Deny", Action: "*", Resource: "*" }],
    };
    const inventory = `
organization: { id: o-exampleorg, serviceControlPolicies: [scp.json] }
accounts:
  a: { id: "111111111111", region: us-east-1 }
clusters:
  shop: { account: a, existing: true }
secrets:
  own: { account: a }
readers:
  web: { cluster: shop, namespace: web, serviceAccount: web, reads: [own] }
`;
    const args = ["--inventory", "@zone.yaml", "--claim", "grant-available", "--json"];
    const files = (scp: object) => ({ "zone.yaml": inventory, "scp.json": JSON.stringify(scp) });
    const allowAll = structuredClone(denyAll);
    for (const statement of allowAll.Statement) statement.Effect = "Allow";
    const [denied, allowed] = await Promise.all([
      prove(files(denyAll), args),
      prove(files(allowAll), args),
    ]);
    deepStrictEqual([denied.code, allowed.code], [1, 0], denied.stderr + allowed.stderr);
    const [claim] = (JSON.parse(denied.stdout) as Answer).claims;
    match(claim?.counterexample?.document ?? "", /^service control policy 1 at .* account 1{12}$/);
  });

  it("proves that no access changes, or shows who gains it", async () => {
    const after = crossAccountDocuments();
    const roles = after.roles.map((role) => ({ ...role, policies: [] }));
    const files = {
      "before.json": JSON.stringify({ ...after, roles }),
      "after.json": JSON.stringify(after),
    };
    const [same, wider] = await Promise.all([
      prove(files, ["--documents", "@before.json", "--against", "@before.json", "--json"]),
      prove(files, ["--documents", "@after.json", "--against", "@before.json", "--json"]),
    ]);
    deepStrictEqual([same.code, wider.code], [0, 1], same.stderr + wider.stderr);
    const [claim] = (JSON.parse(same.stdout) as Answer).claims;
    deepStrictEqual([claim?.claim, claim?.result], ["difference", "proved"]);
    const gained = (JSON.parse(wider.stdout) as Answer).claims.map((one) => one.counterexample);
    ok(
      gained.some((one) => one?.summary.includes(" gains arn:")),
      wider.stdout,
    );
  });

  const refusals: [string, string[], string][] = [
    [
      "an unknown assumption, with the names",
      ["--drop", "trust"],
      '--drop must name an assumption (reader-trust, pod-identity-truth, web-identity-truth, owner-principals-closed, administrator-trust, service-linked-roles, owner-admits-reader, external-reader-trust, no-other-copies, no-former-keys, no-other-control-policies), got "trust"',
    ],
    [
      "an assumption made and dropped",
      ["--assume", "reader-trust", "--drop", "reader-trust"],
      "reader-trust must be given to --assume or --drop, got both",
    ],
    [
      "two sources",
      ["--state", "--live"],
      "documents must come from one source, got --state and --live",
    ],
    [
      "a source of that name to compare with",
      ["--against", "previw"],
      "cannot read previw: no such file; --against takes preview, state, live, a documents file *.json, or an inventory",
    ],
    [
      "the claim difference with nothing to compare",
      ["--claim", "difference"],
      "the claim difference needs --against SOURCE, the documents to compare with",
    ],
  ];
  for (const [title, args, message] of refusals) {
    it(`rejects ${title}`, async () => {
      const { code, stderr, stdout } = await run(["prove", ...args]);
      deepStrictEqual([code, stdout, stderr], [2, "", `error: ${message}\n`]);
    });
  }

  it("rejects documents that it does not understand, each with its place", async () => {
    const text = `{
  "rolez": [],
  "secrets": [
    { "arn": "arn:aws:secretsmanager:us-east-1:222222222222:secret:a-AbCdEf" },
    { "arn": "secret-b" }
  ]
}`;
    const { code, stderr, stdout } = await prove({ "access.json": text }, [
      ...["--documents", "@access.json", "--json"],
    ]);
    deepStrictEqual([code, JSON.parse(stdout).result], [2, "error"]);
    match(stderr, /^access\.json:5:14: error: secrets\[1\]\.arn .* the form .*, got "secret-b"$/m);
    match(stderr, /^access\.json:2:12: error: rolez is no key that is known here/m);
  });
});
