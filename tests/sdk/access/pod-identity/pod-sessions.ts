import assert from "node:assert";
import { type AccessDocuments, type PodSession, podSession } from "../../../../sdk/access";
import { ASSOCIATION } from "../../../proof/cross-account-documents";

/** The session of the granted reader's pod, which must exist. */
export function sessionIn(documents: AccessDocuments, changed: object = {}): PodSession {
  const answer = podSession(documents, { ...ASSOCIATION, ...changed });
  assert.ok(answer.exists, answer.exists ? "" : answer.reason);
  return answer.session;
}
