import assert from "node:assert";
import { PolicyGrammarError, type PolicyKind, parsePolicy } from "../../../proof";

export const IDENTITY = { Sid: "One", Effect: "Allow", Action: "a:B", Resource: "*" };

export function parse(document: unknown, kind: PolicyKind) {
  return parsePolicy({ name: "the document", document }, kind);
}

export function statement(kind: PolicyKind, ...statements: unknown[]) {
  return parse({ Version: "2012-10-17", Statement: statements }, kind);
}

export function condition(value: unknown) {
  return statement("identity", { ...IDENTITY, Condition: value }).statements[0]?.conditions;
}

/** What each message, of a part of the document, refuses to read. */
export function rejectsEach(part: string, reads: Record<string, () => unknown>): void {
  for (const [message, read] of Object.entries(reads)) {
    it(`rejects: ${message}`, () => {
      assert.throws(read, (error) => {
        assert.ok(error instanceof PolicyGrammarError);
        assert.strictEqual(error.message, `${part}: ${message}`);
        return true;
      });
    });
  }
}
