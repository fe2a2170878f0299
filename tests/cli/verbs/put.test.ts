import { deepStrictEqual, match, notStrictEqual, ok, strictEqual } from "node:assert";
import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { putShape } from "../../../cli/verbs/put/shape";
import { column, rows } from "../../facts";
import { done, refused } from "../../outcomes";
import { A, B } from "../../sandbox/support";
import { INVENTORY, PutProject } from "./put-project";

const VALUE = "correct horse battery staple";

describe("eks-pod-secrets put", () => {
  const project = new PutProject();
  const { current, put } = project;

  it("makes the value the current one, byte for byte, and names the version", async () => {
    const { code, stderr, stdout } = await put(B, ["foreign"], { input: VALUE });
    const { SecretString, VersionId } = await current(B, "foreign");
    deepStrictEqual(
      [code, stdout, stderr, SecretString],
      [
        ...[0, `secret foreign of account ${B} (b), us-east-1: new version ${VersionId}\n`],
        ...["which pods have the new value was not seen; --wait says why\n", VALUE],
      ],
    );
  });

  it("says with --wait why it saw no pods, and ends with 2, though the value is put", async () => {
    const { code, stderr, stdout } = await put(B, ["foreign", "--wait", "1"], { input: "waited" });
    const { SecretString } = await current(B, "foreign");
    deepStrictEqual([code, SecretString], [2, "waited"], stdout);
    match(stderr, /which pods have the new value was not seen: the credentials must be of account/);
  });

  it("makes no second version of the same value", async () => {
    const { secretsManager } = project.sandbox.clients(B);
    const versions = async () =>
      (await secretsManager.listSecretVersionIds({ SecretId: "foreign" })).Versions?.length;
    await put(B, ["foreign"], { input: VALUE });
    const before = await versions();
    const { stdout } = await put(B, ["foreign", "--json"], { input: VALUE });
    const { VersionId } = await current(B, "foreign");
    const answer = {
      result: "unchanged",
      version: VersionId,
      kind: "secret",
      name: "foreign",
      account: B,
      region: "us-east-1",
    };
    const { pods, ...told } = JSON.parse(stdout);
    deepStrictEqual([told, await versions()], [answer, before]);
    deepStrictEqual([pods.old, pods.unseen.length], [[], 1]);
  });

  it("prints the value nowhere, whether it works or not", async () => {
    const runs = await Promise.all([
      put(A, ["own"], { input: VALUE }),
      put(B, ["own"], { input: VALUE }),
      put(A, ["parts"], { input: VALUE }),
      put(B, ["missing"], { input: VALUE }),
    ]);
    deepStrictEqual(column(runs, "code"), [0, 2, 2, 2]);
    for (const { stderr, stdout } of runs) ok(!`${stdout}${stderr}`.includes(VALUE));
  });

  it("rejects credentials of another account before it sends anything", async () => {
    const { VersionId } = await current(B, "foreign");
    match(
      await refused(put(A, ["foreign"], { input: "another value" })),
      new RegExp(
        `^error: the credentials must be of account ${B} \\(b\\), got those of arn:aws:iam::${A}:.*nothing was sent`,
      ),
    );
    strictEqual((await current(B, "foreign")).VersionId, VersionId);
  });

  it("rejects a secret that is not deployed, and says how to deploy it", async () => {
    strictEqual(
      await refused(put(B, ["missing"], { input: VALUE })),
      `error: secret missing must exist before its value, found none in us-east-1 of account ${B} (b); deploy it: eks-pod-secrets up --only b.secrets\n`,
    );
  });

  /** Runs `put` against a Secrets Manager that answers like this. */
  async function putAnswered(answer: RequestListener) {
    const server = createServer(answer).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const { accessKeyId, secretAccessKey } = project.sandbox.administrator(B);
    const env = {
      AWS_ENDPOINT_URL: project.sandbox.endpoint,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: `http://127.0.0.1:${port}`,
      ...{ AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey },
    };
    const { stderr } = await put(B, ["foreign"], { input: VALUE, env });
    server.close();
    return stderr;
  }

  it("rejects an answer without a version: nobody knows whether the value is there", async () => {
    const stderr = await putAnswered((_, response) => response.end("{}"));
    match(stderr, /^error: cannot put secret foreign of account \d+: AWS answered nothing that/);
  });

  it("shows nothing of a message in which AWS repeats the value in another form", async () => {
    const message = `value ${Buffer.from(VALUE).toString("base64").slice(0, 20)}… is not valid`;
    const stderr = await putAnswered((_, response) => {
      response.writeHead(400, { "content-type": "application/x-amz-json-1.1" });
      response.end(JSON.stringify({ __type: "InvalidParameterException", message }));
    });
    strictEqual(
      stderr,
      `error: cannot put secret foreign of account ${B}: InvalidParameterException; its message holds a part of the value, and is not shown\n`,
    );
  });

  it("rejects a name that the inventory does not have", async () => {
    match(
      await refused(put(A, ["nothing"], { input: VALUE })),
      /^error: SECRET must name a secret or parameter of .*, got "nothing"; known: own, foreign, missing, parts, \/flags\n$/,
    );
  });

  it("rejects an inventory with mistakes before it reads the value", async () => {
    match(
      await refused(put(A, ["own"], { input: VALUE }, "accounts: 7\n")),
      /zone\.yaml:1:11: error: accounts must be a mapping, got the number 7\n$/,
    );
  });

  it("rejects an empty value and a value that is too long", async () => {
    const [empty, long] = await Promise.all([
      put(A, ["own"]),
      put(A, ["own"], { input: "x".repeat(65_537) }),
    ]);
    deepStrictEqual(rows([empty, long], "code", "stderr"), [
      [2, "error: the value must not be empty, got nothing on standard input\n"],
      [2, "error: the value must be at most 65536 bytes, got more\n"],
    ]);
  });

  it("rejects a value without the parts that readers mount", async () => {
    const cases: [string, string][] = [
      ["not JSON", "the value must be JSON: reader api mounts a part of it, jmesPath db.password"],
      [
        "{}",
        "the value must have a string at jmesPath db.password, which reader api mounts, got none there",
      ],
      [
        '{"db":{"password":7}}',
        "the value must have a string at jmesPath db.password, which reader api mounts, got one of type number",
      ],
    ];
    for (const [input, message] of cases) {
      strictEqual(await refused(put(A, ["parts"], { input })), `error: ${message}\n`);
    }
    await done(put(A, ["parts"], { input: '{"db":{"password":"x"}}' }));
  });

  it("reads the value from another descriptor", async () => {
    const { code } = await put(A, ["own", "--fd", "3"], { input: "not this", third: "from three" });
    deepStrictEqual([code, (await current(A, "own")).SecretString], [0, "from three"]);
  });

  it("keeps bytes that are no text as a binary value", async () => {
    const bytes = Buffer.from([0xff, 0xfe, 0x00]);
    await done(put(A, ["own"], { input: bytes }));
    deepStrictEqual(Buffer.from((await current(A, "own")).SecretBinary ?? []), bytes);
  });

  it("notes a newline at the end, and keeps it", async () => {
    const { stderr } = await put(A, ["own"], { input: "one line\n" });
    strictEqual(
      stderr,
      "note: the value ends in a newline, which is part of it; printf %s writes none\n",
    );
    strictEqual((await current(A, "own")).SecretString, "one line\n");
  });

  it("creates a parameter with its value, then replaces it", async () => {
    const read = async () => {
      const { Parameters = [] } = await project.sandbox
        .clients(A)
        .ssm.getParameters({ Names: ["/flags"], WithDecryption: true });
      return [Parameters[0]?.Type, Parameters[0]?.Value, Parameters[0]?.Version];
    };
    const first = await put(A, ["/flags"], { input: "on" });
    deepStrictEqual([first.code, await read()], [0, ["SecureString", "on", 1]]);
    await put(A, ["/flags"], { input: "off" });
    deepStrictEqual(await read(), ["SecureString", "off", 2]);
    match((await put(A, ["/flags"], { input: "off" })).stdout, /: unchanged, .* has this value\n$/);
  });

  /** The inventory with a deploy role of an account that may do this action. */
  async function withDeployRole(account: string, name: string, Action: string): Promise<string> {
    const document = (statement: object) =>
      JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });
    const { iam } = project.sandbox.clients(account);
    const Principal = { AWS: `arn:aws:iam::${A}:root` };
    const AssumeRolePolicyDocument = document({ Principal, Action: "sts:AssumeRole" });
    await iam.createRole({ RoleName: name, AssumeRolePolicyDocument });
    const PolicyDocument = document({ Action, Resource: "*" });
    await iam.putRolePolicy({ RoleName: name, PolicyName: "put", PolicyDocument });
    const role = `arn:aws:iam::${account}:role/${name}`;
    return INVENTORY.replace(`id: "${account}",`, `id: "${account}", deployRole: "${role}",`);
  }

  it("assumes the owner's deploy role where the inventory names one", async () => {
    const inventory = await withDeployRole(B, "deploy", "secretsmanager:*");
    const { code, stderr } = await put(A, ["foreign"], { input: "by the role" }, inventory);
    deepStrictEqual([code, stderr], [0, ""]);
    strictEqual((await current(B, "foreign")).SecretString, "by the role");
    notStrictEqual(inventory, INVENTORY);
  });

  const writable: [string, string, string][] = [
    ["secret", "foreign", "secretsmanager:PutSecretValue"],
    ["parameter", "/flags", "ssm:PutParameter"],
  ];
  for (const [kind, name, action] of writable) {
    it(`puts a ${kind} by a role that may write it and not read it, each time anew`, async () => {
      const account = kind === "secret" ? B : A;
      const inventory = await withDeployRole(account, kind, action);
      for (const input of ["unread", "unread"]) {
        match(await done(put(A, [name], { input }, inventory)), /new version/);
      }
    });
  }

  it("says in one line that there are no credentials", async () => {
    const env = { AWS_ENDPOINT_URL: project.sandbox.endpoint };
    const { code, stderr } = await put(A, ["own"], { input: VALUE, env });
    deepStrictEqual([code, stderr.split("\n").length], [2, 2]);
    match(stderr, /^error: the credentials .* 111111111111 \(a\), found none; nothing was sent: /);
  });
});

describe("eks-pod-secrets put --from-json", () => {
  const project = new PutProject();
  const { current, put } = project;

  it("puts the values of many from JSON, tells each, and goes on where one fails", async () => {
    const object = '{ "db": {"password": "p"},  "pin": 12345678901234567890 }';
    const input = `{"own": "from JSON", "parts": ${object}, "/flags": "on"}`;
    const { code, stderr, stdout } = await put(A, ["--from-json", "-"], { input });
    deepStrictEqual([code, stderr], [0, ""]);
    match(stdout, /^secret own .*\nsecret parts .*\nparameter \/flags .*\n$/);
    strictEqual((await current(A, "own")).SecretString, "from JSON");
    strictEqual((await current(A, "parts")).SecretString, object);
    const again = await put(A, ["--from-json", "--json"], { input });
    const { result, values } = JSON.parse(again.stdout);
    deepStrictEqual(
      [result, values.map((one: { result: string }) => one.result)],
      ["done", ["unchanged", "unchanged", "unchanged"]],
    );
    putShape.parse(JSON.parse(again.stdout));
    const half = await put(B, ["--from-json", "-"], { input: '{"missing": "x", "foreign": "y"}' });
    strictEqual(half.code, 2);
    match(half.stdout, /^secret missing .*: failed: .*must exist.*\nsecret .* new version/);
  });

  it("rejects JSON of which one value cannot be put before it puts any, and shows none", async () => {
    const before = (await current(A, "own")).VersionId;
    const cases: [string | Buffer, RegExp][] = [
      [
        `{"own": "${VALUE}", "nothing": "x"}`,
        /a key of - must name a secret or parameter of .*, got "nothing"/,
      ],
      [`{"own": "${VALUE}", "parts": "no JSON"}`, /parts: the value must be JSON/],
      [`{"own": "${VALUE}", "parts": 7}`, /the value of parts must be a text or an object/],
      [`{"own": "${VALUE}", "own": "x"}`, /each key stands once; it is not at line 1, column/],
      [`{"own": "${VALUE}"`, /must be JSON in which/],
      [`{"own": "${VALUE}", "foreign": "x"}`, /must be of account 222222222222/],
      [`{"own": ""}`, /the value of own must not be empty/],
      [Buffer.from('{"own": "p\xe4ss"}', "latin1"), /standard input must be UTF-8 text/],
      [String.raw`{"own": "half \ud83d"}`, /the value of own must be text; .* half of a character/],
      ["[]", /must be a JSON object/],
      ["{}", /got none/],
      [
        `{"own": "${VALUE}", "/flags": "${"x".repeat(5000)}"}`,
        /\/flags must be at most 4096 bytes/,
      ],
    ];
    for (const [input, message] of cases) {
      const { code, stderr, stdout } = await put(A, ["--from-json", "-"], { input });
      deepStrictEqual([code, stdout], [2, ""]);
      match(stderr, message);
      ok(!stderr.includes("correct horse"));
    }
    strictEqual((await current(A, "own")).VersionId, before);
    const both = await put(A, ["own", "--from-json", "-"], { input: "{}" });
    match(both.stderr, /either SECRET or --from-json, got both/);
  });
});
