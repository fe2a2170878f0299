import { deepStrictEqual, match, ok, strictEqual } from "node:assert";
import type { SummaryAnswer } from "../../../cli/verbs/summary/shape";
import { done, failed, refused } from "../../outcomes";
import { createRole, serviceTrust } from "../../sandbox/eks-support";
import { A, B, type Credentials, type TestSandbox, withSandbox } from "../../sandbox/support";
import { mayAssume, READS, trusting } from "../documents/live-rights";
import { type Ended, filesIn, run } from "../support";

const MACHINES = serviceTrust("ec2.amazonaws.com");
const ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess";
const VIA = { StringEquals: { "kms:ViaService": "secretsmanager.us-east-1.amazonaws.com" } };
const root = (account: string) => `arn:aws:iam::${account}:root`;
const policy = (...Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });
const lets = (Principal: unknown, more: object = {}) => ({
  ...{ Sid: "Reads", Effect: "Allow", Principal, Action: "secretsmanager:GetSecretValue" },
  ...{ Resource: "*", ...more },
});
const owns = { Effect: "Allow", Principal: { AWS: root(B) }, Action: "kms:*", Resource: "*" };

describe("the summary of an account without an inventory", () => {
  const { sandbox } = withSandbox();
  let ended: Ended;
  let answer: SummaryAnswer;

  const summary = (...args: string[]) => summaryAs(sandbox.administrator(B), ...args);
  const summaryAs = ({ accessKeyId, secretAccessKey }: Credentials, ...args: string[]) =>
    run(["summary", ...args], {
      env: {
        AWS_ENDPOINT_URL: sandbox.endpoint,
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
        AWS_REGION: "us-east-1",
      },
    });

  before(async () => {
    await plant(sandbox);
    ended = await summary("--live", "--account", B, "--json");
    answer = JSON.parse(ended.stdout);
  });

  it("is complete, of every secret and of every parameter that is a SecureString", () => {
    strictEqual(ended.stderr, "");
    strictEqual(ended.code, 0);
    strictEqual(answer.result, "complete");
    deepStrictEqual(answer.unread, []);
    deepStrictEqual(namesOf(answer.objects), [
      ...["/app/token", "app/db-1", "app/db-2", "for-lambda", "granted", "locked", "open"],
      ...["organization", "partner"],
    ]);
    ok(answer.notes.some((one) => one.startsWith("1 parameter of type String")));
  });

  it("finds each way in, and no other", () => {
    const found = answer.findings
      .filter(({ who }) => !who.names.some((name) => name.endsWith(":user/administrator")))
      .map(inWords);
    deepStrictEqual(found.sort(), [...EXPECTED].sort());
  });

  it("tells what anyone reads first, and what the account's own read last", () => {
    const order = answer.findings.map(({ access }) => access);
    const rank = ["public", "external", "internal"];
    deepStrictEqual(
      order,
      [...order].sort((a, b) => rank.indexOf(a) - rank.indexOf(b)),
    );
  });

  it("gives each finding a request and the statement that lets it in", () => {
    for (const { by, request } of answer.findings) {
      ok(request.action);
      ok(by.length > 0, JSON.stringify(by));
    }
    const [open] = answer.findings;
    deepStrictEqual(open?.by[0], { document: "resource policy", statement: "Reads" });
  });

  it("names who may change who reads", () => {
    ok(answer.mayOpen?.includes(`arn:aws:iam::${B}:role/breakglass`));
    ok(!answer.mayOpen?.includes(`arn:aws:iam::${B}:role/auditor`));
  });

  it("says the same in lines", async () => {
    const stdout = await done(summary("--live", "--account", B, "--region", "us-east-1"));
    match(
      stdout,
      /^account 222222222222: 8 secrets, 1 parameter, \d+ findings\n\nanyone at all:\n {2}anyone: 1 secret: open\n/,
    );
    match(stdout, /\n {2}2 roles \(breakglass, ci\): 7 secrets, 1 parameter: /);
    match(stdout, /\n {4}breakglass:\n {4}ec2\.amazonaws\.com may become it; to close .* policy\n/);
    match(stdout, /complete: nobody else reads, as far as these documents go\n$/);
  });

  it("puts first what an inventory does not declare", async () => {
    const breakglass = `arn:aws:iam::${B}:role/breakglass`;
    const administrators = JSON.stringify([{ role: breakglass, from: ["ec2.amazonaws.com"] }]);
    const inventory = `accounts: { b: { id: "${B}", region: us-east-1, administrators: ${administrators} } }\n`;
    const directory = filesIn({ "zone.yaml": inventory });
    const declared = ["--inventory", `${directory}/zone.yaml`];
    const stdout = await failed(summary("--live", "--account", "b", ...declared, "--json"));
    const { findings, unexplained } = JSON.parse(stdout) as SummaryAnswer;
    strictEqual(unexplained, findings.length - 1);
    const last = findings.at(-1);
    deepStrictEqual(last?.explanation, { as: "administrator" });
    deepStrictEqual(last?.who.names, [breakglass]);
  });

  it("is not complete without the rights to read, and names call and account", async () => {
    const { iam } = sandbox.clients(B);
    const { AccessKey } = await iam.createAccessKey({ UserName: "dave" });
    const { AccessKeyId: accessKeyId = "", SecretAccessKey: secretAccessKey = "" } =
      AccessKey ?? {};
    const keys = { accessKeyId, secretAccessKey };
    const { code, stdout } = await summaryAs(keys, "--live", "--account", B, "--json");
    strictEqual(code, 2);
    const { reason, result, unread } = JSON.parse(stdout) as SummaryAnswer;
    strictEqual(result, "unknown");
    match(reason ?? "", /^[a-z]+:[A-Za-z]+ in account 222222222222 leaves open /);
    ok(unread?.some(({ call }) => call === "secretsmanager:ListSecrets"));
  });

  it("rejects --live beside a file of documents, and what only --live takes", async () => {
    const file = ["--account", A, "--documents", "documents.json"];
    match(await refused(summary("--live", ...file)), /one source: .*, got both/);
    const stray = /--region must stand beside --live, got --documents/;
    match(await refused(summary(...file, "--region", "us-east-1")), stray);
  });

  it("rejects credentials of another account", async () => {
    match(
      await refused(summary("--live", "--account", A)),
      /^error: the credentials .* account 111111111111, got those of .*give --profile/,
    );
  });
});

const EXPECTED = [
  "public anyone: open",
  `external account ${A}: partner`,
  "external organization o-partners: organization",
  "external service lambda.amazonaws.com: for-lambda",
  `external role arn:aws:iam::${A}:role/q through crossread where sts:ExternalId: app/db-1 app/db-2 for-lambda granted locked organization partner`,
  `external role arn:aws:iam::${A}:role/r through hop last: /app/token`,
  `internal role breakglass ci by ${ADMINISTRATOR}: /app/token app/db-1 app/db-2 for-lambda granted locked organization partner`,
  "internal role crossread by inline policy inline: app/db-1 app/db-2 for-lambda granted locked organization partner",
  "internal role last by inline policy inline: /app/token",
  "internal role from-network where aws:SourceVpce by inline policy inline: app/db-2",
  "internal role auditor by inline policy inline grant of the key: granted",
  `internal user carol by inline policy reads of arn:aws:iam::${B}:group/ops: app/db-1`,
];

/** Describes a finding in one line. */
function inWords({
  access,
  by,
  conditions,
  objects,
  through,
  who,
}: SummaryAnswer["findings"][number]) {
  const names = who.names.map((name) =>
    access === "internal" ? (name.split("/").at(-1) ?? "") : name,
  );
  const [chain = []] = through;
  return [
    [access, who.kind, ...names].join(" "),
    ...(chain.length > 0 ? [`through ${chain.map((one) => one.split("/").at(-1)).join(" ")}`] : []),
    ...(conditions.length > 0 ? [`where ${conditions.map(({ key }) => key).join(" ")}`] : []),
    ...(access === "internal" ? [`by ${by.map(({ document }) => document).join(" ")}`] : []),
  ]
    .join(" ")
    .concat(`: ${namesOf(objects).join(" ")}`);
}

function namesOf(arns: string[]): string[] {
  return arns
    .map((arn) => arn.replace(/^.*:(?:secret:|parameter)/, "").replace(/^([^/].*)-.{6}$/, "$1"))
    .sort();
}

/** Plants ways to read, and cases that almost are one. */
async function plant(sandbox: TestSandbox): Promise<void> {
  for (const name of ["q", "r", "s"]) await createRole(sandbox, A, name, MACHINES);
  const { iam, kms, secretsManager, ssm } = sandbox.clients(B);
  const key = async (...statements: object[]) => {
    const { KeyMetadata } = await kms.createKey({});
    const KeyId = KeyMetadata?.Arn ?? "";
    await kms.putKeyPolicy({ KeyId, Policy: policy(owns, ...statements) });
    return KeyId;
  };
  const secret = async (Name: string, KmsKeyId?: string, ...statements: object[]) => {
    const { ARN: SecretId } = await secretsManager.createSecret({
      Name,
      KmsKeyId,
      SecretString: "x",
    });
    if (statements.length === 0) return;
    const ResourcePolicy = policy(...statements);
    await secretsManager.putResourcePolicy({ SecretId, ResourcePolicy });
  };
  const everyone = { Principal: "*", Effect: "Allow", Action: "kms:Decrypt", Resource: "*" };
  const wide = await key({ ...everyone, Condition: VIA });
  const own = await key();
  const granted = await key();
  await secret("app/db-1");
  await secret("app/db-2");
  await secret("open", wide, lets("*"));
  await secret("partner", wide, lets({ AWS: root(A) }));
  await secret(
    "organization",
    wide,
    lets("*", { Condition: { StringEquals: { "aws:PrincipalOrgID": "o-partners" } } }),
  );
  await secret("for-lambda", wide, lets({ Service: "lambda.amazonaws.com" }));
  // The key's policy denies those whom the secret's policy allows.
  await secret("locked", own, lets({ AWS: root(A) }));
  await secret("granted", granted);
  for (const [Name, Type] of [
    ["/app/token", "SecureString"],
    ["/app/plain", "String"],
  ] as const) {
    await ssm.putParameter({ Name, Type, Value: "x" });
  }
  for (const name of ["breakglass", "ci"]) {
    await createRole(sandbox, B, name, MACHINES);
    await iam.attachRolePolicy({ RoleName: name, PolicyArn: ADMINISTRATOR });
  }
  const trust = JSON.parse(trusting(`arn:aws:iam::${A}:role/q`));
  trust.Statement[0].Condition = { StringEquals: { "sts:ExternalId": "secret" } };
  await createRole(sandbox, B, "crossread", JSON.stringify(trust), READS);
  const last = `arn:aws:iam::${B}:role/last`;
  const hop = await createRole(sandbox, B, "hop", trusting(`arn:aws:iam::${A}:role/r`), [
    mayAssume(last),
  ]);
  await createRole(sandbox, B, "last", trusting(hop), [may("ssm:GetParameter", "parameter/app/*")]);
  await createRole(sandbox, B, "from-network", MACHINES, [
    {
      ...may(GET, "secret:app/db-2-*"),
      Condition: { StringEquals: { "aws:SourceVpce": "vpce-1" } },
    },
  ]);
  const auditor = await createRole(sandbox, B, "auditor", MACHINES, [may(GET, "secret:granted-*")]);
  await kms.createGrant({ KeyId: granted, GranteePrincipal: auditor, Operations: ["Decrypt"] });
  await iam.createGroup({ GroupName: "ops" });
  await iam.putGroupPolicy({
    ...{ GroupName: "ops", PolicyName: "reads" },
    PolicyDocument: policy(may(GET, "secret:app/db-1-*")),
  });
  for (const UserName of ["carol", "dave"]) await iam.createUser({ UserName });
  await iam.addUserToGroup({ GroupName: "ops", UserName: "carol" });
  await plantNearMisses(sandbox);
}

/** Plants roles that each lack one thing. */
async function plantNearMisses(sandbox: TestSandbox): Promise<void> {
  const nearly: [name: string, trust: string, ...rights: object[]][] = [
    ["other-secret", MACHINES, may(GET, "secret:application/*")],
    ["no-key", MACHINES, may(GET, "secret:locked-*")],
    ["denied", MACHINES, ...READS, { ...may(GET, "*"), Effect: "Deny" }],
    ["describes", MACHINES, may("secretsmanager:DescribeSecret", "secret:*")],
    ["dead-end", trusting(`arn:aws:iam::${A}:role/s`), mayAssume(`arn:aws:iam::${B}:role/ci`)],
  ];
  for (const [name, trust, ...rights] of nearly) {
    await createRole(sandbox, B, name, trust, rights);
  }
}

const GET = "secretsmanager:GetSecretValue";

function may(Action: string, resource: string): object {
  const service = Action.startsWith("ssm") ? "ssm" : "secretsmanager";
  const Resource = resource === "*" ? "*" : `arn:aws:${service}:us-east-1:${B}:${resource}`;
  return { Effect: "Allow", Action, Resource };
}
