import {
  deepStrictEqual,
  match,
  notStrictEqual,
  ok,
  rejects,
  strictEqual,
} from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type {
  GetSecretValueCommandInput,
  PutSecretValueCommandInput,
} from "@aws-sdk/client-secrets-manager";

import { makeSecret, roleClients } from "./secrets-support";
import { B, pluck, REGION, withSandbox } from "./support";

const SECRET = "a value that must not be seen 9e2b";
const token = (character: string) => character.repeat(32);

describe("sandbox Secrets Manager values", () => {
  const { sandbox } = withSandbox({ each: true });

  const owner = () => sandbox.clients(B).secretsManager;
  const get = (SecretId: string, more: Partial<GetSecretValueCommandInput> = {}) =>
    owner().getSecretValue({ SecretId, ...more });
  const put = (SecretId: string, more: Partial<PutSecretValueCommandInput>) =>
    owner().putSecretValue({ SecretId, ...more });
  const stages = async (SecretId: string) =>
    (await owner().describeSecret({ SecretId })).VersionIdsToStages;

  it("reads a value by name, by ARN and by the ARN without its six characters", async () => {
    const arn = await makeSecret(sandbox, { Name: "pods/secret-b", SecretString: SECRET });
    match(
      arn,
      new RegExp(`^arn:aws:secretsmanager:${REGION}:${B}:secret:pods/secret-b-[A-Za-z0-9]{6}$`),
    );
    for (const id of ["pods/secret-b", arn, arn.slice(0, -7)]) {
      const { ARN, Name, SecretString, VersionId, VersionStages, CreatedDate } = await get(id);
      deepStrictEqual([ARN, Name, SecretString], [arn, "pods/secret-b", SECRET]);
      deepStrictEqual(VersionStages, ["AWSCURRENT"]);
      ok(VersionId && CreatedDate instanceof Date);
    }
  });

  it("finds no secret by a partial ARN whose name looks like a complete one, as AWS warns", async () => {
    const arn = await makeSecret(sandbox, { Name: "db-master", SecretString: SECRET });
    await rejects(get(arn.slice(0, -7)), { name: "ResourceNotFoundException" });
    strictEqual((await get(arn)).SecretString, SECRET);
  });

  it("keeps binary values as they are", async () => {
    const SecretBinary = Uint8Array.of(0, 255, 128, 10);
    await makeSecret(sandbox, { Name: "binary", SecretBinary });
    const { SecretBinary: read, SecretString } = await get("binary");
    deepStrictEqual(Uint8Array.from(read ?? []), SecretBinary);
    strictEqual(SecretString, undefined);
  });

  it("moves AWSCURRENT to a new value and AWSPREVIOUS to the old one", async () => {
    await makeSecret(sandbox, { Name: "s", SecretString: "one", ClientRequestToken: token("1") });
    await put("s", { SecretString: "two", ClientRequestToken: token("2") });
    await put("s", { SecretString: "three", ClientRequestToken: token("3") });
    deepStrictEqual(await stages("s"), {
      [token("2")]: ["AWSPREVIOUS"],
      [token("3")]: ["AWSCURRENT"],
    });
    strictEqual((await get("s")).SecretString, "three");
    strictEqual((await get("s", { VersionStage: "AWSPREVIOUS" })).SecretString, "two");
    strictEqual((await get("s", { VersionId: token("1") })).SecretString, "one");
    const { Versions } = await owner().listSecretVersionIds({
      SecretId: "s",
      IncludeDeprecated: true,
    });
    deepStrictEqual(pluck(Versions, "VersionId"), ["1", "2", "3"].map(token));
  });

  it("leaves the current value where a pending one is put, and moves labels on demand", async () => {
    await makeSecret(sandbox, { Name: "s", SecretString: "one", ClientRequestToken: token("1") });
    await put("s", {
      SecretString: "two",
      ClientRequestToken: token("2"),
      VersionStages: ["AWSPENDING"],
    });
    strictEqual((await get("s")).SecretString, "one");
    const move = (more: object) =>
      owner().updateSecretVersionStage({ SecretId: "s", VersionStage: "AWSCURRENT", ...more });
    await rejects(move({ MoveToVersionId: token("2") }), {
      name: "InvalidParameterException",
      message: /RemoveFromVersionId/,
    });
    await rejects(move({ RemoveFromVersionId: token("1") }), { name: "InvalidParameterException" });
    await move({ MoveToVersionId: token("2"), RemoveFromVersionId: token("1") });
    strictEqual((await get("s")).SecretString, "two");
    deepStrictEqual(await stages("s"), {
      [token("1")]: ["AWSPREVIOUS"],
      [token("2")]: ["AWSPENDING", "AWSCURRENT"],
    });
  });

  it("takes the same value under the same token once, and rejects another", async () => {
    const input = { Name: "s", SecretString: SECRET, ClientRequestToken: token("1") };
    const first = await owner().createSecret(input);
    const again = await owner().createSecret(input);
    strictEqual(again.ARN, first.ARN);
    await put("s", { SecretString: SECRET, ClientRequestToken: token("1") });
    strictEqual(Object.keys((await stages("s")) ?? {}).length, 1);
    const other = put("s", { SecretString: "another", ClientRequestToken: token("1") });
    await rejects(other, { name: "ResourceExistsException" });
    await rejects(owner().createSecret({ Name: "s", SecretString: SECRET }), {
      name: "ResourceExistsException",
      message: /the secret s already exists/,
    });
  });

  it("has no value until one is put, and says so in AWS's words", async () => {
    await makeSecret(sandbox, { Name: "empty" });
    await rejects(get("empty"), {
      name: "ResourceNotFoundException",
      message:
        "Secrets Manager can't find the specified secret value for staging label: AWSCURRENT",
    });
    await put("empty", { SecretString: "one", VersionStages: ["AWSPENDING"] });
    strictEqual((await get("empty")).SecretString, "one");
  });

  it("rejects a version that does not exist or does not carry the label asked for", async () => {
    await makeSecret(sandbox, { Name: "s", SecretString: "one", ClientRequestToken: token("1") });
    await rejects(get("s", { VersionId: token("9") }), {
      name: "ResourceNotFoundException",
      message: /VersionId: 9{32}$/,
    });
    await rejects(get("s", { VersionId: token("1"), VersionStage: "AWSPENDING" }), {
      name: "InvalidRequestException",
    });
  });

  it("rejects a request without a value, with two values, and with one above 65,536 bytes", async () => {
    await makeSecret(sandbox, { Name: "s" });
    await rejects(put("s", {}), { name: "InvalidRequestException" });
    await rejects(put("s", { SecretString: "a", SecretBinary: Buffer.from("b") }), {
      name: "InvalidParameterException",
    });
    await put("s", { SecretString: "x".repeat(65_536) });
    await rejects(put("s", { SecretString: "x".repeat(65_537) }), { name: "ValidationException" });
  });

  it("says in AWS's words that a secret is not there", async () => {
    await rejects(get("nothing"), {
      name: "ResourceNotFoundException",
      message: "Secrets Manager can't find the specified secret.",
    });
  });

  it("reads several secrets, listing those that cannot be read", async () => {
    const readable = await makeSecret(sandbox, { Name: "one", SecretString: "1" });
    await makeSecret(sandbox, { Name: "two", SecretString: "2" });
    const { secretsManager } = await roleClients(
      sandbox,
      "batch",
      [
        {
          Action: ["secretsmanager:BatchGetSecretValue", "secretsmanager:ListSecrets"],
          Resource: "*",
        },
        { Action: "secretsmanager:GetSecretValue", Resource: readable },
      ],
      B,
    );
    const byName = await secretsManager.batchGetSecretValue({ SecretIdList: ["one", "two"] });
    deepStrictEqual(pluck(byName.SecretValues, "SecretString"), ["1"]);
    deepStrictEqual(pluck(byName.Errors, "SecretId", "ErrorCode"), [
      ["two", "AccessDeniedException"],
    ]);
    const byFilter = await secretsManager.batchGetSecretValue({
      Filters: [{ Key: "name", Values: ["o"] }],
    });
    deepStrictEqual(pluck(byFilter.SecretValues, "Name"), ["one"]);
  });

  it("lists secrets by filter, page by page", async () => {
    for (const Name of ["a/one", "a/two", "b/three"]) {
      await makeSecret(sandbox, { Name, Tags: [{ Key: "unit", Value: Name }] });
    }
    const names = async (input: object) => {
      const { SecretList, NextToken } = await owner().listSecrets(input);
      return { names: SecretList?.map(({ Name }) => Name), NextToken };
    };
    deepStrictEqual((await names({ Filters: [{ Key: "name", Values: ["a/"] }] })).names, [
      "a/one",
      "a/two",
    ]);
    deepStrictEqual((await names({ Filters: [{ Key: "name", Values: ["!a/"] }] })).names, [
      "b/three",
    ]);
    deepStrictEqual((await names({ Filters: [{ Key: "tag-value", Values: ["b"] }] })).names, [
      "b/three",
    ]);
    const first = await names({ MaxResults: 2 });
    deepStrictEqual(first.names, ["a/one", "a/two"]);
    const second = await names({ MaxResults: 2, NextToken: first.NextToken });
    deepStrictEqual(second, { names: ["b/three"], NextToken: undefined });
  });

  it("writes no value in the clear, wherever it stores it, and answers it in no error", async () => {
    await makeSecret(sandbox, { Name: "s", SecretString: SECRET, ClientRequestToken: token("1") });
    for (const name of readdirSync(sandbox.directory)) {
      const bytes = readFileSync(join(sandbox.directory, name));
      strictEqual(bytes.includes(SECRET), false, name);
    }
    const refused = put("s", {
      SecretString: `${SECRET}${SECRET}`,
      ClientRequestToken: token("1"),
    });
    await rejects(refused, (error: Error) => !error.message.includes(SECRET));
    const tooLong = put("s", { SecretString: SECRET.repeat(5000) });
    await rejects(tooLong, (error: Error) => !error.message.includes(SECRET));
  });

  it("makes random passwords of the characters asked for", async () => {
    const password = async (input: object) =>
      (await owner().getRandomPassword(input)).RandomPassword ?? "";
    const usual = await password({});
    strictEqual(usual.length, 32);
    for (const kind of [/[a-z]/, /[A-Z]/, /[0-9]/, /[^A-Za-z0-9]/]) match(usual, kind);
    notStrictEqual(usual, await password({}));
    match(
      await password({ PasswordLength: 9, ExcludePunctuation: true, ExcludeCharacters: "abc" }),
      /^[d-zA-Z0-9]{9}$/,
    );
  });

  it("gives a secret made again another suffix", async () => {
    const first = await makeSecret(sandbox, { Name: "s", SecretString: "1" });
    await owner().deleteSecret({ SecretId: "s", ForceDeleteWithoutRecovery: true });
    const second = await makeSecret(sandbox, { Name: "s", SecretString: "2" });
    notStrictEqual(second, first);
    strictEqual((await get(second)).SecretString, "2");
    await rejects(get(first), { name: "ResourceNotFoundException" });
    strictEqual(Object.keys((await stages("s")) ?? {}).length, 1);
  });
});
