import { deepStrictEqual, ok } from "node:assert";
import { planLosses } from "../../../cli/verbs/plan/losses";
import { stackChanges } from "../../../cli/verbs/plan/stack-changes";
import { landingZoneDocuments } from "../../../sdk/access/landing-zone";
import {
  type LandingZone,
  parseInventory,
  type SimilarInventory,
  withoutShared,
} from "../../../sdk/grant";
import { changesOf } from "../stacks/change-steps/attributes";
import { type Draft, SMALL, WORLDS, withValue } from "../stacks/change-steps/worlds";

const OTHERS = "333333333333";

/** A world with what no change of an attribute makes: things of others, parameters, a former role, and what stands by itself. */
const RICH: Draft = [
  [["parameters", "/flags"], { account: "a", key: "red" }] as const,
  [
    ["readers", "web", "reads"],
    ["orders", "bills", { parameter: "/flags" }, "theirs"],
  ] as const,
  [["readers", "web", "formerRole"], "arn:aws:iam::111111111111:role/before"] as const,
  [["readers", "guest"], externalReader("guest")] as const,
  [["readers", "visitor"], externalReader("visitor")] as const,
  [["secrets", "theirs"], externalSecret("theirs")] as const,
  [["secrets", "others"], externalSecret("others")] as const,
  [["secrets", "apart"], { account: "b", key: "green", tags: { of: "nobody" } }] as const,
  [["secrets", "bare"], { account: "b" }] as const,
  [["defaults"], { secrets: { recoveryWindowInDays: 7, tags: { team: "y" } } }] as const,
].reduce((draft, [place, value]) => withValue(draft, place, value), SMALL);

function externalReader(name: string) {
  return {
    ...{ external: true, namespace: name, serviceAccount: name, reads: ["orders"] },
    clusterArn: `arn:aws:eks:us-east-1:${OTHERS}:cluster/${name}`,
  };
}

function externalSecret(name: string) {
  const of = (service: string, rest: string) => `arn:aws:${service}:us-east-1:${OTHERS}:${rest}`;
  return {
    ...{ external: true, arn: of("secretsmanager", `secret:${name}-AbCdEf`) },
    key: of("kms", "key/1234abcd-12ab-34cd-56ef-1234567890ab"),
  };
}

function read(draft: Draft, like?: SimilarInventory) {
  const parsed = parseInventory(JSON.stringify(draft), "zone.yaml", [], [], like);
  return "problems" in parsed ? undefined : parsed;
}

/** Everything that a landing zone says. A reference to an entry counts only if it is to the very entry of the landing zone. */
function said(zone: LandingZone): unknown {
  const lists = Object.entries(zone).filter(([, list]) => Array.isArray(list));
  const names = new Map<unknown, string>(
    lists.flatMap(([name, list]) => list.map((one: unknown, at: number) => [one, `${name} ${at}`])),
  );
  const named = (key: string, value: unknown) => (key === "" ? value : (names.get(value) ?? value));
  const entries = lists.map(([name, list]) => [
    name,
    list.map((one: unknown) => JSON.stringify(one, named)),
  ]);
  return [{ ...zone, ...Object.fromEntries(entries) }, JSON.stringify(landingZoneDocuments(zone))];
}

/** What `plan --against` says of the stacks and of what is lost. */
function changesIn(before: LandingZone, after: LandingZone): unknown {
  return [stackChanges(before, after), planLosses(before, after)];
}

/** The entries that two landing zones share, as `accounts b`. */
function sharedBy(one: LandingZone, other: LandingZone): string[] {
  const known = new Set<unknown>(Object.values(one).flat());
  return Object.entries(other).flatMap(([list, of]) =>
    (Array.isArray(of) ? of : []).flatMap((entry) =>
      known.has(entry) ? `${list} ${entry.name ?? entry.id}` : [],
    ),
  );
}

describe("an inventory that is read beside a similar one", () => {
  it("says the same as by itself, whatever differs", () => {
    let [shared, compared] = [0, 0];
    for (const world of [RICH, ...Object.values(WORLDS)]) {
      const changes = changesOf(world);
      const drafts = changes.flatMap(({ of }, at) => {
        const one = of(world);
        const two = changes[(at * 7 + 1) % changes.length]?.of(one) ?? one;
        const all = [[world, one] as const, [one, world] as const, [one, two] as const];
        return all.filter((_, form) => (at + form) % (world === RICH ? 2 : 9) === 0);
      });
      for (const [before, after] of drafts) {
        const [like, alone] = [read(before), read(after)];
        if (!like || !alone) continue;
        const known = said(like.landingZone);
        const beside = read(after, like);
        ok(beside);
        deepStrictEqual(said(beside.landingZone), said(alone.landingZone));
        deepStrictEqual(beside.warnings, alone.warnings);
        deepStrictEqual(
          changesIn(like.landingZone, beside.landingZone),
          changesIn(like.landingZone, alone.landingZone),
        );
        deepStrictEqual(said(like.landingZone), known);
        compared += 1;
        shared += sharedBy(like.landingZone, beside.landingZone).length;
      }
    }
    ok(compared > 300 && shared > 6 * compared, `${compared} pairs share ${shared} entries`);
  });

  it("shares each entry that refers to nothing that differs", () => {
    const like = read(RICH);
    ok(like);
    const shared = (place: string[], value: unknown) => {
      const beside = read(withValue(RICH, place, value), like);
      ok(beside);
      return sharedBy(like.landingZone, beside.landingZone).join(", ");
    };
    deepStrictEqual(
      shared(["readers", "web", "roleName"], "x"),
      "accounts a, accounts b, clusters shop, clusters bank, keys b/us-east-1/green, secrets apart, secrets bare",
    );
    ok(!shared(["secrets", "apart", "tags"], {}).includes("apart"));
    deepStrictEqual(shared(["accounts", "b", "tags"], { x: "y" }), "accounts a, clusters shop");
  });

  it("is compared only in what differs", () => {
    const like = read(RICH);
    const beside = read(withValue(RICH, ["accounts", "b", "tags"], { x: "y" }), like);
    ok(like && beside);
    const differing = withoutShared(beside.landingZone, like.landingZone);
    const { accounts, clusters, secrets } = beside.landingZone;
    deepStrictEqual(sharedBy(like.landingZone, differing), []);
    deepStrictEqual(differing.accounts, [accounts[1]]);
    deepStrictEqual(differing.clusters, [clusters[1]]);
    deepStrictEqual(differing.secrets, secrets);
    deepStrictEqual(withoutShared(like.landingZone, like.landingZone).readers, []);
  });
});
