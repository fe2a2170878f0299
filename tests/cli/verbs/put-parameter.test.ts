import { deepStrictEqual, rejects, strictEqual } from "node:assert";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { putParameter } from "../../../cli/verbs/put/put-parameter";
import type { ResolvedParameter } from "../../../sdk/grant";

const FLAGS = { name: "/flags", secure: false, tags: {} } as ResolvedParameter;

describe("a new parameter that AWS says it has already", () => {
  /** What Parameter Store has after a value was put. */
  let made: { Value: string; Type: string };
  let asked: string[];
  const server = createServer((request, response) => {
    const operation = String(request.headers["x-amz-target"]).split(".")[1] ?? "";
    const isThere = asked.includes("PutParameter");
    asked.push(operation);
    request.resume().on("end", () => {
      const [status, answer] =
        operation === "PutParameter"
          ? [400, { __type: "ParameterAlreadyExists", message: "it exists" }]
          : [200, { Parameters: isThere ? [{ Name: "/flags", ...made, Version: 1 }] : [] }];
      response.writeHead(status, { "content-type": "application/x-amz-json-1.1" });
      response.end(JSON.stringify(answer));
    });
  });
  const inherited = process.env.AWS_ENDPOINT_URL_SSM;
  before((done) => {
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      process.env.AWS_ENDPOINT_URL_SSM = `http://127.0.0.1:${port}`;
      done();
    });
  });
  beforeEach(() => {
    asked = [];
  });
  after(() => {
    if (inherited === undefined) delete process.env.AWS_ENDPOINT_URL_SSM;
    else process.env.AWS_ENDPOINT_URL_SSM = inherited;
    server.close();
  });

  const put = () =>
    putParameter(
      FLAGS,
      { bytes: Buffer.from("on"), text: "on" },
      {
        region: "us-east-1",
        credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret" },
        requestHandler: {
          ...{ connectionTimeout: 5_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
        },
        callerArn: "",
      },
    );

  it("is done, if its value is the one that was put: the answer was lost", async () => {
    made = { Type: "String", Value: "on" };
    deepStrictEqual(await put(), { result: "created", version: "1" });
  });

  for (const [whose, other] of [
    ["value", { Type: "String", Value: "of another" }],
    ["type", { Type: "SecureString", Value: "on" }],
  ] as const) {
    it(`is left alone, if its ${whose} is another's`, async () => {
      made = other;
      await rejects(put(), { name: "ParameterAlreadyExists" });
      strictEqual(asked.filter((operation) => operation === "PutParameter").length, 1);
    });
  }
});
