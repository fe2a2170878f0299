import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { diagnose } from "../../../../cli/doctor/texts/diagnose";
import { filled } from "../../../../cli/doctor/texts/filled";

const KNOWN = "Readonly is not true in request";

function ids(text: string): string[] {
  return diagnose(text).answers.map(({ id }) => id);
}

describe("reading a text", () => {
  it("takes the last million characters of a longer one, as a log ends with what happened last", () => {
    const rest = ".".repeat(1_000_000);
    deepStrictEqual(ids(`${rest}${KNOWN}`), ["EPS-252"]);
    deepStrictEqual(ids(`${KNOWN}${rest}`), []);
  });

  it("takes no words of two records for one text", () => {
    const begins = "operation error EKS Auth: AssumeRoleForPodIdentity";
    deepStrictEqual(ids(`I0101 10:00:00.0 ${begins}, ThrottlingException`), ["EPS-161"]);
    deepStrictEqual(ids(`I0101 10:00:00.0 ${begins}\nI0101 10:00:01.0 ThrottlingException`), []);
  });

  it("tells a role that assumes itself from one that assumes another", () => {
    const text = (role: string) =>
      `arn:aws:sts::111111111111:assumed-role/a/s is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::111111111111:role/${role}`;
    deepStrictEqual(ids(text("a")), ["EPS-854"]);
    deepStrictEqual(ids(text("b")), ["EPS-379"]);
  });

  it("lets a cause answer in the place of a text that may have it, wherever it stands", () => {
    const generic = "I0101 10:00:00.0 Failed to fetch secret from all regions: orders/db";
    const cause =
      "I0101 10:00:01.0 JMES Path - a for object alias - a does not point to a valid object.";
    deepStrictEqual(ids(`${generic}\n${cause}`), ["EPS-563"]);
    deepStrictEqual(ids(`${generic}\nI0101 10:00:01.0 ${KNOWN}`), ["EPS-562", "EPS-252"]);
  });

  it("writes what it captured into a command as one word, and a name in capitals for what it did not", () => {
    strictEqual(
      filled("`aws x {key} {serviceAccount}`", { key: "a:*" }),
      "`aws x 'a:*' SERVICE_ACCOUNT`",
    );
  });
});
