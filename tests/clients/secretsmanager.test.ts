import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { A, B } from "../sandbox/support";
import { withAwsCli } from "./aws-cli";

describe("aws secretsmanager", () => {
  const cli = withAwsCli();

  /** Arguments of a command on one secret. */
  function on(secret: string, command: string, ...args: string[]): string[] {
    return ["secretsmanager", command, "--secret-id", secret, ...args];
  }

  async function create(account: string, name: string, ...args: string[]): Promise<string> {
    const created = await cli.json(
      account,
      ...["secretsmanager", "create-secret", "--name", name, ...args],
    );
    return created.ARN;
  }

  it("puts a value from a file and gets it back, with its versions", async () => {
    const arn = await create(A, "database");
    match(arn, new RegExp(`^arn:aws:secretsmanager:us-east-1:${A}:secret:database-\\w{6}$`));
    strictEqual(await cli.refused(A, ...on(arn, "get-secret-value")), "ResourceNotFoundException");
    const put = on("database", "put-secret-value", "--secret-string", "file://value");
    for (const value of ["first", '{"user":"ü"}']) {
      writeFileSync(join(cli.directory, "value"), value);
      await cli.json(A, ...put);
    }
    const current = await cli.json(A, ...on(arn, "get-secret-value"));
    strictEqual(current.SecretString, '{"user":"ü"}');
    deepStrictEqual(current.VersionStages, ["AWSCURRENT"]);
    const stage = ["--version-stage", "AWSPREVIOUS"];
    const previous = await cli.json(A, ...on(arn, "get-secret-value", ...stage));
    strictEqual(previous.SecretString, "first");
  });

  it("keeps bytes that are no text", async () => {
    writeFileSync(join(cli.directory, "bytes"), Buffer.from([0, 255, 10]));
    await create(A, "binary", "--secret-binary", "fileb://bytes");
    const { SecretBinary } = await cli.json(A, ...on("binary", "get-secret-value"));
    strictEqual(SecretBinary, "AP8K");
  });

  it("refuses a name that is taken, and a secret that is not there", async () => {
    await create(A, "taken");
    const again = ["secretsmanager", "create-secret", "--name", "taken"];
    strictEqual(await cli.refused(A, ...again), "ResourceExistsException");
    const missing = on("missing", "describe-secret");
    strictEqual(await cli.refused(A, ...missing), "ResourceNotFoundException");
  });

  it("shows another account's secret to whom its policy and its key's policy name", async () => {
    const { KeyMetadata } = await cli.json(B, "kms", "create-key");
    const key = ["--kms-key-id", KeyMetadata.Arn];
    const arn = await create(B, "shared", ...key, "--secret-string", "cross-account");
    const get = on(arn, "get-secret-value");
    strictEqual(await cli.refused(A, ...get), "AccessDeniedException");

    const reader = { AWS: `arn:aws:iam::${A}:root` };
    const policy = JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: reader,
          Action: "secretsmanager:GetSecretValue",
          Resource: "*",
        },
      ],
    });
    const put = on(arn, "put-resource-policy", "--block-public-policy");
    await cli.json(B, ...put, "--resource-policy", policy);
    const message = (await cli.run(A, ...get)).stderr;
    match(message, /\(AccessDeniedException\).*kms/is);

    const named = ["--key-id", KeyMetadata.Arn, "--policy-name", "default"];
    const { Policy } = await cli.json(B, "kms", "get-key-policy", ...named);
    const keyPolicy = JSON.parse(Policy);
    keyPolicy.Statement.push({
      Effect: "Allow",
      Principal: reader,
      Action: "kms:Decrypt",
      Resource: "*",
      Condition: { StringEquals: { "kms:ViaService": "secretsmanager.us-east-1.amazonaws.com" } },
    });
    await cli.json(B, "kms", "put-key-policy", ...named, "--policy", JSON.stringify(keyPolicy));
    strictEqual((await cli.json(A, ...get)).SecretString, "cross-account");

    const batch = ["secretsmanager", "batch-get-secret-value", "--secret-id-list", arn];
    const { Errors, SecretValues } = await cli.json(A, ...batch);
    deepStrictEqual([SecretValues.length, Errors.length], [0, 1]);

    await cli.json(B, ...on(arn, "delete-resource-policy"));
    strictEqual(await cli.refused(A, ...get), "AccessDeniedException");
  });

  it("refuses a policy that is open to everybody", async () => {
    await create(B, "private");
    const policy = JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: "*",
          Action: "secretsmanager:GetSecretValue",
          Resource: "*",
        },
      ],
    });
    const put = on("private", "put-resource-policy", "--block-public-policy");
    strictEqual(await cli.refused(B, ...put, "--resource-policy", policy), "PublicPolicyException");
  });

  it("deletes after a window within which it restores", async () => {
    await create(A, "short-lived", "--secret-string", "x");
    const get = on("short-lived", "get-secret-value");
    await cli.json(A, ...on("short-lived", "delete-secret", "--recovery-window-in-days", "7"));
    strictEqual(await cli.refused(A, ...get), "InvalidRequestException");
    await cli.json(A, ...on("short-lived", "restore-secret"));
    strictEqual((await cli.json(A, ...get)).SecretString, "x");
    await cli.json(A, ...on("short-lived", "delete-secret", "--force-delete-without-recovery"));
    strictEqual(await cli.refused(A, ...get), "ResourceNotFoundException");
  });

  it("lists the secrets of one account", async () => {
    await create(B, "listed", "--tags", "Key=team,Value=shop");
    const filter = ["--filters", "Key=tag-value,Values=shop"];
    const list = ["secretsmanager", "list-secrets", ...filter, "--query", "SecretList[].Name"];
    deepStrictEqual(await cli.json(B, ...list), ["listed"]);
    deepStrictEqual(await cli.json(A, ...list), []);
  });
});
