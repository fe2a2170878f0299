import { deepStrictEqual, ok } from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { createPlatform, type Platform } from "../../../sandbox/identity/platform";
import { ensureAccount } from "../../../sandbox/identity/records/accounts";
import { findUser } from "../../../sandbox/identity/records/iam-records";
import { createParts } from "../../../sandbox/server/parts";
import { openLmdbStore } from "../../../sandbox/store/lmdb-store";
import type { Store } from "../../../sandbox/store/store";
import { AwsError, type Call } from "../../../sandbox/wire/messages/operation";
import type { Service } from "../../../sandbox/wire/messages/service";
import { type Answers, SCENE } from "../input-members/every-operation";
import { USUAL } from "../input-members/usual-members";
import { A, REGION } from "../support";

/** What AWS answers whoever asks with valid credentials. */
const OF_ANYONE = ["sts GetCallerIdentity", "sts GetSessionToken"];

/** What fails for administrators, too: it needs a token of a pod, an encoded message, or a replica beside the right. */
const FAILS_FOR_ALL = [
  "eks-auth AssumeRoleForPodIdentity",
  "secretsmanager StopReplicationToReplica",
  "sts DecodeAuthorizationMessage",
];

describe("whoever has no policy", () => {
  const directory = mkdtempSync(join(tmpdir(), "without-rights-"));
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
  });
  after(async () => {
    await store.close();
    rmSync(directory, { recursive: true });
  });

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

  /** The usual input of an operation, without the members that it does not offer. */
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
    /** Calls that give tags without the right to tag. */
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
    deepStrictEqual([...open], OF_ANYONE);
    deepStrictEqual(untagged, []);
    const offered = services.flatMap(({ operations, signingName }) =>
      Object.keys(operations).map((operation) => `${signingName} ${operation}`),
    );
    deepStrictEqual([...called].sort(), offered.sort());
  });
});
