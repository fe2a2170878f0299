import { match, strictEqual } from "node:assert";

import { summarise, whoCanRead } from "../../../../sdk/access";
import { OWNER_ACCOUNT } from "../../../fixtures/cross-account-documents";
import { ADMIN, documentsOf, type Given } from "./documents";
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
  for (const [title, given, enters] of ways) {
    it(`call it undeclared and name who enters: ${title}`, async () => {
      const { finding, reading } = await answersOf(given);
      strictEqual(reading?.as, "known role");
      match(reading.entry?.summary ?? "", enters);
      strictEqual(finding?.explanation, undefined);
      match(finding?.entries?.[0]?.summary ?? "", enters);
    });
  }

  for (const [title, given] of misses) {
    it(`call it declared that ${title}`, async () => {
      const { finding, reading } = await answersOf(given);
      strictEqual(reading?.as, "administrator");
      strictEqual(reading.entry, undefined);
      strictEqual(finding?.explanation?.as, "administrator");
    });
  }
});
