import { deepStrictEqual, doesNotReject, ok, rejects } from "node:assert/strict";
import type { AllowedAction } from "../../../sandbox/identity/authorisation/allowed-actions";
import { createPlatform, type Platform } from "../../../sandbox/identity/platform";
import { ensureAccount } from "../../../sandbox/identity/records/accounts";
import { findUser } from "../../../sandbox/identity/records/iam-records";
import { createParts } from "../../../sandbox/server/server";
import { openLmdbStore } from "../../../sandbox/store/lmdb-store";
import type { Store } from "../../../sandbox/store/store";
import { AwsError, type Call, type Service } from "../../../sandbox/wire/messages";
import { newDirectory } from "../../directories";
import { type Answers, SCENE } from "../input-members/every-operation";
import { USUAL } from "../input-members/usual-members";
import { makeSecret, policy, roleClients } from "../secrets-support";
import { A, B, credentialsOf, REGION, withSandbox } from "../support";

/** Operations that AWS answers for anyone with valid credentials. */
const OF_ANYONE = ["sts GetCallerIdentity", "sts GetSessionToken"];

/** An operation that needs no caller, because the token in the request is the proof. */
const WITHOUT_CALLER = "sts AssumeRoleWithWebIdentity: InvalidIdentityToken";

/** Operations that fail for administrators too. They need a pod's token, an encoded message, or a replica beside the right. */
const FAILS_FOR_ALL = [
  "sts AssumeRoleWithWebIdentity",
  "eks-auth AssumeRoleForPodIdentity",
  "secretsmanager StopReplicationToReplica",
  "sts DecodeAuthorizationMessage",
];

describe("whoever has no policy", () => {
  const directory = newDirectory();
  let store: Store;
  let platform: Platform;
  let services: Service[];
  before(() => {
    store = openLmdbStore(directory);
    platform = createPlatform({
      ...{ store, directory, pace: 0 },
      ...{ endpoint: "http://127.0.0.1:1", certificateAuthority: "" },
    });
    ({ services } = createParts(platform, () => new Date(), console.error));
    ensureAccount(store, A);
    const policies = { serviceControlPolicies: {}, resourceControlPolicies: {} };
    const organization = { id: "o-exampleorg", managementAccount: A, accounts: [A], ...policies };
    store.transaction((writer) => writer.put(["organization"], organization));
  });
  after(() => store.close());

  const callerOf = (name: string): Call["caller"] => {
    const user = findUser(store, A, name);
    const arn = user?.arn ?? "";
    return {
      ...{ account: A, partition: "aws", arn, userId: user?.id ?? "" },
      ...{ principal: { kind: "user", arn }, sessionPolicies: [], transitiveTags: {} },
    };
  };

  const send = async (caller: string, service: string, operation: string, input: object) => {
    const run = services.find(({ signingName }) => signingName === service)?.operations[operation];
    ok(run, `${service} has no operation ${operation}`);
    const call = { caller: callerOf(caller), region: REGION, requestId: "r", now: new Date() };
    return run(call, { ...input });
  };

  /** The usual input of an operation, without members that the operation does not offer. */
  async function inputOf(service: string, operation: string, own: object): Promise<object> {
    const given = Object.entries({ ...USUAL[service], ...own });
    const input = Object.fromEntries(given.filter(([, value]) => value !== undefined));
    for (;;) {
      const refused = await send("nobody", service, operation, input).then(
        () => undefined,
        (error: Error) => /^(\w+)\S* of \w+ is not offered by the sandbox$/.exec(error.message),
      );
      if (!refused?.[1]) return input;
      delete input[refused[1]];
    }
  }

  it("is refused by every operation that administrators may call", async () => {
    await send("administrator", "iam", "CreateUser", { UserName: "nobody" });
    const before: Answers = {};
    const open = new Set<string>();
    const called = new Set<string>();
    /** Calls that set tags without the right to tag. */
    const untagged: string[] = [];
    for (const [service, operation, given = {}] of SCENE) {
      const own = typeof given === "function" ? given(before) : given;
      const input = await inputOf(service, operation, own);
      const name = `${service} ${operation}`;
      called.add(name);
      try {
        await send("nobody", service, operation, input);
        open.add(name);
      } catch (error) {
        ok(error instanceof AwsError, `${name}: ${error}`);
        if (!/^AccessDenied/.test(error.code)) open.add(`${name}: ${error.code}`);
      }
      if (FAILS_FOR_ALL.includes(name)) continue;
      platform.allowed.take();
      before[operation] = await send("administrator", service, operation, input);
      const actions = platform.allowed.take().map(({ action }) => action);
      const isTagged = "Tags" in input || "tags" in input;
      if (isTagged && !actions.some((action) => /:(Add)?Tag/.test(action))) untagged.push(name);
    }
    deepStrictEqual([...open], [...OF_ANYONE, WITHOUT_CALLER]);
    deepStrictEqual(untagged, []);
    const offered = services.flatMap(({ operations, signingName }) =>
      Object.keys(operations).map((operation) => `${signingName} ${operation}`),
    );
    deepStrictEqual([...called].sort(), offered.sort());
  });
});

describe("the record of what callers were allowed", () => {
  const { sandbox } = withSandbox();

  it("tells what only a policy of the caller's own allows from what another policy allows, too", async () => {
    const Action = "secretsmanager:GetSecretValue";
    const own = await makeSecret(sandbox, { Name: "own", SecretString: "x" });
    const { secretsManager } = await roleClients(sandbox, "reader", [{ Action, Resource: own }], B);
    const caller = `arn:aws:iam::${B}:role/reader`;
    const shared = await makeSecret(
      sandbox,
      { Name: "shared", SecretString: "x" },
      { resourcePolicy: policy({ Principal: { AWS: caller }, Action, Resource: "*" }) },
    );
    await sandbox.control("POST", "/allowed-actions", {});
    for (const SecretId of [own, shared]) {
      await secretsManager.getSecretValue({ SecretId });
    }
    const { body } = await sandbox.control("POST", "/allowed-actions", {});
    deepStrictEqual(
      (body as { actions: AllowedAction[] }).actions.filter((one) => one.action === Action),
      [
        { caller, action: Action, resource: own, needsIdentityPolicy: true },
        { caller, action: Action, resource: shared, needsIdentityPolicy: false },
      ],
    );
  });
});

describe("a secret that is created under a key", () => {
  const { sandbox, iam, kms } = withSandbox();

  it("needs the rights to encrypt and to decrypt under it, though it has no value yet", async () => {
    const { KeyMetadata } = await kms.createKey();
    const UserName = "owner";
    await iam.createUser({ UserName });
    const { AccessKey } = await iam.createAccessKey({ UserName });
    const { secretsManager } = sandbox.clients(credentialsOf(AccessKey));
    const create = async (Name: string, ...actions: string[]) => {
      const Statement = [
        { Effect: "Allow", Action: "secretsmanager:CreateSecret", Resource: "*" },
        {
          Effect: "Allow",
          Action: actions,
          Resource: KeyMetadata?.Arn,
          Condition: {
            StringEquals: { "kms:EncryptionContext:SecretVersionId": "RequestToValidateKeyAccess" },
            StringLike: { "kms:EncryptionContext:SecretARN": `arn:aws:secretsmanager:*:${A}:*` },
          },
        },
      ];
      const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
      await iam.putUserPolicy({ UserName, PolicyName: "p", PolicyDocument });
      await secretsManager.createSecret({ Name, KmsKeyId: KeyMetadata?.KeyId });
    };
    const refused = { message: "Access to KMS is not allowed" };
    await rejects(create("one", "kms:GenerateDataKey"), refused);
    await rejects(create("one", "kms:Decrypt"), refused);
    await doesNotReject(create("one", "kms:GenerateDataKey", "kms:Decrypt"));
  });
});
