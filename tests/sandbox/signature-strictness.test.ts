import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { openSession } from "../../sandbox/identity/callers/session-token";
import { bearerToken, clusterAddress, clusterRequest, createCluster } from "./eks-support";
import { CLUSTERS, call, codeOf, IDENTITY, presignIdentity, SECRETS, sendSpoilt } from "./raw";
import { roleArn, sessionsIn, trusting } from "./sts-support";
import { A, type Credentials, pluck, withSandbox } from "./support";

const MISMATCH = [
  [403, "SignatureDoesNotMatch"],
  [400, "InvalidSignatureException"],
  [403, "InvalidSignatureException"],
];

describe("signatures that are nearly right", () => {
  const { sandbox, sts } = withSandbox();
  let administrator: Credentials;
  before(async () => {
    administrator = sandbox.administrator(A);
  });

  const spoilt = (spoil: (headers: Record<string, string>) => Record<string, string>) =>
    sendSpoilt(sandbox.endpoint, administrator, spoil);
  const refused = async (
    spoil: (headers: Record<string, string>) => Record<string, string>,
    words: RegExp,
  ) => {
    const answers = await spoilt(spoil);
    deepStrictEqual(pluck(answers, "status", "code"), MISMATCH);
    for (const { text } of answers) match(text, words);
  };
  const authorization =
    (change: (text: string) => string) => (headers: Record<string, string>) => ({
      ...headers,
      authorization: change(headers.authorization ?? ""),
    });

  for (const [what, change] of [
    ["letters after it", (text: string) => `${text}zz`],
    ["digits after it", (text: string) => `${text}00`],
    ["upper case", (text: string) => text.replace(/[0-9a-f]+$/, (hex) => hex.toUpperCase())],
    ["a digit too few", (text: string) => text.slice(0, -1)],
  ] as const) {
    it(`are refused with ${what}`, () => refused(authorization(change), /does not match/));
  }

  it("are refused with a scope date of fewer digits", async () => {
    for (const digits of [1, 4, 7]) {
      const change = (text: string) =>
        text.replace(/\/(\d{8})\//, (_, date: string) => `/${date.slice(0, digits)}/`);
      await refused(authorization(change), /Date in Credential scope does not match/);
    }
  });

  it("are refused beside any x-amz- header that they do not cover, and name it", async () => {
    for (const name of ["x-amz-user-agent", "x-amz-security-token", "x-amz-any"]) {
      const spoil = (headers: Record<string, string>) => ({ ...headers, [name]: "x" });
      const answers = await spoilt(spoil);
      const codes = answers.map(({ code }) => code);
      if (name === "x-amz-security-token") {
        // The sandbox checks first whose key the token belongs to.
        strictEqual(
          codes.every((code) => /Token|UnrecognizedClient/.test(code)),
          true,
        );
        continue;
      }
      await refused(spoil, new RegExp(`not signed: ${name}`));
    }
    const address = await presignIdentity(sandbox.endpoint, administrator, { expiresIn: 60 });
    const beside = await fetch(address, { headers: { "x-amz-any": "x" } });
    match(await beside.text(), /not signed: x-amz-any/);
    strictEqual((await fetch(address, { headers: { "x-amzn-trace-id": "x" } })).status, 200);
  });

  it("are refused for a Region that AWS does not have", async () => {
    for (const region of ["us-east-9", "xx-nowhere-1", "us-east"]) {
      for (const request of [IDENTITY, SECRETS, CLUSTERS]) {
        const { text } = await call(sandbox.endpoint, administrator, { ...request, region });
        match(codeOf(text), /^(SignatureDoesNotMatch|InvalidSignatureException)$/);
        match(text, new RegExp(`scoped to a valid region, not .*${region}`));
      }
    }
    strictEqual(
      (await call(sandbox.endpoint, administrator, { ...IDENTITY, region: "ap-southeast-7" }))
        .status,
      200,
    );
  });

  it("are refused with a session token that has anything after it", async () => {
    await sessionsIn(sandbox).role("reader", trusting(`arn:aws:iam::${A}:root`));
    const assume = { RoleArn: roleArn("reader"), RoleSessionName: "one" };
    const { Credentials: made } = await sts.assumeRole(assume);
    const [accessKeyId = "", sessionToken = ""] = [made?.AccessKeyId, made?.SessionToken];
    strictEqual(openSession(sandbox.store, accessKeyId, sessionToken) === undefined, false);
    for (const end of ["\n", " ", "=", "!", "A"]) {
      const spoiltToken = `${sessionToken}${end}`;
      strictEqual(openSession(sandbox.store, accessKeyId, spoiltToken), undefined);
      const session = { accessKeyId, secretAccessKey: made?.SecretAccessKey ?? "" };
      const address = await presignIdentity(
        sandbox.endpoint,
        { ...session, sessionToken: spoiltToken },
        { expiresIn: 60 },
      );
      strictEqual(codeOf(await (await fetch(address)).text()), "InvalidClientTokenId");
    }
  });

  it("are refused in a cluster's bearer token that has anything after it", async () => {
    await createCluster(sandbox, A, { nodes: false });
    const token = await bearerToken(sandbox, administrator, "shop");
    const status = async (bearer: string) => {
      const address = clusterAddress(sandbox.endpoint, sandbox.directory, A, "shop");
      return (await clusterRequest(address, "/api/v1/namespaces", { token: bearer })).status;
    };
    strictEqual(await status(token), 200);
    for (const end of ["=", "!", "%0A"]) strictEqual(await status(token + end), 401);
  });
});
