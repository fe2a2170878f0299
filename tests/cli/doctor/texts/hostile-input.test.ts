import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { diagnose } from "../../../../cli/doctor/texts/diagnose";
import { diagnosisText } from "../../../../cli/verbs/doctor/text-words";

const DENIED =
  "User: arn:aws:sts::111111111111:assumed-role/r/eks-s-o is not authorized to perform: secretsmanager:GetSecretValue on resource: arn:aws:secretsmanager:eu-west-1:222222222222:secret:orders/db-AbCdEf because no identity-based policy allows the secretsmanager:GetSecretValue action";

const idsIn = (text: string) => diagnose(text).answers.map(({ id }) => id);

describe("a text of a wrong shape", () => {
  it("says how much of it was not read, for only its end is", () => {
    const long = DENIED + "x".repeat(1_000_000);
    const diagnosis = diagnose(long);
    strictEqual(diagnosis.unread, DENIED.length);
    match(diagnosisText(diagnosis), new RegExp(`first ${DENIED.length} characters were not read`));
    strictEqual(diagnose(DENIED).unread, undefined);
  });

  it("of events of CloudTrail with members of other types is read without them", () => {
    const event = { eventName: "GetSecretValue", eventSource: "secretsmanager.amazonaws.com" };
    for (const errorCode of [{ toString: 1 }, [], 7, null]) {
      deepStrictEqual(idsIn(JSON.stringify({ ...event, errorCode, userIdentity: null })), []);
    }
    const failed = { ...event, errorCode: "AccessDenied", errorMessage: DENIED };
    deepStrictEqual(idsIn(JSON.stringify([{ ...event, errorCode: {} }, failed])), ["EPS-450"]);
  });

  it("of lists in lists, or of very many events, is answered", () => {
    const deep = 100_000;
    deepStrictEqual(idsIn("[".repeat(deep) + "]".repeat(deep)), []);
    deepStrictEqual(idsIn(`${'{"a":'.repeat(deep)}"${DENIED}"${"}".repeat(deep)}`), ["EPS-450"]);
    const event = { eventName: "GetSecretValue", eventSource: "s", errorCode: "AccessDenied" };
    const events = Array.from({ length: 20_000 }, () => ({ ...event, errorMessage: DENIED }));
    deepStrictEqual(idsIn(JSON.stringify({ Records: events })), ["EPS-450"]);
  });

  it("is read with line ends of Windows, and in UTF-16", () => {
    deepStrictEqual(idsIn(`${DENIED.replaceAll(" because", "\r\n because")}\r\n`), ["EPS-450"]);
    const utf16 = Buffer.from(`\ufeff${DENIED}`, "utf16le").toString("utf8");
    deepStrictEqual(idsIn(utf16), ["EPS-450"]);
  });
});
