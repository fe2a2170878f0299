import { deepStrictEqual, ok } from "node:assert";
import fc from "fast-check";

import { shardOf } from "../../../sdk/grant/inventory/resolve/keys";
import { landingZoneOf, rejectsEach } from "./support";

describe("keys that share secrets", () => {
  it("are chosen by the secret's account and name, the same for ever", () => {
    // What these are now is what they stay: another one re-encrypts secrets.
    deepStrictEqual(
      ["222222222222/orders/db", "222222222222/foreign", "111111111111/foreign"].map((name) =>
        [2, 8, 100].map((shards) => shardOf(name, shards)),
      ),
      [
        [1, 1, 1],
        [0, 3, 27],
        [1, 3, 82],
      ],
    );
  });

  it("are one for each shard that is needed, with the readers of its secrets only", () => {
    const names = Array.from({ length: 40 }, (_, index) => `db-${index}`);
    const { keys, secrets } = landingZoneOf({
      accounts: `
  a: { id: "111111111111", region: us-east-1 }
  b: { id: "222222222222", region: us-east-1, defaults: { secrets: { key: { alias: pods, shards: 4 } } } }`,
      secrets: `\n  own: { account: a }${names.map((name) => `\n  ${name}: { account: b }`).join("")}`,
      readers: `\n  web: { cluster: shop, namespace: web, serviceAccount: web, reads: [${names.join(", ")}] }`,
    });
    deepStrictEqual(keys.map(({ alias }) => alias).sort(), [
      "pods-0",
      "pods-1",
      "pods-2",
      "pods-3",
    ]);
    for (const { key, name } of secrets.filter(({ account }) => account.name === "b")) {
      deepStrictEqual(key?.alias, `pods-${shardOf(`222222222222/${name}`, 4)}`);
    }
  });

  it("take even shares", () => {
    const counts = Array.from({ length: 10 }, () => 0);
    for (let index = 0; index < 10_000; index++) {
      const shard = shardOf(`222222222222/team-${index}/db`, 10);
      counts[shard] = (counts[shard] ?? 0) + 1;
    }
    ok(Math.min(...counts) > 850 && Math.max(...counts) < 1150, counts.join(" "));
  });

  it("leave every secret where it is, or move it to the new key, when there is one more", () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 999 }), (name, shards) => {
        const [before, after] = [shardOf(name, shards), shardOf(name, shards + 1)];
        ok(before >= 0 && before < shards);
        ok(after === before || after === shards);
      }),
    );
  });

  const foreign = "\n  foreign: { account: b, key: pods }";
  rejectsEach({
    // It would be a key of another name.
    "secrets.own.key.shards must be a whole number from 2 to 1000, got the number 1": {
      secrets: `\n  own: { account: a, key: { alias: pods, shards: §1 } }${foreign}`,
    },
    "secrets.own.key must be the one key that encrypts the secret, which exists, got several that share secrets":
      {
        accounts: `
  a: { id: "111111111111", region: us-east-1, defaults: { secrets: { key: { alias: pods, shards: 2 } } } }
  b: { id: "222222222222", region: us-east-1 }`,
        secrets: `\n  §own: { account: a, existing: true, arn: "arn:aws:secretsmanager:us-east-1:111111111111:secret:own-abcdef" }${foreign}`,
      },
    'secrets.own.key.alias must be the beginning of aliases, without alias/: at most 245 letters, digits and characters of /_-, got "arn:aws:kms:us-east-1:111111111111:key/k"':
      {
        secrets: `\n  own: { account: a, key: { alias: §"arn:aws:kms:us-east-1:111111111111:key/k", shards: 2 } }${foreign}`,
      },
  });
});
