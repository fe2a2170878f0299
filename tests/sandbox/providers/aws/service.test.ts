import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { awsProvider } from "../../../../sandbox/providers/aws/provider";
import { unknownValue } from "../../../../sandbox/providers/common/values";
import { newDirectory } from "../../../directories";
import { policy, rootOf } from "../../secrets-support";
import { A, B, REGION, withSandbox } from "../../support";
import { promisedResult } from "../promised-outputs";
import { type Engine, makeResource, serveForTest, setEnvironment, warningsOf } from "../support";

const secretType = "aws:secretsmanager/secret:Secret";
const roleType = "aws:iam/role:Role";
const trust = policy({ Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" });

describe("the aws provider over gRPC", () => {
  const open: Engine[] = [];
  let engine: Engine;
  let restore: () => void;
  after(() => {
    for (const one of open) one.close();
    restore();
  });
  const { sandbox, iam, secretsManager } = withSandbox();

  const configuration = (account: string) => {
    const { accessKeyId, secretAccessKey } = sandbox.administrator(account);
    return { region: REGION, accessKey: accessKeyId, secretKey: secretAccessKey };
  };
  const engineFor = async (config?: Record<string, unknown>) => {
    const made = await serveForTest(awsProvider("0.0.0"));
    open.push(made);
    if (config) await made.configure(config);
    return made;
  };
  const make = (type: string, program: Record<string, unknown>) =>
    makeResource(engine, type, program);

  before(async () => {
    restore = setEnvironment({ AWS_ENDPOINT_URL: sandbox.endpoint });
    engine = await engineFor({ ...configuration(A), defaultTags: '{"tags":{"team":"t"}}' });
  });

  describe("configuration", () => {
    it("serves the one account whose id is allowed, and previews", async () => {
      const other = await engineFor();
      const config = { ...configuration(B), allowedAccountIds: JSON.stringify([B]) };
      const response = await other.configure(config);
      ok(response.getSupportspreview());
      ok(response.getAcceptsecrets());
      const identity = await other.invoke("aws:index/getCallerIdentity:getCallerIdentity", {});
      strictEqual(identity.accountId, B);
    });

    it("takes a profile before keys in the environment, and these before AWS_PROFILE, without a warning", async () => {
      const [ofA, ofB] = [configuration(A), configuration(B)];
      const file = join(newDirectory(), "credentials");
      const keys = `aws_access_key_id=${ofB.accessKey}\naws_secret_access_key=${ofB.secretKey}`;
      writeFileSync(file, `[owner]\n${keys}\n`);
      const undo = setEnvironment({
        AWS_PROFILE: "owner",
        AWS_SHARED_CREDENTIALS_FILE: file,
        AWS_ACCESS_KEY_ID: ofA.accessKey,
        AWS_SECRET_ACCESS_KEY: ofA.secretKey,
      });
      const configured = async (account: string, named: { profile?: string } = {}) => {
        const other = await engineFor();
        const config = { region: REGION, ...named, allowedAccountIds: JSON.stringify([account]) };
        return warningsOf(() => other.configure(config));
      };
      deepStrictEqual([await configured(B, { profile: "owner" }), await configured(A)], [[], []]);
      undo();
    });

    it("rejects credentials of another account in the real provider's words", async () => {
      const other = await engineFor();
      const config = { ...configuration(A), allowedAccountIds: JSON.stringify([B]) };
      await rejects(other.configure(config), { message: `AWS account ID not allowed: ${A}` });
    });

    it("rejects an account that is forbidden", async () => {
      const other = await engineFor();
      const config = { ...configuration(A), forbiddenAccountIds: JSON.stringify([A]) };
      await rejects(other.configure(config), { message: `AWS account ID not allowed: ${A}` });
    });

    it("rejects credentials that AWS does not know", async () => {
      const other = await engineFor();
      const config = { region: REGION, accessKey: "AKIAAAAAAAAAAAAAAAAA", secretKey: "x" };
      await rejects(
        other.configure(config),
        /no valid credentials for the aws provider: .*InvalidClientTokenId/,
      );
    });

    it("rejects an endpoint outside this machine, for one service too", async () => {
      const other = await engineFor();
      const undo = setEnvironment({ AWS_ENDPOINT_URL: "https://sts.amazonaws.com" });
      await rejects(
        other.configure(configuration(A)),
        /AWS_ENDPOINT_URL must be an address of the sandbox/,
      );
      undo();
      const without = setEnvironment({ AWS_ENDPOINT_URL: undefined });
      await rejects(other.configure(configuration(A)), /AWS_ENDPOINT_URL must be .*, got nothing/);
      without();
      const endpoints = JSON.stringify([{ kms: "https://kms.us-east-1.amazonaws.com" }]);
      await rejects(other.configure({ ...configuration(A), endpoints }), /endpoints\.kms must be/);
    });

    it("rejects configuration that it does not have, by name", async () => {
      const failures = await engine.checkConfig({ region: REGION, s3UsePathStyle: "true" });
      deepStrictEqual(failures, ["s3UsePathStyle is not a property of pulumi:providers:aws"]);
    });

    it("assumes a role, and acts as its session", async () => {
      const account = sandbox.administrator(A);
      const { id, state } = await make(roleType, {
        name: "deploy",
        assumeRolePolicy: policy({ Principal: rootOf(A), Action: "sts:AssumeRole" }),
      });
      const undo = setEnvironment({
        AWS_ACCESS_KEY_ID: account.accessKeyId,
        AWS_SECRET_ACCESS_KEY: account.secretAccessKey,
      });
      const roles = [{ roleArn: state.arn, sessionName: "up" }];
      const other = await engineFor({ region: REGION, assumeRoles: JSON.stringify(roles) });
      const identity = await other.invoke("aws:index/getCallerIdentity:getCallerIdentity", {});
      undo();
      strictEqual(identity.arn, `arn:aws:sts::${A}:assumed-role/deploy/up`);
      await engine.delete(roleType, id, state);
    });
  });

  describe("check", () => {
    it("rejects an unknown type, by name", async () => {
      await rejects(engine.check("aws:s3/bucket:Bucket", {}), {
        message:
          "resource type aws:s3/bucket:Bucket is not supported by the sandbox's aws provider",
      });
    });

    it("rejects unknown, missing, refused and wrong inputs, by name", async () => {
      const { failures } = await engine.check(secretType, {
        nmae: "s",
        policy: "{}",
        recoveryWindowInDays: 3,
        replicas: [{ kmsKeyId: "k" }],
      });
      deepStrictEqual(failures, [
        `nmae is not a property of ${secretType}`,
        "policy is refused: removing it later would leave the policy in place, use aws.secretsmanager.SecretPolicy",
        "recoveryWindowInDays must be 0, or 7 to 30, got 3",
        "replicas[0].region is required",
      ]);
    });

    it("rejects a policy that is no JSON", async () => {
      const { failures } = await engine.check(roleType, { assumeRolePolicy: "{" });
      match(failures.join(), /^assumeRolePolicy contains an invalid JSON/);
    });

    it("leaves what is unknown alone", async () => {
      const { failures, inputs } = await engine.check(roleType, {
        assumeRolePolicy: { Statement: [{ Resource: unknownValue }] },
        maxSessionDuration: unknownValue,
      });
      deepStrictEqual(failures, []);
      strictEqual(inputs.assumeRolePolicy, unknownValue);
      strictEqual(inputs.maxSessionDuration, unknownValue);
    });

    it("names a resource that has no name, once", async () => {
      const program = { assumeRolePolicy: trust };
      const { inputs } = await engine.check(roleType, program);
      match(String(inputs.name), /^thing-[0-9a-f]{7}$/);
      const later = await engine.check(roleType, program, { ...inputs, name: "thing-0000000" });
      strictEqual(later.inputs.name, "thing-0000000");
      const named = await engine.check(roleType, { ...program, name: "mine" }, inputs);
      strictEqual(named.inputs.name, "mine");
    });

    it("adds the provider's default tags, the resource's own first", async () => {
      const { inputs } = await engine.check(secretType, { tags: { a: "b" } });
      deepStrictEqual(inputs.tags, { a: "b", team: "t" });
      const own = await engine.check(secretType, { tags: { team: "mine" } });
      deepStrictEqual(own.inputs.tags, { team: "mine" });
    });
  });

  describe("preview", () => {
    it("makes nothing, and leaves computed outputs unknown", async () => {
      const { inputs } = await engine.check(secretType, { name: "previewed" });
      const { id, state } = await engine.create(secretType, inputs, true);
      strictEqual(id, "");
      strictEqual(state.arn, unknownValue);
      strictEqual(state.name, "previewed");
      strictEqual(state.region, REGION);
      const { SecretList } = await secretsManager.listSecrets();
      deepStrictEqual(SecretList, []);
    });
  });

  describe("the life of a resource", () => {
    const role = { name: "a", path: "/", assumeRolePolicy: trust, maxSessionDuration: 3600 };

    it("creates, updates only what changed, reads, imports and deletes a secret", async () => {
      const name = `s-${randomUUID()}`;
      const { id, inputs, state } = await make(secretType, { name, recoveryWindowInDays: 0 });
      match(id, new RegExp(`^arn:aws:secretsmanager:${REGION}:${A}:secret:${name}-\\w{6}$`));
      strictEqual(state.arn, id);
      deepStrictEqual(state.tagsAll, { team: "t" });
      strictEqual(state.recoveryWindowInDays, 0);

      const { inputs: news } = await engine.check(
        secretType,
        { name, recoveryWindowInDays: 0, description: "d", tags: { a: "b" } },
        inputs,
      );
      deepStrictEqual((await engine.diff(secretType, { inputs, state }, news)).changes, {
        description: "ADD",
        "tags.a": "ADD",
      });
      const updated = await engine.update(secretType, id, { inputs, state }, news);
      strictEqual(updated.description, "d");
      deepStrictEqual(updated.tags, { a: "b", team: "t" });

      const refreshed = await engine.read(secretType, id, { inputs: news, state: updated });
      deepStrictEqual(refreshed.state, updated);
      deepStrictEqual(refreshed.inputs, news);
      const imported = await engine.read(secretType, id);
      strictEqual(imported.inputs.name, name);
      strictEqual(imported.inputs.description, "d");

      await engine.delete(secretType, id, updated);
      strictEqual((await engine.read(secretType, id, { inputs: news, state: updated })).id, "");
    });

    it("finds drift on a refresh, and the next diff undoes it", async () => {
      const { id, inputs, state } = await make(roleType, {
        name: "drifted",
        assumeRolePolicy: trust,
      });
      await iam.updateRole({ RoleName: "drifted", MaxSessionDuration: 7200 });
      const found = await engine.read(roleType, id, { inputs, state });
      strictEqual(found.state.maxSessionDuration, 7200);
      strictEqual(found.inputs.maxSessionDuration, 7200);
      const { changes } = await engine.diff(roleType, found, inputs);
      deepStrictEqual(changes, { maxSessionDuration: "UPDATE" });
      await engine.delete(roleType, id, state);
    });

    it("keeps a policy in one wording, and takes another for no change", async () => {
      const loose = trust.replaceAll(",", ", ");
      const { id, inputs, state } = await make(roleType, {
        name: "loose",
        assumeRolePolicy: loose,
      });
      strictEqual(inputs.assumeRolePolicy, loose);
      strictEqual(
        state.assumeRolePolicy,
        '{"Statement":[{"Action":"sts:AssumeRole","Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"}}],"Version":"2012-10-17"}',
      );
      const preview = await engine.create(roleType, inputs, true);
      strictEqual(preview.state.assumeRolePolicy, state.assumeRolePolicy);
      const news = { ...inputs, assumeRolePolicy: trust };
      deepStrictEqual((await engine.diff(roleType, { inputs, state }, news)).changes, {});
      await engine.delete(roleType, id, state);
    });

    it("says what AWS said when it refuses", async () => {
      const { id, inputs, state } = await make(roleType, {
        name: "twice",
        assumeRolePolicy: trust,
      });
      await rejects(
        engine.create(roleType, inputs),
        /^Error: creating IAM Role \(twice\): https response error StatusCode: 409, RequestID: [\w-]+, api error EntityAlreadyExists/,
      );
      await engine.delete(roleType, id, state);
    });

    it("deletes what is gone already", async () => {
      const { id, state } = await make(roleType, { name: "gone", assumeRolePolicy: trust });
      await engine.delete(roleType, id, state);
      await engine.delete(roleType, id, state);
    });

    it("deletes before it replaces what the program named, and after it what has a made-up name", async () => {
      const state = role;
      const named = { ...state, path: "/x/", __defaults: [] };
      const seen = await engine.diff(roleType, { inputs: named, state }, named);
      deepStrictEqual(seen, {
        changes: { path: "UPDATE_REPLACE" },
        replaces: ["path"],
        deleteBeforeReplace: true,
      });
      const made = { ...named, __defaults: ["name"] };
      const other = await engine.diff(roleType, { inputs: made, state }, made);
      strictEqual(other.deleteBeforeReplace, false);
    });

    it("ignores the changes that the program says to ignore", async () => {
      const state = { ...role, tags: { a: "1", b: "1" } };
      const news = { ...state, tags: { a: "2", b: "2" } };
      const seen = await engine.diff(roleType, { inputs: state, state }, news, ["tags.a"]);
      deepStrictEqual(seen.changes, { "tags.b": "UPDATE" });
    });

    it("puts a key's first policy back when its policy is deleted", async () => {
      const key = await make("aws:kms/key:Key", {});
      const statement = (action: string | string[], sid: string) => ({
        Sid: sid,
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${A}:root` },
        Action: action,
        Resource: "*",
      });
      const text = policy(statement("kms:*", "Own"), statement(["kms:Decrypt"], "More"));
      const type = "aws:kms/keyPolicy:KeyPolicy";
      const own = await make(type, { keyId: key.state.arn, policy: text });
      deepStrictEqual(JSON.parse(String(own.state.policy)), JSON.parse(text));
      // As with AWS's own provider, this is the ID, although the ARN was given.
      strictEqual(own.state.keyId, key.state.keyId);
      await engine.delete(type, own.id, own.state);
      const after = await engine.read("aws:kms/key:Key", key.id, key);
      deepStrictEqual(JSON.parse(String(after.state.policy)).Statement, [
        statement("kms:*", "Enable IAM User Permissions"),
      ]);
      await engine.delete("aws:kms/key:Key", key.id, key.state);
      strictEqual((await engine.read("aws:kms/key:Key", key.id, key)).id, "");
    });
  });

  it("wraps as secret what the program wrapped", async () => {
    const secret = {
      "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
      value: "hidden",
    };
    const { inputs } = await engine.check(secretType, { name: "wrapped", description: secret });
    deepStrictEqual(inputs.description, secret);
    const { id, state } = await engine.create(secretType, inputs);
    deepStrictEqual(state.description, secret);
    await engine.delete(secretType, id, { ...state, description: "hidden" });
  });

  describe("functions", () => {
    it("answers the default VPC and the zones of its subnets, one of them without control planes", async () => {
      const ids = (await engine.invoke("aws:ec2/getSubnets:getSubnets", {})).ids as string[];
      const subnets = await Promise.all(
        ids.map((id) => engine.invoke("aws:ec2/getSubnet:getSubnet", { id })),
      );
      deepStrictEqual(
        subnets.map((one) => one.availabilityZoneId),
        ["use1-az1", "use1-az2", "use1-az4", "use1-az6", "use1-az3", "use1-az5"],
      );
      const filters = [{ name: "is-default", values: ["true"] }];
      const vpcs = await engine.invoke("aws:ec2/getVpcs:getVpcs", { filters });
      deepStrictEqual(vpcs.ids, [subnets[0]?.vpcId]);
    });

    it("asks IAM before it answers VPCs and subnets", async () => {
      await iam.createUser({ UserName: "nobody" });
      const { AccessKey } = await iam.createAccessKey({ UserName: "nobody" });
      const nobody = await engineFor({
        ...configuration(A),
        accessKey: AccessKey?.AccessKeyId,
        secretKey: AccessKey?.SecretAccessKey,
      });
      for (const [name, action] of [
        ["Vpcs", "DescribeVpcs"],
        ["Subnets", "DescribeSubnets"],
        ["Subnet", "DescribeSubnets"],
      ] as const) {
        await rejects(
          nobody.invoke(`aws:ec2/get${name}:get${name}`, name === "Subnet" ? { id: "s" } : {}),
          new RegExp(`UnauthorizedOperation: .*ec2:${action}`),
        );
      }
    });

    it("answers partition, region, keys and secrets without their values", async () => {
      const call = async (name: string, args = {}) => {
        const result = await engine.invoke(`aws:${name}`, args);
        const absent = promisedResult(`aws:${name}`).filter((member) => !(member in result));
        deepStrictEqual(absent, [], `what ${name} answers by its typings`);
        return result;
      };
      strictEqual((await call("index/getPartition:getPartition")).partition, "aws");
      strictEqual((await call("index/getRegion:getRegion")).region, REGION);
      const key = await make("aws:kms/key:Key", { description: "d" });
      const alias = await make("aws:kms/alias:Alias", { name: "alias/f", targetKeyId: key.id });
      strictEqual((await call("kms/getKey:getKey", { keyId: "alias/f" })).arn, key.state.arn);
      const found = await call("kms/getAlias:getAlias", { name: "alias/f" });
      strictEqual(found.targetKeyArn, alias.state.targetKeyArn);
      const { id } = await make(secretType, { name: "f" });
      const secret = await call("secretsmanager/getSecret:getSecret", { name: "f" });
      strictEqual(secret.arn, id);
      deepStrictEqual(
        Object.keys(secret).filter((name) => /string|binary|value/i.test(name)),
        [],
      );
    });

    it("rejects unknown functions and arguments, by name", async () => {
      const token = "aws:secretsmanager/getSecretVersion:getSecretVersion";
      await rejects(engine.invoke(token, {}), {
        message: `function ${token} is not supported by the sandbox's aws provider`,
      });
      await rejects(
        engine.invoke("aws:kms/getKey:getKey", { keyId: "k", grantTokens: ["t"] }),
        /grantTokens is not an argument of aws:kms\/getKey:getKey/,
      );
    });
  });
});
