import { deepStrictEqual, ok } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { ensureAccount } from "../../../sandbox/identity/records/accounts";
import { findUser } from "../../../sandbox/identity/records/iam-records";
import { openLmdbStore } from "../../../sandbox/store/lmdb-store";
import type { Store } from "../../../sandbox/store/store";
import { AwsError, type Call } from "../../../sandbox/wire/messages";
import { newDirectory } from "../../directories";
import { A, REGION } from "../support";
import botocore from "./botocore.json";
import { type Answers, SCENE } from "./every-operation";
import { offeredServices } from "./offered-services";
import { USUAL } from "./usual-members";

const REFUSED: Record<string, string> = {
  codebuild: "InvalidInputException",
  ec2: "UnsupportedOperation",
  eks: "InvalidParameterException",
  "eks-auth": "InvalidParameterException",
  iam: "InvalidInput",
  lambda: "InvalidParameterValueException",
  organizations: "InvalidInputException",
  kms: "UnsupportedOperationException",
  secretsmanager: "InvalidParameterException",
  ssm: "ValidationException",
  sts: "ValidationError",
};

/** Values that no client of AWS sends. */
const HOSTILE: unknown[] = [
  ...[
    "",
    "\0",
    "a\0b",
    "alias/",
    "__proto__",
    "constructor",
    "x".repeat(3000),
    "é".repeat(500),
    "[".repeat(2000),
    `alias/${"x".repeat(1500)}`,
  ],
  ...[
    `arn:aws:secretsmanager:${REGION}:\0:secret:a-AAAAAA`,
    `arn:aws:ssm:${REGION}:${A}:parameter/`,
  ],
  ...[`arn:aws:kms:${REGION}:${"9".repeat(1900)}:key/x`, '{"Statement":[]}', '{"Statement":null}'],
  ...[0, -1, 1.5, 1e300, true, [], [null], [[]], {}, { a: { b: 1 } }],
  { __proto__: null, constructor: 1 },
];

describe("the members of AWS's inputs that the sandbox takes", () => {
  const directory = newDirectory();
  const models: Record<string, Record<string, string>> = botocore.services;
  let store: Store;
  let services: ReturnType<typeof offeredServices>;
  let caller: Call["caller"];
  before(() => {
    store = openLmdbStore(directory);
    services = offeredServices(store, directory);
    ensureAccount(store, A);
    const policies = { serviceControlPolicies: {}, resourceControlPolicies: {} };
    const organization = { id: "o-exampleorg", managementAccount: A, accounts: [A], ...policies };
    store.transaction((writer) => writer.put(["organization"], organization));
    const user = findUser(store, A, "administrator");
    const arn = user?.arn ?? "";
    caller = {
      account: A,
      partition: "aws",
      arn,
      userId: user?.id ?? "",
      principal: { kind: "user", arn },
      sessionPolicies: [],
      transitiveTags: {},
    };
  });
  after(() => store.close());

  const send = async (service: string, operation: string, input: object): Promise<unknown> => {
    const run = services.find(({ signingName }) => signingName === service)?.operations[operation];
    ok(run, `${service} has no operation ${operation}`);
    const call = { caller, region: REGION, requestId: "request", now: new Date() };
    return run(call, input as Record<string, unknown>);
  };
  const membersOf = (service: string, operation: string) =>
    (models[service]?.[operation] ?? "").split(" ").filter(Boolean);

  /** Whether a member is refused by its name, because the sandbox does not offer it. */
  async function isRefused(service: string, operation: string, path: string): Promise<boolean> {
    const nested = path.split(".").reduceRight<unknown>((value, name) => ({ [name]: value }), "x");
    try {
      await send(service, operation, nested as object);
      return false;
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      const words = /^(\S+) of (\S+) is not offered by the sandbox$/.exec(error.message);
      if (!words) return false;
      const [, member = "", name] = words;
      ok(path === member || path.startsWith(`${member}.`), error.message);
      deepStrictEqual([name, error.code], [operation, REFUSED[service]]);
      return true;
    }
  }

  it("are compared with the botocore of the AWS CLI that the tests of clients install", () => {
    const requirements = readFileSync("tests/clients/requirements.txt", "utf8");
    ok(requirements.includes(`awscli==${botocore.awscli} `), "run npm run members");
  });

  it("are those of every operation that is offered", () => {
    const offered = services.map((service) => [
      service.signingName,
      Object.keys(service.operations),
    ]);
    const listed = Object.entries(models).map(([name, model]) => [name, Object.keys(model)]);
    deepStrictEqual(listed, offered);
  });

  it("are all looked at, or refused by name", async () => {
    const looked = new Map<string, Set<string>>();
    const unread: string[] = [];
    const failed: string[] = [];
    const before: Answers = {};
    for (const [service, operation, given = {}] of SCENE) {
      const own = typeof given === "function" ? given(before) : given;
      const honoured: string[] = [];
      for (const path of membersOf(service, operation)) {
        if (!(await isRefused(service, operation, path))) honoured.push(path);
      }
      const names = honoured.map((path) => path.split(".", 1)[0] as string);
      const usual = names.map((name) => [name, { ...USUAL[service], ...own }[name]]);
      const read = looked.get(`${service} ${operation}`) ?? new Set();
      looked.set(`${service} ${operation}`, read);
      const input = watched(Object.fromEntries(usual), read);
      before[operation] = await Promise.resolve()
        .then(() => send(service, operation, input))
        .catch((error) => failed.push(`${operation}: ${error.code} ${error.message}`));
    }
    for (const [service, model] of Object.entries(models)) {
      for (const operation of Object.keys(model)) {
        for (const path of membersOf(service, operation)) {
          const name = `${operation}.${path}`;
          const isRead = looked.get(`${service} ${operation}`)?.has(path);
          if (!isRead && !(await isRefused(service, operation, path))) unread.push(name);
        }
      }
    }
    const expected = [
      "DecodeAuthorizationMessage: InvalidAuthorizationMessageException Message is not valid",
      "AssumeRoleWithWebIdentity: InvalidIdentityToken The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)",
      "StopReplicationToReplica: InvalidParameterException Operation not permitted on a secret that is no replica.",
      "AssumeRoleForPodIdentity: InvalidTokenException The token provided is malformed",
    ];
    deepStrictEqual({ failed, unread }, { failed: expected, unread: [] });
  });

  it("are answered by AWS's errors, whatever one of them holds", async () => {
    for (const [service, model] of Object.entries(models)) {
      const usual = { ...USUAL[service], KeyId: "alias/a", TargetKeyId: "alias/a" };
      for (const operation of Object.keys(model)) {
        const isRead = async (path: string) => !(await isRefused(service, operation, path));
        const paths = membersOf(service, operation);
        const read = await Promise.all(paths.map(isRead));
        const names = paths.filter((_, index) => read[index]).map((path) => path.split(".", 1)[0]);
        const input = Object.fromEntries(names.map((name = "") => [name, usual[name as "KeyId"]]));
        for (const name of Object.keys(input)) {
          for (const value of HOSTILE) {
            await send(service, operation, { ...input, [name]: value }).catch((error: unknown) =>
              ok(
                error instanceof AwsError,
                `${operation} ${name}=${JSON.stringify(value)}: ${error}`,
              ),
            );
          }
        }
      }
    }
    const secrets = store.list<{ name: string }>(["secret"]).map(({ value }) => value.name);
    deepStrictEqual(
      secrets.filter((name) => !/^[A-Za-z0-9/_+=.@!-]{1,512}$/.test(name)),
      [],
    );
  });
});

/** The input. It records which members are read more often than by the search for members that are not offered. */
function watched(input: unknown, read: Set<string>): object {
  const seen = new Set<string>();
  const watch = (value: unknown, path: string): unknown =>
    typeof value !== "object" || value === null || Buffer.isBuffer(value)
      ? value
      : new Proxy(value, {
          get: (target, key) => {
            const held = Reflect.get(target, key) as unknown;
            if (typeof key === "symbol" || typeof held === "function") return held;
            const isPosition = /^(length|\d+)$/.test(key);
            const inside = isPosition ? path : path ? `${path}.${key}` : key;
            if (!isPosition && seen.has(inside)) read.add(inside);
            seen.add(inside);
            return watch(held, inside);
          },
        });
  return watch(input, "") as object;
}
