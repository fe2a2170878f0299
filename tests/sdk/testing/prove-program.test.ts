import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Role } from "@pulumi/aws/iam/role";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy";
import { Grant } from "@pulumi/aws/kms/grant";
import { Key } from "@pulumi/aws/kms/key";
import { Provider } from "@pulumi/aws/provider";
import { Secret } from "@pulumi/aws/secretsmanager/secret";
import { SecretPolicy } from "@pulumi/aws/secretsmanager/secretPolicy";
import * as pulumi from "@pulumi/pulumi";
import type { ClaimResult } from "../../../proof";
import { PodReader, PodSecret, PodSecretKey, PodSecretKeyPolicy } from "../../../sdk";
import { NotProved, proveProgram } from "../../../sdk/testing";

const checkout = join(__dirname, "..", "..", "..");
const OWNER = "222222222222";
const RUNNER = "111111111111";
const region = "us-east-1";
const pod = {
  clusterArn: `arn:aws:eks:${region}:${RUNNER}:cluster/shop`,
  namespace: "orders",
  serviceAccount: "orders-api",
};
const roleArn = `arn:aws:iam::${RUNNER}:role/orders`;
const OLD = `arn:aws:secretsmanager:${region}:${OWNER}:secret:orders/old-AbCdEf`;
const SECRET = new RegExp(`^arn:aws:secretsmanager:${region}:${OWNER}:secret:orders/db-`);

/** Both sides of one grant. */
function good(transformations: pulumi.ResourceTransformation[] = []) {
  const owner = new Provider("owner", { region, allowedAccountIds: [OWNER] });
  const runner = new Provider("runner", { region, allowedAccountIds: [RUNNER] });
  const inOwner = { providers: [owner] };
  const { keyArn } = new PodSecretKey("orders", { keyAlias: "orders" }, inOwner);
  const { secretArn } = new PodSecret(
    "orders",
    { secretName: "orders/db", keyArn, readers: [{ reader: pod, roleArn }] },
    inOwner,
  );
  const secrets = [{ encryptionContextArns: [secretArn], readerRoleArns: [roleArn] }];
  const keyPolicy = new PodSecretKeyPolicy("orders", { keyArn, secrets }, inOwner);
  const reader = new PodReader(
    "orders",
    { ...pod, roleName: "orders", secrets: [{ arn: secretArn, keyArn: keyPolicy.keyArn }] },
    { providers: [runner], transformations },
  );
  return { keyArn, owner, reader, runner, secretArn };
}

const ANYONE = { Sid: "Anyone", Effect: "Allow", Principal: "*" };

async function notProved(program: () => unknown): Promise<ClaimResult[]> {
  try {
    await proveProgram(program);
  } catch (error) {
    ok(error instanceof NotProved, String(error));
    return error.proof.claims.filter(({ result }) => result !== "proved");
  }
  throw new Error("it was proved");
}

const statement = (Action: string | string[], Resource: pulumi.Input<string>, more = {}) =>
  pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [{ Sid: "Planted", Effect: "Allow", Action, Resource, ...more }],
  });

describe("proveProgram", () => {
  it("proves a program that grants what its components say", async () => {
    const { claims, result } = await proveProgram(good);
    strictEqual(result, "proved");
    deepStrictEqual(
      claims.map(({ claim }) => claim),
      [
        "secret-bounded",
        "key-bounded",
        "role-unforgeable",
        "role-contained",
        "grant-available",
        "read-exclusive",
      ],
    );
    match(claims[0]?.subject ?? "", SECRET);
  });

  it("refutes a further policy of the reader's role, with the request that it lets through", async () => {
    const open = await notProved(() => {
      const { reader, runner } = good();
      const policy = statement("secretsmanager:GetSecretValue", "*");
      new RolePolicy("planted", { role: reader.roleName, policy }, { provider: runner });
    });
    const [found] = open.filter(({ claim }) => claim === "role-contained");
    strictEqual(found?.result, "refuted");
    strictEqual(found.counterexample?.statement, "Planted");
    strictEqual(found.counterexample.request.action, "secretsmanager:GetSecretValue");
  });

  it("refutes a role of the owner's account that may read the secret too", async () => {
    const open = await notProved(() => {
      const { owner } = good();
      const assumeRolePolicy = JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ ...ANYONE, Principal: { AWS: OWNER }, Action: "sts:AssumeRole" }],
      });
      const role = new Role("job", { name: "job", assumeRolePolicy }, { provider: owner });
      const policy = statement(["secretsmanager:GetSecretValue", "kms:Decrypt"], "*");
      new RolePolicy("planted", { role: role.id, policy }, { provider: owner });
    });
    deepStrictEqual(
      open.map(({ claim, counterexample, result }) => [claim, result, counterexample?.statement]),
      [["read-exclusive", "refuted", "Planted"]],
    );
  });

  it("refutes a secret that another resource opens to everybody", async () => {
    const open = await notProved(() => {
      const { owner } = good();
      const other = new Secret("other", { name: "other" }, { provider: owner });
      const policy = statement("secretsmanager:GetSecretValue", "*", { Principal: "*" });
      new SecretPolicy("other", { secretArn: other.arn, policy }, { provider: owner });
    });
    const [found] = open.filter(({ claim }) => claim === "secret-bounded");
    deepStrictEqual([found?.result, found?.counterexample?.statement], ["refuted", "Planted"]);
    match(found?.subject ?? "", /:secret:other-/);
  });

  it("refutes a trust that pins no pod", async () => {
    const trust = { Version: "2012-10-17", Statement: [{ ...ANYONE, Action: "sts:AssumeRole" }] };
    const open = await notProved(() =>
      good([
        ({ opts, props, type }) =>
          type === "aws:iam/role:Role"
            ? { opts, props: { ...props, assumeRolePolicy: JSON.stringify(trust) } }
            : undefined,
      ]),
    );
    const [found] = open.filter(({ claim }) => claim === "role-unforgeable");
    deepStrictEqual([found?.result, found?.counterexample?.statement], ["refuted", "Anyone"]);
  });

  it("takes rights of a role that the program does not make for unknown", async () => {
    const open = await notProved(() => {
      const { owner } = good();
      const policy = statement(["secretsmanager:GetSecretValue", "kms:Decrypt"], "*");
      new RolePolicy("planted", { role: "somebody", policy }, { provider: owner });
    });
    deepStrictEqual(
      open.map(({ claim, result }) => [claim, result]),
      [["read-exclusive", "unknown"]],
    );
    match(open[0]?.reason ?? "", /RolePolicy planted .* gives rights to the role somebody/);
  });

  it("takes two resources that write one secret's policy for unknown, by their names", async () => {
    const open = await notProved(() => {
      const { owner, secretArn } = good();
      const policy = statement("secretsmanager:GetSecretValue", "*", { Principal: "*" });
      new SecretPolicy("planted", { secretArn, policy }, { provider: owner });
    });
    const [found] = open.filter(({ claim }) => claim === "secret-bounded");
    strictEqual(found?.result, "unknown");
    match(
      found.reason ?? "",
      /SecretPolicy orders-policy .* and .*SecretPolicy planted .* both write/,
    );
  });

  it("takes what only the deployment knows for unknown, by its name", async () => {
    const open = await notProved(() => {
      const { owner } = good();
      const other = new Secret("other", { name: "other" }, { provider: owner });
      const policy = other.tagsAll.apply((tags) => JSON.stringify(tags));
      new SecretPolicy("other", { secretArn: other.arn, policy }, { provider: owner });
    });
    const [found] = open.filter(({ claim }) => claim === "secret-bounded");
    strictEqual(found?.result, "unknown");
    match(
      found.reason ?? "",
      /^policy of aws:secretsmanager\/secretPolicy:SecretPolicy other .* is known only after/,
    );
  });

  it("names what it does not understand", async () => {
    const open = await notProved(() => {
      const { keyArn, owner } = good();
      const grant = { keyId: keyArn, granteePrincipal: roleArn, operations: ["Decrypt"] };
      new Grant("planted", grant, { provider: owner });
    });
    ok(open.length > 0);
    for (const { reason, result } of open) {
      strictEqual(result, "unknown");
      match(reason ?? "", /aws:kms\/grant:Grant planted .* is not understood/);
    }
  });

  it("reads the policy of a key that is none of its components", async () => {
    const open = await notProved(() => {
      const { owner } = good();
      const policy = statement("kms:*", "*", { Principal: "*" });
      new Key("other", { policy }, { provider: owner });
    });
    deepStrictEqual(
      open.map(({ claim, result }) => [claim, result]),
      [["key-bounded", "refuted"]],
    );
  });

  it("takes the key of a secret that exists for unknown, where no reader names it", async () => {
    const open = await notProved(() => {
      const { owner } = good();
      const readers = [{ reader: pod, roleArn }];
      new PodSecret("old", { existingSecretArn: OLD, readers }, { providers: [owner] });
    });
    const reason = `the key of ${OLD} is in no resource of the program, and no reader names it`;
    deepStrictEqual(
      open.flatMap((one) => (one.result === "unknown" ? [[one.claim, one.reason]] : [])),
      [
        ["key-bounded", reason],
        ["read-exclusive", reason],
      ],
    );
  });

  it("runs a program's own module, with its configuration", async () => {
    // Uses a copy, because a module runs only once in a process, and other tests run the example too.
    const directory = mkdtempSync(join(checkout, "bin", "program-"));
    const file = join(directory, "index.ts");
    copyFileSync(join(checkout, "examples", "shared-secret", "index.ts"), file);
    const { result } = await proveProgram(() => import(file), {
      project: "orders",
      config: {
        "orders:clusterArn": `arn:aws:eks:us-east-1:${RUNNER}:cluster/shop`,
        "orders:ownerProfile": "owner",
        "orders:readerProfile": "runner",
        "orders:kubeContext": "shop",
      },
      accounts: { owner: OWNER, runner: RUNNER },
    }).finally(() => rmSync(directory, { recursive: true }));
    strictEqual(result, "proved");
  });

  it("leaves the mocks and the configuration of a test as they were, also where it rejects", async () => {
    const newResource = ({ inputs }: { inputs: object }) => ({ id: "of the test", state: inputs });
    await pulumi.runtime.setMocks({ newResource, call: () => ({}) }, "own", "dev");
    pulumi.runtime.setAllConfig({ "own:size": "3" });
    await rejects(
      proveProgram(() => undefined, { config: { "own:size": "4" } }),
      /grants nobody/,
    );
    strictEqual(new pulumi.Config("own").get("size"), "3");
    deepStrictEqual([pulumi.getProject(), pulumi.getStack()], ["own", "dev"]);
    const { id } = new Secret("orders");
    strictEqual(await new Promise((resolve) => id.apply(resolve)), "of the test");
  });

  it("rejects with what a component refuses once it is known", () =>
    rejects(
      proveProgram(() => new PodSecretKey("orders", { keyAlias: pulumi.output("bad !") })),
      /PodSecretKey orders: keyAlias must be/,
    ));

  it("rejects with the output of another stack that it was not given", () =>
    rejects(
      proveProgram(() => {
        const owner = new pulumi.StackReference("acme/owner/dev");
        const arn = owner.requireOutput("secretArn") as pulumi.Output<string>;
        new PodReader("orders", { ...pod, secrets: [{ arn }] });
      }),
      /Required output 'secretArn' does not exist on stack 'acme\/owner\/dev'/,
    ));

  it("says which account and region it needs", () =>
    rejects(
      proveProgram(() => new PodSecret("orders", { secretName: "orders/db" })),
      /account and region of the AWS provider default must be known/,
    ));

  it("does not take a program without grants for a proved one", () =>
    rejects(
      proveProgram(() => undefined),
      /the program grants nobody anything/,
    ));
});
