import { deepStrictEqual, ok } from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createPlatform } from "../../sandbox/identity/platform";
import { ensureAccount } from "../../sandbox/identity/records/accounts";
import { findUser } from "../../sandbox/identity/records/iam-records";
import { createKms } from "../../sandbox/services/kms";
import { createSecretsManager } from "../../sandbox/services/secretsmanager";
import { createSsm } from "../../sandbox/services/ssm";
import { openLmdbStore } from "../../sandbox/store/lmdb-store";
import type { Store } from "../../sandbox/store/store";
import { AwsError, type Call } from "../../sandbox/wire/messages/operation";
import type { JsonService } from "../../sandbox/wire/messages/service";
import { A, REGION } from "./support";

const HOSTILE: unknown[] = [
  "",
  "\0",
  "a\0b",
  "x".repeat(3000),
  "é".repeat(500),
  `arn:aws:kms:${REGION}:${"9".repeat(1900)}:key/x`,
  `arn:aws:secretsmanager:${REGION}:\0:secret:a-AAAAAA`,
  `arn:aws:secretsmanager:${REGION}:${A}:secret:`,
  `arn:aws:ssm:${REGION}:${A}:parameter/`,
  "alias/",
  `alias/${"x".repeat(1500)}`,
  "__proto__",
  "constructor",
  0,
  -1,
  1.5,
  1e300,
  true,
  [],
  [null],
  [[]],
  {},
  { __proto__: null, constructor: 1 },
  { a: { b: 1 } },
  '{"Statement":[]}',
  '{"Statement":null}',
  "[".repeat(2000),
];

describe("sandbox KMS, Secrets Manager and Parameter Store input", () => {
  const directory = mkdtempSync(join(tmpdir(), "sandbox-input-"));
  let store: Store;
  let services: JsonService[];
  let call: Call;
  before(() => {
    store = openLmdbStore(directory);
    ensureAccount(store, A);
    const user = findUser(store, A, "administrator");
    const platform = createPlatform({
      ...{ store, directory, pace: 0 },
      ...{ endpoint: "http://127.0.0.1:1", certificateAuthority: "" },
    });
    const kms = createKms(platform);
    services = [kms, createSecretsManager(platform, kms), createSsm(platform, kms)];
    const arn = user?.arn ?? "";
    call = {
      caller: {
        account: A,
        partition: "aws",
        arn,
        userId: user?.id ?? "",
        principal: { kind: "user", arn },
        sessionPolicies: [],
        transitiveTags: {},
      },
      region: REGION,
      requestId: "request",
      now: new Date(),
    };
  });
  after(async () => {
    await store.close();
    rmSync(directory, { recursive: true, force: true });
  });

  async function attempt(
    service: JsonService,
    operation: string,
    input: Record<string, unknown>,
  ): Promise<void> {
    try {
      await service.operations[operation]?.(call, input);
    } catch (error) {
      const shown = JSON.stringify(input).slice(0, 100);
      ok(error instanceof AwsError, `${operation} of ${shown}: ${error}`);
    }
  }

  it("answers AWS's errors, whatever any member holds", async () => {
    const sane = await valid();
    for (const service of services) {
      for (const operation of Object.keys(service.operations)) {
        for (const member of await membersRead(service, operation, sane)) {
          for (const value of HOSTILE) {
            await attempt(service, operation, { ...sane, [member]: value });
          }
        }
      }
    }
  }).timeout(60_000);

  it("keeps no more of hostile input than what AWS would have taken", () => {
    const names = store.list<{ name: string }>(["secret"]).map(({ value }) => value.name);
    deepStrictEqual(
      names.filter((name) => !/^[A-Za-z0-9/_+=.@!-]{1,512}$/.test(name)),
      [],
    );
  });

  /** The members that an operation looks at. */
  async function membersRead(
    service: JsonService,
    operation: string,
    input: Record<string, unknown>,
  ) {
    const members = new Set<string>();
    const watched = new Proxy(input, {
      get: (target, member) => {
        members.add(String(member));
        return Reflect.get(target, member) as unknown;
      },
    });
    await attempt(service, operation, watched);
    ok(members.size > 0, `${operation} reads no member`);
    return members;
  }

  async function valid(): Promise<Record<string, unknown>> {
    const [kms] = services;
    const made = (await kms?.operations.CreateKey?.(call, {})) as { KeyMetadata: { Arn: string } };
    return {
      KeyId: made.KeyMetadata.Arn,
      AliasName: "alias/a",
      TargetKeyId: made.KeyMetadata.Arn,
      Plaintext: "eA==",
      KeySpec: "AES_256",
      Name: "a",
      SecretId: "a",
      Value: "x",
      Type: "String",
      Names: ["a"],
      ResourceType: "Parameter",
      ResourceId: "a",
      Path: "/",
    };
  }
});
