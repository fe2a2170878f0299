import { deepStrictEqual, match, notStrictEqual, strictEqual } from "node:assert/strict";

import {
  CLUSTERS,
  call,
  codeOf,
  IDENTITY,
  presignIdentity,
  type RawRequest,
  SECRETS,
  send,
  sendSpoilt,
  sign,
} from "./raw";
import { policy } from "./secrets-support";
import { A, type Credentials, credentialsOf, pluck, withSandbox } from "./support";

const MINUTE = 60_000;

describe("sandbox signatures", () => {
  const { sandbox, iam, sts } = withSandbox();
  let administrator: Credentials;
  before(async () => {
    administrator = sandbox.administrator(A);
  });

  const signed = (request: RawRequest, credentials = administrator) =>
    sign(sandbox.endpoint, credentials, request);

  /** Status and code of the answers to a damaged request in each protocol. */
  const spoilt = async (
    spoil: (headers: Record<string, string>) => Record<string, string>,
    credentials = administrator,
  ) => pluck(await sendSpoilt(sandbox.endpoint, credentials, spoil), "status", "code");

  it("takes what the SDKs sign, in every protocol", async () => {
    for (const request of [IDENTITY, SECRETS, CLUSTERS]) {
      strictEqual((await call(sandbox.endpoint, administrator, request)).status, 200);
    }
  });

  it("rejects an unsigned request", async () => {
    deepStrictEqual(await spoilt(({ authorization: _gone, ...headers }) => headers), [
      [403, "MissingAuthenticationToken"],
      [400, "MissingAuthenticationTokenException"],
      [403, "MissingAuthenticationTokenException"],
    ]);
  });

  it("rejects an unknown access key", async () => {
    const unknown = { accessKeyId: "AKIAAAAAAAAAAAAAAAAA", secretAccessKey: "x" };
    deepStrictEqual(await spoilt((headers) => headers, unknown), [
      [403, "InvalidClientTokenId"],
      [400, "UnrecognizedClientException"],
      [403, "UnrecognizedClientException"],
    ]);
  });

  it("rejects a signature made with another secret key", async () => {
    const wrong = { ...administrator, secretAccessKey: `${administrator.secretAccessKey}x` };
    deepStrictEqual(await spoilt((headers) => headers, wrong), [
      [403, "SignatureDoesNotMatch"],
      [400, "InvalidSignatureException"],
      [403, "InvalidSignatureException"],
    ]);
  });

  it("rejects a signature of which a part is missing or malformed", async () => {
    const broken: [from: RegExp, to: string][] = [
      [/AWS4-HMAC-SHA256/, "AWS4-HMAC-SHA1"],
      [/AWS4-HMAC-SHA256/, "Bearer"],
      [/, Signature=.*/, ""],
      [/SignedHeaders=[^,]*, /, ""],
      [/Credential=[^,]*, /, ""],
      [/\/aws4_request/, "/aws2_request"],
      [/\/aws4_request/, ""],
      [/\/us-east-1\//, "/us_east_1/"],
      [/host;/, ""],
      [/.*/, "x"],
    ];
    for (const [from, to] of broken) {
      deepStrictEqual(
        await spoilt((headers) => ({
          ...headers,
          authorization: headers.authorization?.replace(from, to) ?? "",
        })),
        [
          [400, "IncompleteSignature"],
          [400, "IncompleteSignatureException"],
          [403, "IncompleteSignatureException"],
        ],
        `${from} → ${to}`,
      );
    }
  });

  it("rejects a body, path, query or signed header that was changed after signing", async () => {
    const identity = await signed(IDENTITY);
    const secrets = await signed(SECRETS);
    const clusters = await signed(CLUSTERS);
    const refused = [
      await send(sandbox.endpoint, { ...IDENTITY, body: `${IDENTITY.body}&x=y` }, identity),
      await send(sandbox.endpoint, { ...SECRETS, body: '{"MaxResults":1}' }, secrets),
      await send(sandbox.endpoint, SECRETS, {
        ...secrets,
        "x-amz-target": "secretsmanager.GetSecretValue",
      }),
      await send(sandbox.endpoint, { ...CLUSTERS, path: "/clusters/other" }, clusters),
      await send(sandbox.endpoint, { ...CLUSTERS, query: { maxResults: "1" } }, clusters),
      await send(sandbox.endpoint, { ...CLUSTERS, method: "DELETE" }, clusters),
    ];
    for (const { status, text } of refused) {
      notStrictEqual(status, 200);
      match(codeOf(text), /^(SignatureDoesNotMatch|InvalidSignatureException)$/);
    }
  });

  it("rejects a payload hash that is not the body's, signed or not", async () => {
    for (const hash of ["UNSIGNED-PAYLOAD", "0".repeat(64)]) {
      const declared = { "x-amz-content-sha256": hash };
      const request = { ...IDENTITY, headers: { ...IDENTITY.headers, ...declared } };
      const inside = await call(sandbox.endpoint, administrator, request);
      const beside = await send(sandbox.endpoint, IDENTITY, {
        ...(await signed({ ...IDENTITY, undeclared: true })),
        ...declared,
      });
      for (const { status, text } of [inside, beside]) {
        deepStrictEqual([status, codeOf(text)], [403, "SignatureDoesNotMatch"]);
      }
    }
  });

  it("rejects a target or date that is not signed", async () => {
    for (const name of ["x-amz-target", "x-amz-date"]) {
      const headers = await signed(SECRETS);
      headers.authorization = (headers.authorization ?? "").replace(`;${name}`, "");
      const { text } = await send(sandbox.endpoint, SECRETS, headers);
      strictEqual(codeOf(text), "InvalidSignatureException");
      match(text, new RegExp(`not signed: ${name}`));
    }
  });

  it("takes clocks that differ by under a quarter of an hour, and no more", async () => {
    const at = async (minutes: number) => {
      const signingDate = new Date(Date.now() + minutes * MINUTE);
      const { status, text } = await call(sandbox.endpoint, administrator, {
        ...IDENTITY,
        signingDate,
      });
      return status === 200 ? "taken" : (/<Message>(\S+ \S+ \S+)/.exec(text)?.[1] ?? text);
    };
    strictEqual(await at(-14), "taken");
    strictEqual(await at(14), "taken");
    match(await at(-16), /^Signature expired:/);
    match(await at(16), /^Signature not yet/);
  });

  it("rejects a scope of another day than the date, and a date that is none", async () => {
    const headers = await signed(IDENTITY);
    const spoils: Record<string, string>[] = [
      { authorization: (headers.authorization ?? "").replace(/\/\d{8}\//, "/20200101/") },
      { "x-amz-date": "yesterday" },
    ];
    for (const spoil of spoils) {
      const { status, text } = await send(sandbox.endpoint, IDENTITY, { ...headers, ...spoil });
      deepStrictEqual([status, codeOf(text)], [403, "SignatureDoesNotMatch"]);
      match(text, /Date in Credential scope does not match/);
    }
  });

  it("rejects a service that the sandbox lacks, by name", async () => {
    const tables = { ...SECRETS.headers, "x-amz-target": "DynamoDB_20120810.ListTables" };
    const answers = await Promise.all(
      [IDENTITY, { ...SECRETS, headers: tables }, CLUSTERS].map(async (request) => {
        const service = "dynamodb";
        const { text } = await call(sandbox.endpoint, administrator, { ...request, service });
        match(text, /This sandbox has no service 'dynamodb'/);
        return codeOf(text);
      }),
    );
    deepStrictEqual(answers, [
      "InvalidAction",
      "UnknownOperationException",
      "UnknownOperationException",
    ]);
  });

  it("takes a signature for one service at no other", async () => {
    const headers = await signed({ ...IDENTITY, service: "iam" });
    const authorization = (headers.authorization ?? "").replace("/iam/", "/sts/");
    const { text } = await send(sandbox.endpoint, IDENTITY, { ...headers, authorization });
    strictEqual(codeOf(text), "SignatureDoesNotMatch");
  });

  it("signs paths that hold encoded characters as the SDKs do", async () => {
    const arn = encodeURIComponent(`arn:aws:eks:us-east-1:${A}:cluster/a b`);
    const { text } = await call(sandbox.endpoint, administrator, {
      ...CLUSTERS,
      path: `/tags/${arn}`,
      query: { "a b": "c/d*", empty: "" },
    });
    match(text, /a b of ListTagsForResource is not offered/);
  });

  it("takes a presigned address until it expires, with the headers that it signs", async () => {
    const headers = { "x-k8s-aws-id": "ascp-podidentity" };
    const fetchAt = async (secondsAgo: number, sent: Record<string, string>) => {
      const signingDate = new Date(Date.now() - secondsAgo * 1000);
      const options = { expiresIn: 60, headers, signingDate };
      const address = await presignIdentity(sandbox.endpoint, administrator, options);
      const response = await fetch(address, { headers: sent });
      return [
        response.status,
        /<(?:Code|Arn)>(.*)<\/(?:Code|Arn)>/.exec(await response.text())?.[1],
      ];
    };
    deepStrictEqual(await fetchAt(0, headers), [200, `arn:aws:iam::${A}:user/administrator`]);
    deepStrictEqual(await fetchAt(50, headers), [200, `arn:aws:iam::${A}:user/administrator`]);
    deepStrictEqual(await fetchAt(70, headers), [403, "SignatureDoesNotMatch"]);
    deepStrictEqual(await fetchAt(0, {}), [403, "SignatureDoesNotMatch"]);
    deepStrictEqual(await fetchAt(0, { "x-k8s-aws-id": "other" }), [403, "SignatureDoesNotMatch"]);
  });

  it("rejects a presigned address whose action or lifetime was changed", async () => {
    const address = await presignIdentity(sandbox.endpoint, administrator, { expiresIn: 60 });
    for (const [from, to, code] of [
      ["GetCallerIdentity", "AssumeRole", "SignatureDoesNotMatch"],
      ["X-Amz-Expires=60", "X-Amz-Expires=600", "SignatureDoesNotMatch"],
      ["X-Amz-Expires=60", "X-Amz-Expires=604801", "IncompleteSignature"],
      ["X-Amz-Expires=60", "X-Amz-Expires=0", "IncompleteSignature"],
      ["X-Amz-Expires=60", "X-Amz-Expires=1e3", "IncompleteSignature"],
      ["X-Amz-Expires=60&", "", "IncompleteSignature"],
      ["X-Amz-Signature=", "X-Amz-Signature=00", "SignatureDoesNotMatch"],
      ["X-Amz-Credential=AKIA", "X-Amz-Credential=%00AKIA", "InvalidClientTokenId"],
    ] as const) {
      const response = await fetch(address.replace(from, to));
      strictEqual(codeOf(await response.text()), code, `${from} → ${to}`);
    }
  });

  it("answers an expired session in each protocol's words", async () => {
    const trust = { Effect: "Allow", Principal: { AWS: A }, Action: "sts:AssumeRole" };
    const { Role } = await iam.createRole({
      RoleName: "brief",
      AssumeRolePolicyDocument: policy(trust),
    });
    const { Credentials: made } = await sts.assumeRole({
      RoleArn: Role?.Arn,
      RoleSessionName: "x1",
      DurationSeconds: 900,
    });
    const session = credentialsOf(made);
    strictEqual((await call(sandbox.endpoint, session, IDENTITY)).status, 200);
    sandbox.advance(900_000);
    deepStrictEqual(await spoilt((headers) => headers, session), [
      [403, "ExpiredToken"],
      [400, "ExpiredTokenException"],
      [403, "ExpiredTokenException"],
    ]);
    sandbox.advance(-900_000);
  });
});
