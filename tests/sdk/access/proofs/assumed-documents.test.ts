import { deepStrictEqual, ok } from "node:assert";
import { landingZoneDocuments } from "../../../../sdk/access/landing-zone/landing-zone-documents";
import { difference, prove } from "../../../proof/pods";
import { landingZoneOf, reader } from "../../grant/support";

const ARN = "arn:aws:secretsmanager:us-east-1:444444444444:secret:pay/db-a1B2c3";
const KEY = "arn:aws:kms:us-east-1:444444444444:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const FAR = `external: true, clusterArn: "arn:aws:eks:us-east-1:333333333333:cluster/far", namespace: far, serviceAccount: far`;

/** Reads a secret of its own inventory, and one that others own. */
const readersSide = landingZoneDocuments(
  landingZoneOf({
    secrets: `\n  own: { account: a }\n  far: { external: true, arn: "${ARN}", key: "${KEY}" }`,
    readers: reader("[own, far]"),
  }),
);

/** Of its secrets a reader of another account that others deploy reads one. */
const ownersSide = landingZoneDocuments(
  landingZoneOf({
    secrets: "\n  foreign: { account: b, key: pods }",
    parameters: " {}",
    readers: `\n  far: { ${FAR}, reads: [foreign] }`,
  }),
);

/** Each claim with its result and what it owes to others. */
async function settled(documents: typeof ownersSide, drop: string[] = []) {
  const { claims } = await prove(documents, { drop });
  return claims.map(({ assumptionsUsed, claim, result, subject }) => {
    const owed = assumptionsUsed.filter((name) => /external|admits/.test(name));
    return [claim, subject.split(/[:/]/).at(-1), result, ...owed].join(" ");
  });
}

describe("the prover, of documents that others deploy", () => {
  it("claims nothing of an owner's secret and key but that the grant works, under the assumption", async () => {
    const found = await settled(readersSide);
    const ofFar = found.filter((one) => /db-a1B2c3|1234567890ab/.test(one));
    deepStrictEqual(ofFar, ["grant-available db-a1B2c3 proved owner-admits-reader"]);
    // Its own secret owes the owner nothing.
    const others = found.filter((one) => !ofFar.includes(one));
    ok(others.length >= 5);
    deepStrictEqual(
      others.filter((one) => !/ proved$/.test(one)),
      [],
    );
  });

  it("does not know whether the grant works where the assumption about its owner is dropped", async () => {
    const found = await settled(readersSide, ["owner-admits-reader"]);
    deepStrictEqual(
      found.filter((one) => !/ proved$/.test(one)),
      ["grant-available db-a1B2c3 unknown"],
    );
  });

  it("proves an owner's side by itself, and what needs the reader's role under the assumption", async () => {
    const found = await settled(ownersSide);
    deepStrictEqual(
      found.map((one) => one.replace(/ \S+/, "")),
      [
        "secret-bounded proved",
        "key-bounded proved",
        "grant-available proved external-reader-trust",
        "read-exclusive proved external-reader-trust",
      ],
    );
  });

  it("does not know who becomes the reader where the assumption about its role is dropped", async () => {
    const found = await settled(ownersSide, ["external-reader-trust"]);
    deepStrictEqual(
      found.map((one) => one.replace(/ \S+/, "")),
      [
        "secret-bounded proved",
        "key-bounded proved",
        "grant-available unknown",
        "read-exclusive unknown",
      ],
    );
  });

  it("refutes what the reader's own documents keep from it, whatever its owner does", async () => {
    const roles = (readersSide.roles ?? []).map((role) => ({ ...role, policies: [] }));
    const { claims } = await prove({ ...readersSide, roles }, { claims: ["grant-available"] });
    deepStrictEqual(
      claims.map(({ result }) => result),
      ["refuted", "refuted"],
    );
  });

  it("says that nothing changes about another's secret under the assumption alone", async () => {
    const names = (claims: Awaited<ReturnType<typeof difference>>) =>
      claims
        .filter(({ subject }) => subject === ARN)
        .map(({ assumptionsUsed, result }) => [
          result,
          assumptionsUsed.includes("owner-admits-reader"),
        ]);
    deepStrictEqual(names(await difference(readersSide, readersSide)), [["proved", true]]);
    const dropped = { drop: ["owner-admits-reader"] };
    deepStrictEqual(names(await difference(readersSide, readersSide, dropped)), [
      ["unknown", false],
    ]);
  });
});
