import { deepStrictEqual, notStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { connect as secure } from "node:tls";
import { newDirectory } from "../directories";
import { policy } from "./secrets-support";
import { A, B, type Credentials, startSandbox, withSandbox } from "./support";

describe("sandbox server", () => {
  const { sandbox } = withSandbox();

  it("knows an account's administrator by its access key", async () => {
    const { Account, Arn } = await sandbox.clients(A).sts.getCallerIdentity();
    deepStrictEqual({ Account, Arn }, { Account: A, Arn: `arn:aws:iam::${A}:user/administrator` });
  });
});

const HEAD = "POST / HTTP/1.1\r\nHost: sandbox\r\n";

describe("the connections of a sandbox", () => {
  const { sandbox } = withSandbox();

  for (const [what, begin] of [
    ["nothing", ""],
    ["half a header", "POST / HT"],
    ["half a body", `${HEAD}Content-Length: 10\r\n\r\nhalf`],
    ["one request", "GET / HTTP/1.1\r\nHost: sandbox\r\n\r\n"],
    ["half of a handshake", "\x16\x03\x01\x02\x00\x01\x00"],
  ] as const) {
    it(`are few for clients that send ${what}, and answers others`, async () => {
      const { hostname, port } = new URL(sandbox.endpoint);
      const clients: Socket[] = [];
      for (let index = 0; index < 600; index += 1) {
        const client = connect(Number(port), hostname);
        clients.push(client);
        client.on("error", () => {}).resume();
        await once(client, "connect");
        if (begin !== "") client.write(begin, "latin1");
      }
      await sandbox.clients(A).sts.getCallerIdentity();
      await sleep(200);
      const cut = clients.filter(({ destroyed }) => destroyed).length;
      strictEqual(cut > 80 && cut < 100, true, `${cut} are cut`);
      strictEqual(clients.at(-1)?.destroyed, false);
      for (const client of clients) client.destroy();
    });
  }

  it("negotiate once over TLS", async () => {
    const { hostname, port } = new URL(sandbox.endpoint);
    const client = secure({
      ...{ host: hostname, port: Number(port), maxVersion: "TLSv1.2" },
      rejectUnauthorized: false,
    });
    await once(client, "secureConnect");
    const again = new Promise((resolve) => {
      client.on("error", resolve).on("close", () => resolve("closed"));
      client.renegotiate({ rejectUnauthorized: false }, (error) => resolve(error ?? "done"));
    });
    notStrictEqual(await Promise.race([again, sleep(2000, "refused")]), "done");
    client.destroy();
  });
});

const ALL = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] };
const NO_ROLES = {
  Version: "2012-10-17",
  Statement: [{ Sid: "NoRoles", Effect: "Deny", Action: "iam:CreateRole", Resource: "*" }],
};
const trust = (account: string) =>
  policy({ Principal: { AWS: account }, Action: "sts:AssumeRole" });

describe("sandbox control API", () => {
  const { sandbox, kms, secretsManager } = withSandbox({ each: true });

  const createRole = (account: string, RoleName = "reader") =>
    sandbox.clients(account).iam.createRole({ RoleName, AssumeRolePolicyDocument: trust(account) });

  it("opens an account once, and answers its administrator's credentials every time", async () => {
    const account = { id: A, name: "account-a", region: "eu-west-1" };
    const first = await sandbox.control("POST", "/accounts", account);
    deepStrictEqual(await sandbox.control("POST", "/accounts", account), first);
    const { sts } = sandbox.clients(first.body as Credentials);
    strictEqual((await sts.getCallerIdentity()).Account, A);
    const { body } = await sandbox.control("GET", "/status");
    const { pid, endpoint, accounts } = body as Record<string, unknown>;
    deepStrictEqual([pid, endpoint, accounts], [process.pid, sandbox.endpoint, [account]]);
  });

  it("rejects callers without the token", async () => {
    for (const authorization of ["", "Bearer", "Bearer wrong", "Basic eDp5"]) {
      const response = await fetch(`${sandbox.endpoint}/_sandbox/status`, {
        headers: { authorization },
      });
      deepStrictEqual(
        [response.status, await response.json()],
        [401, { error: "the control token is missing or wrong" }],
      );
    }
  });

  it("rejects what is no account, no operation and no JSON", async () => {
    deepStrictEqual(await sandbox.control("POST", "/accounts", { id: "1" }), {
      status: 400,
      body: { error: 'id must be twelve digits, got "1"' },
    });
    deepStrictEqual((await sandbox.control("POST", "/nothing", {})).status, 404);
    deepStrictEqual((await sandbox.control("POST", "/accounts", [])).status, 400);
  });

  it("copies the state to a sandbox of its own, files of the services included", async () => {
    await createRole(A);
    const credentials = sandbox.administrator(A);
    const directory = join(newDirectory(), "copy");
    strictEqual((await sandbox.control("POST", "/copy", { directory })).status, 200);
    deepStrictEqual(
      readdirSync(directory).filter((name) => !name.endsWith("-lock")),
      readdirSync(sandbox.directory).filter((name) => !name.endsWith("-lock")),
    );
    const copy = await startSandbox(directory);
    const { iam } = copy.clients(credentials);
    await iam.getRole({ RoleName: "reader" });
    await iam.createRole({ RoleName: "other", AssumeRolePolicyDocument: trust(A) });
    await copy.stop();
    await rejects(sandbox.clients(A).iam.getRole({ RoleName: "other" }), {
      name: "NoSuchEntityException",
    });
  });

  it("limits an account by the control policies of its organization, its management account not", async () => {
    sandbox.administrator(A);
    sandbox.administrator(B);
    const levels = [[ALL], [ALL, NO_ROLES]];
    const organization = {
      id: "o-exampleorg",
      managementAccount: B,
      serviceControlPolicies: [A, B].map((account) => ({ account, levels })),
    };
    strictEqual((await sandbox.control("PUT", "/organization", organization)).status, 200);
    await rejects(createRole(A), {
      name: "AccessDenied",
      message: new RegExp(
        `^User: arn:aws:iam::${A}:user/administrator is not authorized to perform: iam:CreateRole on resource: arn:aws:iam::${A}:role/reader with an explicit deny in a service control policy: arn:aws:organizations::${B}:policy/`,
      ),
    });
    await createRole(B);
    const silent = { account: A, levels: [[ALL], [NO_ROLES]] };
    await sandbox.control("PUT", "/organization", {
      ...organization,
      serviceControlPolicies: [silent],
    });
    await rejects(sandbox.clients(A).iam.getRole({ RoleName: "reader" }), {
      message: `User: arn:aws:iam::${A}:user/administrator is not authorized to perform: iam:GetRole on resource: arn:aws:iam::${A}:role/reader because no service control policy allows the iam:GetRole action`,
    });
    await sandbox.control("DELETE", "/organization");
    await createRole(A);
  });

  it("limits an account's resources by resource control policies, its management account's not", async () => {
    const { Role } = await createRole(A);
    const assume = () =>
      sandbox.clients(A).sts.assumeRole({ RoleArn: Role?.Arn, RoleSessionName: "session" });
    await assume();
    const [allow] = ALL.Statement;
    const levels = [
      [
        {
          Version: "2012-10-17",
          Statement: [
            { ...allow, Principal: "*" },
            {
              Effect: "Deny",
              Principal: "*",
              Action: "sts:AssumeRole",
              Resource: "*",
              Condition: { StringNotEquals: { "aws:PrincipalOrgID": "o-anotherorg" } },
            },
          ],
        },
      ],
    ];
    const organization = { id: "o-exampleorg", resourceControlPolicies: [{ account: A, levels }] };
    strictEqual((await sandbox.control("PUT", "/organization", organization)).status, 200);
    await rejects(assume(), /with an explicit deny in a resource control policy/);
    await sandbox.control("PUT", "/organization", { ...organization, managementAccount: A });
    await assume();
    await sandbox.control("PUT", "/organization", { ...organization, id: "o-anotherorg" });
    await assume();
  });

  it("applies resource control policies to customer managed keys alone", async () => {
    const [allow] = ALL.Statement;
    const deny = { Effect: "Deny", Principal: "*", Action: "kms:*", Resource: "*" };
    const levels = [[{ ...ALL, Statement: [{ ...allow, Principal: "*" }, deny] }]];
    const { KeyMetadata } = await kms.createKey();
    sandbox.administrator(A);
    await sandbox.control("PUT", "/organization", {
      id: "o-exampleorg",
      resourceControlPolicies: [{ account: A, levels }],
    });
    await secretsManager.createSecret({ Name: "own", SecretString: "value" });
    await rejects(
      kms.describeKey({ KeyId: KeyMetadata?.KeyId }),
      /with an explicit deny in a resource control policy/,
    );
  });

  it("rejects control policies outside the grammar", async () => {
    for (const organization of [
      { id: "org" },
      { id: "o-exampleorg", serviceControlPolicies: {} },
      { id: "o-exampleorg", serviceControlPolicies: [{ account: A, levels: [{}] }] },
      { id: "o-exampleorg", serviceControlPolicies: [{ account: A, levels: [[{}]] }] },
      { id: "o-exampleorg", serviceControlPolicies: [{ account: "1", levels: [[ALL]] }] },
      { id: "o-exampleorg", resourceControlPolicies: [{ account: A, levels: [[ALL]] }] },
    ]) {
      strictEqual((await sandbox.control("PUT", "/organization", organization)).status, 400);
    }
  });
});
