import { deepStrictEqual, ok } from "node:assert";
import fc from "fast-check";

import { stackChanges } from "../../../../cli/verbs/plan/stack-changes";
import { landingZoneDocuments } from "../../../../sdk/access/landing-zone/landing-zone-documents";
import { type LandingZone, parseInventory, type ResolvedReader } from "../../../../sdk/grant";
import { HUNDRED_ACCOUNTS, largeInventory } from "../../large-inventory";

/** A reader of a generated inventory, by the numbers of what it names. */
interface ReaderPlan {
  cluster: number;
  namespace: number;
  reads: number[];
  mode: "resourcePolicy" | "targetRole";
}

interface ZonePlan {
  accounts: number;
  clusters: number[];
  secrets: { account: number; key: string; sealed: boolean }[];
  readers: ReaderPlan[];
}

const zonePlans: fc.Arbitrary<ZonePlan> = fc.record({
  accounts: fc.constant(4),
  clusters: fc.array(fc.nat(3), { minLength: 1, maxLength: 3 }),
  secrets: fc.array(
    fc.record({
      account: fc.nat(3),
      key: fc.constantFrom("pods", "{ alias: pods, shards: 3 }", "{ alias: shared, shards: 50 }"),
      sealed: fc.boolean(),
    }),
    { minLength: 1, maxLength: 8 },
  ),
  readers: fc.array(readerPlans(), { maxLength: 8 }),
});

function readerPlans(): fc.Arbitrary<ReaderPlan> {
  return fc.record({
    cluster: fc.nat(),
    namespace: fc.nat(2),
    reads: fc.array(fc.nat(), { minLength: 1, maxLength: 3 }),
    mode: fc.constantFrom("resourcePolicy" as const, "targetRole" as const),
  });
}

/** The text of an inventory; readers are named after their numbers, which stay theirs when others come between. */
function textOf(
  { accounts, clusters, secrets }: ZonePlan,
  readers: [number, ReaderPlan][],
): string {
  const readerLine = ([number, reader]: [number, ReaderPlan]) => {
    const cluster = reader.cluster % clusters.length;
    const named = [...new Set(reader.reads.map((one) => one % secrets.length))];
    // As a target role, a pod reads secrets of one owner.
    const owner = named
      .map((one) => secrets[one]?.account)
      .find((account) => account !== clusters[cluster]);
    const reads =
      reader.mode === "targetRole" && owner !== undefined
        ? named.filter((one) => secrets[one]?.account === owner)
        : named;
    return `  app-${number}: { cluster: cluster-${cluster}, namespace: ns-${reader.namespace}, serviceAccount: app-${number}, mode: ${reader.mode}, reads: [${reads.map((one) => `secret-${one}`)}] }`;
  };
  return [
    "accounts:",
    ...Array.from(
      { length: accounts },
      (_, index) => `  account-${index}: { id: "${100_000_000_000 + index}", region: eu-west-1 }`,
    ),
    "clusters:",
    ...clusters.map(
      (one, index) => `  cluster-${index}: { account: account-${one}, existing: true }`,
    ),
    "secrets:",
    ...secrets.map(
      ({ account, key, sealed }, index) =>
        `  secret-${index}: { account: account-${account}, key: ${key}, sealed: ${sealed} }`,
    ),
    "readers:",
    ...readers.map(readerLine),
  ].join("\n");
}

function zoneOf(text: string): LandingZone {
  const parsed = parseInventory(text.replace(/readers:$/, ""), "zone.yaml");
  if ("problems" in parsed) throw new Error(parsed.problems[0]?.message);
  return parsed.landingZone;
}

/** Everything that differs between two landing zones concerns the one reader that only the second has. */
function assertOnlyOf(newcomer: ResolvedReader, before: LandingZone, after: LandingZone): void {
  const home = `${newcomer.cluster.account.name}.workloads`;
  const read = newcomer.grants.flatMap(({ kind, target }) => (kind === "secret" ? [target] : []));
  const own = [newcomer.role.arn, newcomer.targetRole?.arn].flatMap((arn) => [
    `trust policy of ${arn}`,
    `identity policy of ${arn}`,
  ]);
  for (const { added, changed, removed, stack } of stackChanges(before, after)) {
    deepStrictEqual(removed, []);
    const here = read.filter(({ account }) => `${account.name}.secrets` === stack);
    ok(stack === home || here.length > 0, stack);
    const policies = here.map(({ id }) => `resource policy of ${id}`);
    const mayAdd = [...own, ...policies, ...(stack === home ? [`reader ${newcomer.id}`] : [])];
    const mayChange = [
      ...policies,
      ...here.flatMap(({ id, key }) => [`secret ${id}`, `key policy of ${key?.id}`]),
    ];
    deepStrictEqual(
      added.filter((name) => !mayAdd.includes(name)),
      [],
    );
    deepStrictEqual(
      changed.filter((name) => !mayChange.includes(name)),
      [],
    );
  }
  const keysOf = (zone: LandingZone) => zone.secrets.map(({ id, key }) => [id, key?.id]);
  deepStrictEqual(keysOf(after), keysOf(before));
  const [old, now] = [landingZoneDocuments(before), landingZoneDocuments(after)];
  const kept = new Set(now.roles?.map((role) => JSON.stringify(role)));
  deepStrictEqual(
    old.roles?.filter((role) => !kept.has(JSON.stringify(role))),
    [],
  );
}

describe("adding a reader", function () {
  this.timeout(60_000);

  it("changes only its own stacks and documents, whatever the inventory and wherever it stands", () => {
    fc.assert(
      fc.property(zonePlans, readerPlans(), fc.nat(), (plan, added, place) => {
        const readers = plan.readers.map((one, index): [number, ReaderPlan] => [index, one]);
        const before = zoneOf(textOf(plan, readers));
        const number = readers.length;
        readers.splice(place % (readers.length + 1), 0, [number, added]);
        const after = zoneOf(textOf(plan, readers));
        const newcomer = after.readers.find(({ id }) => id === `app-${number}`);
        ok(newcomer);
        assertOnlyOf(newcomer, before, after);
      }),
      { numRuns: 200 },
    );
  });

  it("changes only its own stacks and documents among a hundred accounts whose keys are shared", () => {
    const text = largeInventory(HUNDRED_ACCOUNTS).replaceAll(
      "key: pods }",
      "key: { alias: pods, shards: 4 } }",
    );
    const before = zoneOf(text);
    const names = before.secrets.map(({ id }) => id);
    fc.assert(
      fc.property(fc.nat(39), fc.nat(names.length - 1), fc.nat(names.length - 1), (home, a, b) => {
        const reads = [...new Set([names[a], names[b]])];
        const after = zoneOf(
          `${text}  newcomer: { cluster: cluster-${home}, namespace: new, serviceAccount: new, reads: [${reads}] }\n`,
        );
        const newcomer = after.readers.at(-1);
        ok(newcomer);
        assertOnlyOf(newcomer, before, after);
      }),
      { numRuns: 2 },
    );
  });
});
