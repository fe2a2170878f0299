import { deepStrictEqual, ok } from "node:assert";
import { isMap, parseDocument } from "yaml";
import { secretLoss, secretRemovals, wayToKeep } from "../../../sdk/change-losses/secret-losses";
import { type LandingZone, parseInventory, successors } from "../../../sdk/grant";
import { landingZoneOf } from "../grant/support";

/** Each account has another region. The account's name `true` is a text that YAML would read as a boolean. */
const inventory = (...secrets: string[]) => `
accounts:
  "true": { id: "111111111111", region: us-east-1 }
  b: { id: "222222222222", region: eu-west-1 }
secrets:
  ${secrets.join("\n  ")}
`;

function zoneOf(text: string): LandingZone {
  const parsed = parseInventory(text, "zone.yaml");
  if ("problems" in parsed) throw new Error(parsed.problems[0]?.message);
  return parsed.landingZone;
}

/** A secret that account `true` holds. */
interface Held {
  id?: string;
  name?: string;
  region?: string;
  account?: string;
}

function heldSecret({ account = "111111111111", id = "own", name = id, region }: Held) {
  return {
    id,
    arn: `arn:aws:secretsmanager:${region ?? "us-east-1"}:${account}:secret:${name}-aBcDeF`,
  };
}

/** What is said about the secret. `beside` has other secrets that the stack holds, and others that go. */
function way(held: Held, text: string, beside: { deployed?: string[]; going?: string[] } = {}) {
  const { accounts, secrets } = zoneOf(text);
  const account = accounts.find(({ name }) => name === "true");
  ok(account);
  const { deployed = [], going = [] } = beside;
  const secret = heldSecret(held);
  return wayToKeep(secret, account, { secrets, deployed, going: [secret.id, ...going] });
}

/** Writes the advice into an entry, with a library that knows YAML. `key` is the entry that replaces the secret. */
function follow(text: string, said: string, key: string, isElsewhere: boolean): string {
  const document = parseDocument(text);
  const advice = said.slice(said.search(/(renamedFrom|movedFrom): /));
  const [first = "", second = "", condition = ""] = advice.split(/,? and (?=movedFrom)| if that/);
  const lines = [first, ...(second && (!condition || isElsewhere) ? [second] : [])];
  const entry = document.getIn(["secrets", key]);
  ok(isMap(entry));
  for (const one of lines) {
    const written = parseDocument(one).contents;
    ok(isMap(written), one);
    entry.items.push(...(written.items as never[]));
  }
  return String(document);
}

describe("what keeps the value of a secret that would go", () => {
  it("names the one entry that is new, where one secret goes", () => {
    const text = inventory("mine: { account: 'true' }", "other: { account: 'true' }");
    deepStrictEqual(
      way({}, text, { deployed: ["own", "other"] }),
      "to keep the value as secret mine, write into secrets.mine: renamedFrom: own",
    );
    const unsure =
      'to keep the value, write into the entry of the secret that takes its place: renamedFrom: own, and movedFrom: "true" if that one is of another account or region';
    deepStrictEqual(way({}, text), unsure);
    deepStrictEqual(way({}, text, { deployed: ["other"], going: ["own2"] }), unsure);
    deepStrictEqual(way({}, text, { deployed: ["mine", "other"] }), unsure);
  });

  it("is to wait, where a secret is renamed or moved again before the first one is gone", () => {
    const renamed = inventory("last: { account: 'true', renamedFrom: mid }");
    const wait = (mid: string) =>
      `if its value was copied to secret ${mid}, write that entry as it was before, and rename or move it once up has deleted own`;
    deepStrictEqual(
      way({}, renamed, { deployed: ["own", "mid"] }),
      `${wait("mid of account true")}; otherwise, to keep the value, write into the entry of a secret that takes no other's place: renamedFrom: own, and movedFrom: "true" if that one is of another account or region`,
    );
    const moved = inventory("own: { account: c, movedFrom: b }").replace(
      "secrets:",
      '  c: { id: "333333333333", region: us-east-1 }\nsecrets:',
    );
    deepStrictEqual(way({}, moved, { deployed: ["own"] }), wait("own of account b"));
  });

  it("is nothing of a secret that exists, and of an account that has another id now", () => {
    const arn = "arn:aws:secretsmanager:us-east-1:111111111111:secret:x-aBcDeF";
    const existing = inventory(`own: { account: "true", existing: true, arn: "${arn}" }`);
    deepStrictEqual(way({}, existing), undefined);
    deepStrictEqual(way({ account: "333333333333" }, inventory("own: { account: b }")), undefined);
  });

  for (const [what, held, entry, deployed = [] as string[]] of [
    ["another key", {}, ["mine: { account: 'true' }"]],
    [
      "another key, for a name that YAML takes for a number",
      { id: "007" },
      ["mine: { account: 'true' }"],
    ],
    ["another key, for a name of its own", { name: "legacy" }, ["mine: { account: 'true' }"]],
    ["another key in another region", {}, ["mine: { account: 'true', region: eu-west-1 }"]],
    ["another key in another account", {}, ["mine: { account: b }"]],
    [
      "another key in another account, from a region",
      { region: "eu-west-1" },
      ["mine: { account: b }"],
    ],
    ["another key that is there already", {}, ["mine: { account: 'true' }"], ["mine"]],
    ["another account", {}, ["own: { account: b }"]],
    [
      "another account, from its own region to that region",
      {},
      ["own: { account: b, region: us-east-1 }"],
    ],
    [
      "another account, from a region that is the other's own",
      { region: "eu-west-1" },
      ["own: { account: b }"],
    ],
    ["another account and name", { name: "legacy" }, ["own: { account: b, name: fresh }"]],
    ["another name", {}, ["own: { account: 'true', name: fresh }"]],
    ["another region", {}, ["own: { account: 'true', region: eu-west-1 }"]],
    [
      "another region, from a name of its own",
      { name: "legacy" },
      ["own: { account: 'true', name: legacy, region: eu-west-1 }"],
    ],
  ] as [string, Held, string[], string[]?][]) {
    it(`keeps it when it is followed: ${what}`, () => {
      const secret = heldSecret(held);
      const text = inventory(...entry);
      const said = way(held, text, { deployed }) ?? "";
      // The advice may ask for another name than the entry has.
      const asked = said.includes("another key than") ? text.replace("own:", "mine:") : text;
      const key = asked.includes("mine:") ? "mine" : secret.id;
      const { region = "us-east-1" } = held;
      const [successor] = zoneOf(asked).secrets;
      const isElsewhere = successor?.account.name !== "true" || successor.region !== region;
      const zone = zoneOf(follow(asked, said, key, isElsewhere));
      const [one] = successors(zone);
      deepStrictEqual(one?.id, key);
      const account = zone.accounts.find(({ name }) => name === "true");
      ok(account);
      deepStrictEqual(secretRemovals([secret], account, zone), []);
    });
  }
});

const ARN = "arn:aws:secretsmanager:us-east-1:111111111111:secret:own-aBcDeF";
const READERS = "\n  web: { cluster: shop, namespace: web, serviceAccount: web, reads: [own] }";

const zone = (own: string, readers = READERS) => landingZoneOf({ secrets: `\n  ${own}`, readers });

/** What a deployment says about the secret `own` in its stack. */
function found(after: ReturnType<typeof zone>, recoveryDays?: number) {
  const [account] = after.accounts;
  if (!account) throw new Error("no account");
  return secretRemovals([{ id: "own", arn: ARN, recoveryDays }], account, after);
}
const removals = (after: ReturnType<typeof zone>) => found(after).map(({ why }) => why);

describe("a secret that a stack holds", () => {
  it("stays where its name and place stay, whatever else changes", () => {
    deepStrictEqual(removals(zone("own: { account: a, key: pods, sealed: true }")), []);
    deepStrictEqual(removals(zone(`own: { account: a, existing: true, arn: "${ARN}" }`)), []);
  });

  it("needs no name only where it has no value or is deleted already", () => {
    const [one] = found(zone("other: { account: a }", " {}"), 30);
    const says = (value?: string) => {
      const { name, says } = (one && secretLoss(one, { value })) ?? {};
      return [name, says?.replace(/^secret own of account 111111111111 \(a\) /, "")];
    };
    const gone = ", and the inventory no longer has it";
    deepStrictEqual(says("put"), ["own", `has a value${gone}`]);
    for (const open of [undefined, "unknown"]) {
      deepStrictEqual(says(open), ["own", `may have a value${gone}`]);
    }
    deepStrictEqual(says("missing"), [undefined, "has no value, and will be deleted"]);
    for (const deleted of ["not deployed", "scheduled for deletion"]) {
      deepStrictEqual(says(deleted), [undefined, "is deleted already"]);
    }
  });

  it("is deleted where the inventory no longer has it, or gives it another name or region", () => {
    const place = (instead: string) => [
      `the inventory gives it ${instead}, where a new one is made without the value`,
    ];
    deepStrictEqual(removals(zone("other: { account: a }", " {}")), [
      "the inventory no longer has it",
    ]);
    deepStrictEqual(
      removals(zone("own: { account: a, name: mine, region: eu-west-1 }", " {}")),
      place("region eu-west-1 instead of us-east-1, name mine instead of own"),
    );
    const another = ARN.replace("aBcDeF", "aBcDeG");
    deepStrictEqual(removals(zone(`own: { account: a, existing: true, arn: "${another}" }`)), [
      "the inventory says that another one exists",
    ]);
  });
});
