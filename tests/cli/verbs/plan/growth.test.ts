import { deepStrictEqual, match, ok, strictEqual } from "node:assert";
import { stripVTControlCharacters } from "node:util";
import fc from "fast-check";
import { affected } from "../../../../cli/verbs/plan/access-changes";
import { planAnswer } from "../../../../cli/verbs/plan/answer";
import { planMarkdown } from "../../../../cli/verbs/plan/markdown";
import { planShape } from "../../../../cli/verbs/plan/shape";
import { stackChanges } from "../../../../cli/verbs/plan/stack-changes";
import { planText } from "../../../../cli/verbs/plan/text";
import { landingZoneDocuments } from "../../../../sdk/access/landing-zone/landing-zone-documents";
import { type LandingZone, parseInventory, type ResolvedReader } from "../../../../sdk/grant";
import { landingZoneOf } from "../../../sdk/grant/support";
import { HUNDRED_ACCOUNTS, largeInventory } from "../../large-inventory";

/** A reader of a generated inventory. Numbers stand for what it names. */
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

/** The text of an inventory. Readers are named by numbers that stay the same when others are added between them. */
function textOf(
  { accounts, clusters, secrets }: ZonePlan,
  readers: [number, ReaderPlan][],
): string {
  const readerLine = ([number, reader]: [number, ReaderPlan]) => {
    const cluster = reader.cluster % clusters.length;
    const named = [...new Set(reader.reads.map((one) => one % secrets.length))];
    // With a target role, a pod reads the secrets of only one owner.
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

/** Checks that all differences between two landing zones concern the reader that only the second has. */
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

describe("what a change may affect", () => {
  it("looks at each association as often, however many readers there are", () => {
    const documents = landingZoneDocuments(
      zoneOf(largeInventory({ accounts: 10, clusterAccounts: 4, readers: 200, secrets: 100 })),
    );
    let looks = 0;
    const counted = documents.associations?.map(
      (one) =>
        new Proxy(one, {
          get: (of, name) => {
            looks += 1;
            return Reflect.get(of, name);
          },
        }),
    );
    const { left } = affected(documents, { ...documents, associations: counted });
    strictEqual(left, documents.secrets?.length);
    ok(looks < 20 * (counted?.length ?? 0), `${looks} looks at ${counted?.length} associations`);
  });
});

/** The plan of an inventory with these quotas of the owner, and this many secrets with a key each. */
function planOf(quotas: string, count = 1) {
  const secrets = Array.from(
    { length: count },
    (_, n) => `\n  s-${n}: { account: b, key: k-${n} }`,
  );
  const zone = landingZoneOf({
    accounts: `
  a: { id: "111111111111", region: us-east-1 }
  b: { id: "222222222222", region: us-east-1, quotas: { ${quotas} } }`,
    secrets: secrets.join(""),
    readers: "\n  web: { cluster: shop, namespace: web, serviceAccount: web, reads: [s-0] }",
  });
  return planAnswer(zone, "zone.yaml");
}

/** The lines of a plan's text below the first matching title. */
function section(plan: ReturnType<typeof planOf>, title: RegExp, isAll = false): string[] {
  const lines = stripVTControlCharacters(planText(plan, isAll)).split("\n");
  const from = lines.findIndex((line) => title.test(line));
  const end = lines.indexOf("", from);
  return from < 0 ? [] : lines.slice(from, end < 0 ? undefined : end);
}

describe("the quotas of a plan", () => {
  it("say of session tags that their size is an estimate", () => {
    const plan = planOf("");
    const line =
      "Session tags take about 76 % of STS's room (an estimate; most of all readers: web)";
    deepStrictEqual(section(plan, /^Session tags/), [line]);
    ok(planMarkdown(plan).includes(`${line}.`));
    deepStrictEqual(planShape.parse(plan).sessionTags, { reader: "web", percent: 76 });
  });

  it("are one line where nothing is near", () => {
    deepStrictEqual(section(planOf(""), /count/), [
      "4 documents and 5 counts, all below 60 % of AWS's quotas; --quotas shows them",
    ]);
  });

  it("are told from 60 % on, the fullest first, by names", () => {
    const of = (limit: number) => section(planOf(`keys: ${limit}, secrets: 4`, 3), /count/);
    deepStrictEqual(of(5), [
      "2 of 6 documents and 5 counts at 60 % of AWS's quotas or more; --quotas shows all",
      "  75 %  3 of 4  secrets of account b in us-east-1",
      "  60 %  3 of 5  KMS keys of account b in us-east-1",
    ]);
    strictEqual(of(6).length, 2);
  });

  it("are all told with --quotas, documents too, readers by name", () => {
    const plan = planOf("");
    const [title, first, ...others] = section(plan, /count/, true);
    strictEqual(title, "4 documents and 5 counts against AWS's quotas");
    match(
      first ?? "",
      /of 2048 characters {2}trust policy of the role of reader web \(a\.workloads\)/,
    );
    strictEqual(others.length, plan.documents.length + plan.quotas.length - 1);
    ok(!others.some((line) => line.includes("arn:")));
  });

  it("are all in JSON, with the codes by which one asks for more", () => {
    const plan = planShape.parse(planOf("roles: 2"));
    deepStrictEqual(
      plan.quotas.map(({ code, limit, quota, used }) => [quota, used, limit, code]),
      [
        ["roles", 1, 1000, "iam L-FE177D64"],
        ["podIdentityAssociations", 1, 5000, undefined],
        ["secrets", 1, 500_000, undefined],
        ["keys", 1, 100_000, "kms L-C2F1777E"],
        ["parameters", 1, 10_000, undefined],
      ],
    );
  });

  it("stand in Markdown, too", () => {
    const near = planMarkdown(planOf("keys: 4", 3));
    match(near, /\| 75 % \| 3 \| 4 \| `KMS keys of account b in us-east-1` \|/);
    match(planMarkdown(planOf("")), /\n4 documents and 5 counts, all below 60 %/);
  });

  it("change no stack", () => {
    const zone = (quotas: string) =>
      landingZoneOf({
        accounts: `
  a: { id: "111111111111", region: us-east-1${quotas} }
  b: { id: "222222222222", region: us-east-1 }`,
      });
    deepStrictEqual(stackChanges(zone(""), zone(", quotas: { roles: 2 }")), []);
  });
});
