import { deepStrictEqual, doesNotMatch, match, strictEqual, throws } from "node:assert/strict";
import { randomBytes } from "node:crypto";

import { Input } from "../../sandbox/operations/input/input";
import { INPUT_DIALECTS } from "../../sandbox/operations/input/input-dialect";
import { call, exchange, IDENTITY, type RawRequest } from "./raw";
import { A, type Credentials, withSandbox } from "./support";

const JSON_HEADERS = {
  "content-type": "application/x-amz-json-1.1",
  "x-amz-target": "secretsmanager.CreateSecret",
};
const SECRETS: RawRequest = { service: "secretsmanager", headers: JSON_HEADERS };
const HEAD = "POST / HTTP/1.1\r\nHost: sandbox\r\n";

describe("sandbox server under hostile input", () => {
  const { sandbox } = withSandbox({ requestTimeout: 300 });
  let administrator: Credentials;
  before(async () => {
    administrator = sandbox.administrator(A);
  });
  afterEach(async () => {
    deepStrictEqual(sandbox.failures, []);
    await sandbox.clients(A).sts.getCallerIdentity();
  });

  const answerOf = async (request: RawRequest) => {
    const { status, text, headers } = await call(sandbox.endpoint, administrator, request);
    match(headers.get("x-amzn-requestid") ?? "", /^[0-9a-f-]{36}$/);
    return [status, /<Code>(.*)<\/Code>/.exec(text)?.[1] ?? (JSON.parse(text).__type as string)];
  };

  it("refuses JSON bodies that are none", async () => {
    for (const body of [
      "{",
      "[]",
      '"text"',
      "null",
      "1e999",
      "\u0000",
      "[".repeat(100_000),
      `${'{"a":'.repeat(5000)}1${"}".repeat(5000)}`,
    ]) {
      deepStrictEqual(await answerOf({ ...SECRETS, body }), [400, "SerializationException"]);
    }
  });

  it("refuses a structure of which no text can be made", () => {
    const input = new Input({ size: { toString: 1, valueOf: 1 } }, INPUT_DIALECTS.rest);
    throws(() => input.integer("size", { min: 1, max: 9 }), {
      message: "size must be 1 to 9, got a structure",
    });
  });

  it("refuses forms that are none", async () => {
    for (const [form, code] of [
      ["", "MissingAction"],
      ["%", "MalformedInput"],
      ["Action=%ff", "MalformedInput"],
      ["Action.member.1=GetCallerIdentity&Version=2011-06-15", "MissingAction"],
      ["Action=__proto__&Version=2011-06-15", "InvalidAction"],
      ["Action=constructor&Version=2011-06-15", "InvalidAction"],
      ["Action=GetCallerIdentity", "InvalidAction"],
      ["Action=GetCallerIdentity&Version=2010-05-08", "InvalidAction"],
      ["Action=AssumeRole&Version=2011-06-15", "ValidationError"],
      ["Action=AssumeRole&Version=2011-06-15&RoleArn.member.1=x", "ValidationError"],
      [
        `Action=AssumeRole&Version=2011-06-15&RoleArn=arn:aws:iam::${A}:role/a%00b&RoleSessionName=xx`,
        "AccessDenied",
      ],
      [
        `Action=AssumeRole&Version=2011-06-15&RoleArn=arn:aws:iam::${A}:role/${"a".repeat(2000)}&RoleSessionName=xx`,
        "AccessDenied",
      ],
      [
        "Action=AssumeRole&Version=2011-06-15&RoleArn=arn:aws:iam::x:role/a&RoleSessionName=xx&Tags.member.1=a",
        "ValidationError",
      ],
      [`Action=GetCallerIdentity&Version=2011-06-15&${"a.".repeat(20)}b=1`, "MalformedInput"],
      [`Action=GetCallerIdentity&Version=2011-06-15${"&a=1".repeat(20_000)}`, "MalformedInput"],
    ] as const) {
      strictEqual((await answerOf({ ...IDENTITY, body: form }))[1], code, form.slice(0, 60));
    }
  });

  it("refuses structures where texts are meant, in forms", async () => {
    const role = "Action=TagRole&Version=2010-05-08&RoleName=a&Tags.member.1.";
    for (const [service, form] of [
      ["iam", `${role}Key.x=y`],
      ["iam", `${role}Key=k&Tags.member.1.Value.x=y`],
      ["iam", "Action=UntagRole&Version=2010-05-08&RoleName=a&TagKeys.member.1.x=y"],
      ["iam", "Action=GetAccountAuthorizationDetails&Version=2010-05-08&Filter.member.1.x=y"],
      [
        "sts",
        `Action=AssumeRole&Version=2011-06-15&RoleArn=${"a".repeat(20)}&TransitiveTagKeys.member.1.x=y`,
      ],
    ] as const) {
      const answer = await answerOf({ ...IDENTITY, service, body: form });
      deepStrictEqual(answer, [400, "ValidationError"], form);
    }
  });

  it("refuses paths and queries that are none", async () => {
    for (const path of ["/%", "/clusters/%ff", "/?a=%ff", "/clusters?x=%"]) {
      const response = await fetch(`${sandbox.endpoint}${path}`);
      match(String(response.status), /^40[034]$/);
      strictEqual(typeof (await response.text()), "string");
    }
    deepStrictEqual(await answerOf({ service: "eks", method: "GET", path: "/no/such/path" }), [
      404,
      "UnknownOperationException",
    ]);
    deepStrictEqual(
      await answerOf({ service: "eks", method: "GET", path: "/clusters/a%00b" }).then(
        ([status]) => status === 500,
      ),
      false,
    );
  });

  it("refuses an operation that it lacks, by name, in the JSON protocol", async () => {
    const headers = { ...JSON_HEADERS, "x-amz-target": "secretsmanager.NoSuchThing" };
    const {
      status,
      text,
      headers: answered,
    } = await call(sandbox.endpoint, administrator, { ...SECRETS, headers, body: "{}" });
    strictEqual(status, 400);
    strictEqual(answered.get("x-amzn-errortype"), "UnknownOperationException");
    deepStrictEqual(JSON.parse(text), {
      __type: "UnknownOperationException",
      Message: "secretsmanager has no operation NoSuchThing in this sandbox, which lacks it",
    });
    const elsewhere = { ...headers, "x-amz-target": "TrentService.Decrypt" };
    deepStrictEqual(await answerOf({ ...SECRETS, headers: elsewhere, body: "{}" }), [
      400,
      "UnknownOperationException",
    ]);
  });

  it("refuses a body over 1 MiB, announced or not, before it has come whole", async () => {
    const megabyte = Buffer.alloc(1024 * 1024, "a");
    const body = Array.from({ length: 100 }, () => megabyte);
    const announced = await exchange(
      sandbox.endpoint,
      `${HEAD}Content-Length: ${100 * megabyte.length}\r\n\r\n`,
      ...body,
    );
    const headerAlone = await exchange(
      sandbox.endpoint,
      `${HEAD}Content-Length: ${1 + megabyte.length}\r\n\r\n`,
    );
    const chunk = `${megabyte.length.toString(16)}\r\n`;
    const chunked = await exchange(
      sandbox.endpoint,
      `${HEAD}Transfer-Encoding: chunked\r\n\r\n`,
      ...body.flatMap((bytes) => [chunk, bytes, "\r\n"]),
    );
    for (const text of [announced, headerAlone, chunked]) {
      match(text, /^HTTP\/1\.1 413 /);
      match(text, /x-amzn-requestid: /i);
      match(text, /connection: close/i);
      match(text, /RequestEntityTooLargeException/);
    }
  });

  it("cuts off clients that send nothing, half a header or half a body", async () => {
    strictEqual((await exchange(sandbox.endpoint)).startsWith("HTTP/1.1 200"), false);
    match(await exchange(sandbox.endpoint, "POST / HT"), /^HTTP\/1\.1 408 .*RequestTimeout/s);
    match(await exchange(sandbox.endpoint, HEAD), /^HTTP\/1\.1 408 .*x-amzn-requestid/s);
    const half = `${HEAD}Content-Length: 10\r\n\r\nhalf`;
    match(await exchange(sandbox.endpoint, half), /^$|^HTTP\/1\.1 408 /);
    const drops = Array.from({ length: 20 }, () => ["a", { wait: 50 }]).flat();
    match(
      await exchange(sandbox.endpoint, `${HEAD}Content-Length: 1000\r\n\r\n`, ...drops),
      /^$|^HTTP\/1\.1 408 /,
    );
  });

  it("answers what is no HTTP in AWS's shape, and closes", async () => {
    for (const bytes of [
      "\r\n\r\nnonsense\r\n\r\n",
      "GET / HTTP/9.9\r\n\r\n",
      `${HEAD}Content-Length: -1\r\n\r\n`,
      `${HEAD}Content-Length: 1\r\nContent-Length: 2\r\n\r\n`,
      `${HEAD}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n`,
      `${HEAD}Transfer-Encoding: chunked\r\n\r\nzz\r\n`,
      `${HEAD}Bad Header: 1\r\n\r\n`,
      // Random bytes that are no TLS handshake.
      Buffer.concat([Buffer.from([0]), randomBytes(511)]),
    ]) {
      const text = await exchange(sandbox.endpoint, bytes);
      match(text, /^HTTP\/1\.1 4\d\d /, JSON.stringify(bytes.toString().slice(0, 60)));
      match(text, /x-amzn-requestid: /i);
    }
    match(
      await exchange(sandbox.endpoint, `${HEAD}X-Long: ${"a".repeat(100_000)}\r\n\r\n`),
      /^HTTP\/1\.1 431 .*RequestHeaderTooLargeException/s,
    );
  });

  it("cuts off a handshake of TLS that does not go on, or is none", async () => {
    for (const bytes of [
      "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
      Buffer.concat([Buffer.from([0x16]), randomBytes(511)]),
    ]) {
      // The answer is a TLS alert, or nothing.
      doesNotMatch(await exchange(sandbox.endpoint, bytes), /HTTP/);
    }
  });

  it("survives clients that go away in the middle", async () => {
    for (let index = 0; index < 50; index += 1) {
      const controller = new AbortController();
      const pending = fetch(sandbox.endpoint, {
        method: "POST",
        body: "x".repeat(500_000),
        signal: controller.signal,
      }).catch(() => undefined);
      setTimeout(() => controller.abort(), index % 5);
      await pending;
    }
  });

  it("answers a hundred clients at once, each its own caller", async () => {
    const accounts = Array.from({ length: 10 }, (_, index) => `${index}`.repeat(12));
    const clients = accounts.map((account) => sandbox.clients(account).sts);
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, index) => clients[index % 10]?.getCallerIdentity()),
    );
    deepStrictEqual(
      answers.map((answer) => answer?.Account),
      Array.from({ length: 100 }, (_, index) => accounts[index % 10]),
    );
  });
});
