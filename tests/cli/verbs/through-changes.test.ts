import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { waysOf } from "../../../cli/access-answers/through-changes";
import { throughChangesShape } from "../../../cli/access-answers/way-shapes";
import type { SourceDocuments } from "../../../cli/documents/source-documents";
import { reportShape } from "../../../cli/verbs/report/shape";
import { whoCanReadShape } from "../../../cli/verbs/who-can-read";
import { landingZoneDocuments } from "../../../sdk/access/landing-zone/landing-zone-documents";
import { SHOP, zoneOf } from "../pages";
import { run as runVerb, withFiles } from "../support";

const account = "111111111111";
const secret = `arn:aws:secretsmanager:eu-west-1:${account}:secret:orders/db-AbCdEf`;
const role = (name: string) => `arn:aws:iam::${account}:role/${name}`;
const policy = (...Statement: object[]) => ({ Version: "2012-10-17", Statement });
const allow = (Action: string | string[], Resource = "*") => ({
  Effect: "Allow",
  Action,
  Resource,
});
const trust = (Principal: object, Action = "sts:AssumeRole") =>
  policy({ Effect: "Allow", Principal, Action });

const provider = `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com`;
const documents = {
  wholeAccounts: [account],
  administrators: [role("admin")],
  secrets: [{ arn: secret }],
  roles: [
    {
      arn: role("reader"),
      trust: trust({ Service: "lambda.amazonaws.com" }),
      policies: [policy(allow("secretsmanager:GetSecretValue"))],
    },
    {
      arn: role("ci"),
      trust: trust({ Federated: provider }, "sts:AssumeRoleWithWebIdentity"),
      policies: [policy(allow(["iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction"]))],
    },
    {
      arn: role("admin"),
      trust: trust({ AWS: role("admin") }),
      policies: [policy(allow("iam:PutRolePolicy", role("admin")))],
    },
    {
      arn: role("operator"),
      trust: trust({ AWS: role("operator") }),
      policies: [policy(allow("lambda:UpdateFunctionCode"))],
    },
  ],
};

describe("--through-changes", () => {
  const run = (verb: string[], of: object = documents) =>
    withFiles({ "access.json": JSON.stringify(of) }, (directory) =>
      runVerb([...verb, "--documents", `${directory}/access.json`]),
    );

  it("tells who can come to read, by which calls, and apart what is declared or supposed", async () => {
    const verb = ["who-can-read", "orders/db", "--through-changes", "--json"];
    const { code, stdout } = await run(verb);
    strictEqual(code, 0);
    const { throughChanges } = whoCanReadShape.parse(JSON.parse(stdout));
    const ways = throughChanges?.ways.map(({ declared, start, steps, supposes }) => [
      start.key,
      steps.map(({ kind }) => kind).join(),
      declared,
      supposes !== undefined,
    ]);
    deepStrictEqual(ways, [
      [role("ci"), "pass-role", false, false],
      [role("admin"), "put-inline-policy", true, false],
      [role("operator"), "change-code", false, true],
      [`federated ${provider}`, "enter-by-token,pass-role", false, false],
    ]);
    ok(throughChanges?.ways.every(({ steps }) => steps.every(({ calls }) => calls.length > 0)));
  });

  it("says it in words, and that nobody else can", async () => {
    const { stdout } = await run(["who-can-read", "orders/db", "--through-changes"]);
    match(stdout, /1 change: a session of role ci .* comes to read secret orders\/db/);
    match(
      stdout,
      /if what nobody read is at its worst, also:\n {2}1 change: a session of role operator/,
    );
    match(
      stdout,
      /declared, by administrators and the roles that deploy:\n {2}1 change: .* role admin/,
    );
    match(stdout, /nobody else can, by changes of the \d+ kinds that are known/);
  });

  it("tries at most so many changes", async () => {
    const verb = ["who-can-read", "orders/db", "--through-changes", "1", "--json"];
    const { throughChanges } = throughChangesShapeOf(await run(verb));
    deepStrictEqual([throughChanges?.most, throughChanges?.ways.length], [1, 3]);
    const { code, stderr } = await run(["who-can-read", "orders/db", "--through-changes", "0"]);
    strictEqual(code, 2);
    match(stderr, /it must be 1 to 99/);
  });

  it("begins with what is compromised", async () => {
    const verb = ["blast-radius", "role", "ci", "--through-changes", "--json"];
    const { throughChanges } = throughChangesShapeOf(await run(verb));
    deepStrictEqual(
      throughChanges?.ways.map(({ start }) => start.key),
      [role("ci")],
    );
    const root = await run(["blast-radius", "administrator", account, "--through-changes"]);
    strictEqual(root.code, 0);
  });

  it("belongs to a summary", async () => {
    const verb = ["summary", "--account", account, "--through-changes", "--json"];
    const { throughChanges } = throughChangesShapeOf(await run(verb));
    strictEqual(throughChanges?.ways.length, 4);
  });

  it("belongs to a report, whose page says it too", async () => {
    await withFiles({}, async (directory) => {
      const file = join(directory, "page.html");
      const verb = ["report", "--no-proof", "--out", file, "--through-changes", "2"];
      const { code, stdout } = await runVerb([...verb, "--json"]);
      const answer = reportShape.parse(JSON.parse(stdout));
      deepStrictEqual([code, answer.throughChanges?.most], [0, 2]);
      strictEqual(answer.throughChanges?.result, "unknown");
      const text = readFileSync(file, "utf8");
      match(text, /Who can come to read/);
      match(text, /nobody read every role and user of account/);
      const words = await runVerb(verb);
      match(words.stdout, /is written; open it in a browser\n\nthrough at most 2 changes, /);
      match(words.stdout, /there may be other ways: nobody read every role and user of account/);
    });
  });

  it("takes no declared reader for somebody who comes to read what is granted to it", async () => {
    const zone = zoneOf(SHOP);
    const all = landingZoneDocuments(zone);
    const stock = zone.readers.find(({ id }) => id === "stock");
    const starts = async (read: typeof all) => {
      const source = { title: "zone", documents: read, notes: [], zone };
      const { throughChanges } = await waysOf(source, { throughChanges: true });
      return throughChanges?.ways.map(({ start }) => start.principal);
    };
    deepStrictEqual(await starts(all), []);
    const undeclared = await starts({ ...all, grants: [] });
    deepStrictEqual(
      undeclared?.map((one) => one?.kind === "session" && one.roleArn),
      [stock?.role.arn],
    );
  });

  it("is not complete where something of the documents was not read", async () => {
    const reason = "nobody may read the policy of the secret";
    const gaps = [
      { open: { kind: "secret" as const, arn: secret, part: "policy" as const }, reason },
    ];
    const source = { title: "live", documents, notes: [] };
    const of = async (read: SourceDocuments) =>
      (await waysOf(read, { throughChanges: true })).throughChanges;
    strictEqual((await of(source))?.result, "complete");
    const found = await of({ ...source, gaps });
    deepStrictEqual([found?.result, found?.reason], ["unknown", reason]);
  });

  it("does not say that nobody else comes to read where that is not known", async () => {
    const { wholeAccounts: _, ...others } = documents;
    const roles = [{ arn: role("none"), trust: trust({ AWS: role("none") }), policies: [] }];
    const verb = ["who-can-read", "orders/db", "--through-changes"];
    const { stdout } = await run(verb, { ...others, roles });
    match(stdout, /through any number of changes, nobody else is known to come to read\n/);
    const whole = await run(verb, { ...documents, roles });
    match(whole.stdout, /through any number of changes, nobody else comes to read\n/);
  });

  it("says of an organization whom no document names", async () => {
    const roles = [{ arn: role("none"), trust: trust({ AWS: role("none") }), policies: [] }];
    const verb = ["who-can-read", "orders/db", "--through-changes"];
    const within = async (organization: object, wholeAccounts = [account]) =>
      (await run(verb, { ...documents, organization, roles, wholeAccounts })).stdout;
    const delegated = "not looked at: the organization's delegated administrators";
    const trusted = "the services that may act in its accounts";
    const looked = "looked at, of the organization:";
    const manager = "999999999999";
    const control = { account, levels: [[policy(allow("*"))]] };
    for (const organization of [
      { id: "o-exampleorg" },
      { managementAccount: manager },
      { serviceControlPolicies: [control] },
    ]) {
      const text = await within(organization);
      match(text, /through any number of changes, nobody else is known to come to read\n/);
      match(text, /\nnobody else who was looked at can, by changes of the \d+ kinds/);
      ok(text.includes(`\n${delegated}; ${trusted}; its management account`));
    }
    const read = await within({ managementAccount: manager }, [account, manager]);
    ok(read.includes(`\n${looked} its management account ${manager}\n${delegated}; ${trusted}\n`));
    const organization = {
      ...{ managementAccount: manager, delegatedAdministrators: [] },
      trustedServices: [],
    };
    const whole = await within(organization, [account, manager]);
    match(whole, /through any number of changes, nobody else comes to read\n/);
    match(whole, /\nnobody else can, by changes/);
    ok(
      whole.includes(`\n${looked} the organization's delegated administrators, of whom there are`),
    );
    for (const organization of [{}, { serviceControlPolicies: [], resourceControlPolicies: [] }]) {
      match(await within(organization), /nobody else can, by changes/);
    }
  });

  it("is not complete where nobody read who is in an account", async () => {
    const { wholeAccounts: _, ...others } = documents;
    const verb = ["who-can-read", "orders/db", "--through-changes"];
    const { code, stdout } = await run(verb, others);
    strictEqual(code, 2);
    match(
      stdout,
      /there may be other ways: nobody read every role and user of account 111111111111/,
    );
  });
});

function throughChangesShapeOf({ stdout }: { stdout: string }) {
  const { throughChanges } = JSON.parse(stdout);
  return { throughChanges: throughChangesShape.throughChanges.parse(throughChanges) };
}
