import type { ParsedStatement } from "iam-proof";
import { policiesOf } from "../policy-documents";
import { rule } from "../rule";
import { allowing, DECRYPT_ACTION, nameOf, pins } from "../statements";

/** What each service puts into the encryption context of a value that it decrypts. */
const CONTEXTS = ["kms:EncryptionContext:SecretARN", "kms:EncryptionContext:PARAMETER_ARN"];

export const pinnedDecryption = rule(
  "pinned-decryption",
  "Who may decrypt may do so only through the service, and only the values that the policy names.",
  (resource) => {
    const identity = allowing(policiesOf(resource, "identity"), [DECRYPT_ACTION]);
    const key = allowing(policiesOf(resource, "key"), [DECRYPT_ACTION]);
    const [, ...strangers] = key.filter(isAdministration);
    return [
      ...[...identity, ...key.filter((one) => !isAdministration(one))]
        .filter((one) => !isPinned(one))
        .map(
          (one) =>
            `${nameOf(one)} allows ${DECRYPT_ACTION} without kms:ViaService and the encryption context of the value`,
        ),
      ...strangers.map((one) => `${nameOf(one)} gives the key to a second account`),
    ];
  },
);

function isPinned(statement: ParsedStatement): boolean {
  return pins(statement, "kms:ViaService") && CONTEXTS.some((key) => pins(statement, key));
}

/** The statement by which a key belongs to its account, as AWS writes it into each new key. */
function isAdministration({ action, conditions, principal }: ParsedStatement): boolean {
  return (
    conditions.length === 0 &&
    action.patterns.every(({ text }) => text.toLowerCase() === "kms:*") &&
    principal?.entries.length === 1 &&
    principal.entries[0]?.kind === "account"
  );
}
