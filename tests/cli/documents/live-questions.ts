import { deepStrictEqual, ok, strictEqual } from "node:assert";
import { liveDocuments } from "../../../cli/documents/live-documents";
import { type AccessDocuments, blastRadius, prove, whoCanRead } from "../../../sdk/access";
import { ZONE } from "./live-sandbox";

/** For each question to the solver. These tests check the answers, and not the time. */
const TIME = { milliseconds: 60_000 };

/** The documents of everyone in the accounts. All of them must be understood. */
export async function everyone(zone = ZONE): Promise<AccessDocuments> {
  const { everyone: found, gaps } = await liveDocuments(zone, "zone.yaml");
  deepStrictEqual(gaps, []);
  ok(found);
  return found;
}

/** The result of `read-exclusive` for each secret and parameter, by ARN. */
export async function exclusivenesses(documents: AccessDocuments) {
  const { claims } = await prove(documents, { claims: ["read-exclusive"] });
  return Object.fromEntries(claims.map(({ result, subject }) => [subject, result]));
}

/** ARNs of those who can read it, beside the declared readers and administrators. */
export async function otherReaders(documents: AccessDocuments, secret: string) {
  const answer = await whoCanRead(documents, secret, TIME);
  strictEqual("reason" in answer ? answer.reason : answer.result, "complete");
  return answer.found.flatMap(({ as, principal }) => {
    if (as === "declared reader" || as === "administrator") return [];
    return [principal.kind === "session" ? principal.roleArn : "arn" in principal && principal.arn];
  });
}

/** What the holder of a role can read. */
export async function givenAwayBy(documents: AccessDocuments, roleArn: string): Promise<string[]> {
  const answer = await blastRadius(documents, { kind: "role", roleArn }, TIME);
  strictEqual("reason" in answer ? answer.reason : answer.result, "complete");
  return answer.found.map(({ secret }) => secret);
}
