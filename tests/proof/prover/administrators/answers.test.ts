import { deepStrictEqual, match, ok, strictEqual } from "node:assert";
import { OTHER_ACCOUNT, OWNER_ACCOUNT } from "../../cross-account-documents";
import { blastRadius, summarise, whoCanRead } from "../../pods";
import { ADMIN, ASSUME, documentsOf, type Given, named, role, trusting } from "./documents";
import { misses } from "./near-misses";
import { ways } from "./ways";

/** What who-can-read and summary say of the administrator's role. */
async function answersOf(given: Given) {
  const documents = documentsOf(given);
  const arn = documents.secrets?.[0]?.arn ?? "";
  const { found } = await whoCanRead(documents, arn);
  const { findings } = await summarise(documents, OWNER_ACCOUNT);
  return {
    reading: found.find(
      ({ principal }) => principal.kind === "session" && principal.roleArn === ADMIN,
    ),
    finding: findings.find(
      ({ through, who }) =>
        through.length === 0 && who.kind === "role" && who.names.includes(ADMIN),
    ),
  };
}

describe("who-can-read and summary, of an administrator's role", () => {
  for (const [title, { enters, ...given }] of Object.entries(ways)) {
    it(`call it undeclared and name who enters: ${title}`, async () => {
      const { finding, reading } = await answersOf(given);
      strictEqual(reading?.as, "known role");
      match(reading.entry?.summary ?? "", enters);
      strictEqual(finding?.explanation, undefined);
      match(finding?.entries?.[0]?.summary ?? "", enters);
    });
  }

  for (const [title, given] of Object.entries(misses)) {
    it(`call it declared that ${title}`, async () => {
      const { finding, reading } = await answersOf(given);
      strictEqual(reading?.as, "administrator");
      strictEqual(reading.entry, undefined);
      strictEqual(finding?.explanation?.as, "administrator");
    });
  }

  it("call declared who becomes it by way of its declaration, though it also rotates the secret", async () => {
    const documents = documentsOf({
      trust: trusting(named(`arn:aws:iam::${OTHER_ACCOUNT}:root`)),
      administrators: [{ role: ADMIN, from: [OTHER_ACCOUNT] }],
    });
    const secrets = documents.secrets?.map((one) => ({ ...one, rotation: { role: ADMIN } }));
    const { findings } = await summarise({ ...documents, secrets }, OWNER_ACCOUNT);
    ok(findings.some(({ who }) => who.names.includes(OTHER_ACCOUNT)));
    deepStrictEqual(
      findings.filter(({ explanation }) => !explanation),
      [],
    );
  });

  it("know of an administrator whose own policies let it read nothing that it does not read", async () => {
    const helper = { arn: role("helper"), policies: [ASSUME] };
    const documents = documentsOf({ trust: trusting(named(helper.arn)), roles: [helper] });
    const roles = documents.roles?.map((one) =>
      one.arn === ADMIN ? { ...one, policies: [] } : one,
    );
    const [secret] = documents.secrets ?? [];
    const { found } = await whoCanRead({ ...documents, roles }, secret?.arn ?? "");
    deepStrictEqual(
      found.map(({ as }) => as),
      ["declared reader"],
    );
    const compromise = { kind: "role" as const, roleArn: helper.arn };
    const radius = await blastRadius({ ...documents, roles }, compromise);
    deepStrictEqual([radius.result, radius.found], ["complete", []]);
  });
});
