import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert";
import type { AccessDocuments } from "../../../../sdk/access";
import { A, B, type Clients } from "../../../sandbox/support";
import { inventoryText } from "../../../sdk/grant/support";
import { landingZone } from "../../../stacks/run-stack";
import { everyone, exclusivenesses, givenAwayBy, otherReaders } from "../live-questions";
import { C, suiteLive } from "../live-sandbox";
import { type Case, nearMisses, type Target, type Targets } from "./case";
import { type Planted, plant } from "./plant";
import { waysToRead } from "./ways-to-read";

/** An inventory with a third account. It declares a parameter there, so that the account is read too. */
const ZONE = landingZone(
  inventoryText({
    accounts: `
  a: { id: "${A}", region: us-east-1 }
  b: { id: "${B}", region: us-east-1 }
  c: { id: "${C}", region: us-east-1 }`,
    parameters: `
  /flags: { account: a }
  /third: { account: c }`,
    readers: `
  web: { cluster: shop, namespace: web, serviceAccount: web, reads: [own, foreign, { parameter: /flags }] }`,
  }),
);

type Tried = [name: string, given: Case, planted: Planted];

describe("readers planted in three live accounts", () => {
  const live = suiteLive();
  let targets: Targets;
  let misses: Tried[];
  let ways: Tried[];

  before(async () => {
    const arnIn = (account: string) =>
      live.expected.secrets?.find(({ arn }) => arn.includes(account))?.arn ?? "";
    targets = {
      foreign: arnIn(B),
      own: arnIn(A),
      parameter: `arn:aws:ssm:us-east-1:${A}:parameter/flags`,
      key: live.expected.keys?.[0]?.arn ?? "",
    };
    for (const [account, SecretId] of [
      [A, targets.own],
      [B, targets.foreign],
    ] as const) {
      const { secretsManager } = live.sandbox.clients(account);
      await secretsManager.putSecretValue({ SecretId, SecretString: "value" });
    }
  });

  it("reports none of the near misses, each of which is refused", async () => {
    misses = await plantAll("miss", nearMisses(targets));
    ok(misses.length >= 60, String(misses.length));
    for (const [name, given, planted] of misses) {
      await rejects(read(given, planted), `${name} reads`);
    }
    const documents = await everyone(ZONE);
    const exclusiveness = await exclusivenesses(documents);
    for (const target of [targets.own, targets.foreign, targets.parameter]) {
      deepStrictEqual(await namesOfReaders(documents, target, misses), []);
      strictEqual(exclusiveness[target], "proved", target);
    }
    for (const [name, , { arn, first }] of compromised(misses)) {
      const away = await givenAwayBy(documents, first);
      deepStrictEqual(away, [], `${name}: ${arn}`);
    }
  });

  it("finds every way to read, and reads in each", async () => {
    ways = await plantAll("way", waysToRead(targets));
    ok(ways.length >= 60, String(ways.length));
    for (const [name, given, planted] of ways) {
      if (given.untried) continue;
      strictEqual(await read(given, planted).catch(String), "value", name);
    }
    const documents = await everyone(ZONE);
    const exclusiveness = await exclusivenesses(documents);
    for (const target of ["own", "foreign", "parameter"] as const) {
      strictEqual(exclusiveness[targets[target]], "refuted", target);
      const expected = ways.filter(([, given]) => (given.target ?? "foreign") === target);
      deepStrictEqual(
        (await namesOfReaders(documents, targets[target], [...ways, ...misses])).toSorted(),
        expected.map(([name]) => name).toSorted(),
      );
    }
    for (const [name, given, { first }] of compromised(ways)) {
      const away = await givenAwayBy(documents, first);
      ok(away.includes(targets[given.target ?? "foreign"]), name);
    }
  });

  async function plantAll(prefix: string, cases: Record<string, Case>): Promise<Tried[]> {
    const planted: Tried[] = [];
    for (const [index, [name, given]] of Object.entries(cases).entries()) {
      planted.push([name, given, await plant(live, `${prefix}-${index}`, given)]);
    }
    const opened = (target: Target, part: "secret" | "key") =>
      planted.flatMap(([, { opens, target: of = "foreign" }, { arn }]) =>
        of === target ? (opens?.(arn)[part] ?? []) : [],
      );
    await open(live.sandbox.clients(A), targets.own, opened("own", "secret"));
    await open(live.sandbox.clients(B), targets.foreign, opened("foreign", "secret"));
    await openKey(live.sandbox.clients(B), targets.key, opened("foreign", "key"));
    return planted;
  }

  /** The readers, by the names of their cases. */
  async function namesOfReaders(documents: AccessDocuments, target: string, cases: Tried[]) {
    const found = await otherReaders(documents, target);
    return found.map((arn) => cases.find(([, , planted]) => planted.arn === arn)?.[0] ?? arn);
  }

  async function read(given: Case, planted: Planted): Promise<string | undefined> {
    const clients = live.sandbox.clients(await planted.credentials());
    const { target = "foreign" } = given;
    if (target === "parameter") return readParameter(clients);
    return (await clients.secretsManager.getSecretValue({ SecretId: targets[target] }))
      .SecretString;
  }
});

/** The chains, and every sixth of the other cases. To look for what a role gives away takes a second for each role. */
function compromised(tried: Tried[]): Tried[] {
  return tried.filter(([, { by, isUser }], index) => !isUser && (by || index % 6 === 0));
}

/** Reads the parameter by whichever call the caller may make. */
async function readParameter({ ssm }: Clients): Promise<string | undefined> {
  const Name = "/flags";
  const WithDecryption = true;
  const values = await Promise.any([
    ssm.getParameter({ Name, WithDecryption }).then(({ Parameter }) => [Parameter]),
    ssm.getParameters({ Names: [Name], WithDecryption }).then(({ Parameters = [] }) => Parameters),
    ssm.getParameterHistory({ Name, WithDecryption }).then(({ Parameters = [] }) => Parameters),
    ssm
      .getParametersByPath({ Path: "/", WithDecryption })
      .then(({ Parameters = [] }) => Parameters),
  ]);
  return values[0]?.Value === "x" ? "value" : undefined;
}

/** Adds statements to a secret's policy. */
async function open(
  { secretsManager }: Clients,
  SecretId: string,
  statements: object[],
): Promise<void> {
  if (statements.length === 0) return;
  const { ResourcePolicy } = await secretsManager.getResourcePolicy({ SecretId });
  const changed = { SecretId, ResourcePolicy: withMore(ResourcePolicy, statements) };
  await secretsManager.putResourcePolicy(changed);
}

async function openKey({ kms }: Clients, KeyId: string, statements: object[]): Promise<void> {
  if (statements.length === 0) return;
  const { Policy } = await kms.getKeyPolicy({ KeyId });
  await kms.putKeyPolicy({ KeyId, Policy: withMore(Policy, statements) });
}

function withMore(policy: string | undefined, statements: object[]): string {
  const before = policy ? JSON.parse(policy) : { Version: "2012-10-17", Statement: [] };
  return JSON.stringify({ ...before, Statement: [...before.Statement, ...statements] });
}
