import { deepStrictEqual } from "node:assert";
import { formerSecrets } from "../../../sdk/grant";
import { landingZoneOf, reader } from "./support";

/** Who may read the old secret of account b under this key. */
function readersOfFormer(key: string): string[] {
  const mode = key ? "resourcePolicy" : "targetRole";
  const zone = landingZoneOf({
    secrets: `\n  s: { account: a, ${key}movedFrom: b }`,
    clusters: `\n  of-a: { account: a, existing: true }\n  of-b: { account: b, existing: true }`,
    readers: `
  in-a: { cluster: of-a, namespace: web, serviceAccount: pod, reads: [s] }
  in-b: { cluster: of-b, namespace: web, serviceAccount: pod, reads: [s], mode: ${mode} }`,
  });
  return zone.accounts.flatMap((account) =>
    formerSecrets(zone, account).flatMap(({ grants }) => grants.map(({ reader }) => reader.id)),
  );
}

describe("a secret that another takes the place of", () => {
  it("is read by those who read the other", () => {
    deepStrictEqual(readersOfFormer("key: pods, "), ["in-a", "in-b"]);
  });

  it("keeps a key that exists, where it stays in that key's account and region", () => {
    const arn = "arn:aws:kms:us-east-1:222222222222:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    const zone = landingZoneOf({
      secrets: `\n  new: { account: b, key: "${arn}", renamedFrom: old }`,
      readers: reader("[new]"),
    });
    const [former] = zone.accounts.flatMap((account) => formerSecrets(zone, account));
    deepStrictEqual([former?.key?.id, former?.grants.length], [arn, 1]);
  });

  it("keeps its replicas and their readers where the other one has its account and region", () => {
    const copies = (was: string) => {
      const zone = landingZoneOf({
        secrets: `\n  new: { account: a, region: us-east-1, replicas: [{ region: eu-west-1 }], ${was} }`,
        readers: reader("[new]", "    region: eu-west-1"),
      });
      return zone.accounts.flatMap((account) =>
        formerSecrets(zone, account).map(({ grants, replicas }) => [
          replicas.map(({ region }) => region),
          grants.flatMap(({ regions }) => regions),
        ]),
      );
    };
    deepStrictEqual(copies("renamedFrom: old"), [[["eu-west-1"], ["eu-west-1"]]]);
    deepStrictEqual(copies("renamedFrom: old, movedFrom: { region: eu-central-1 }"), [
      [[], ["eu-central-1"]],
    ]);
  });

  it("is read by nobody of another account who could not, as AWS's own key serves one account", () => {
    deepStrictEqual(readersOfFormer(""), []);
  });
});
