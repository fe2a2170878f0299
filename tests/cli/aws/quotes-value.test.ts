import { strictEqual } from "node:assert";
import { quotesValue } from "../../../cli/aws/aws-error";

const VALUE = Buffer.from('{"password":"s3cr3t über / alles\n?"}');
const base64 = (before: string) => Buffer.from(`${before}${VALUE}after`).toString("base64");

const quoting: [string, string][] = [
  ["as it is", `'${VALUE}' is no good`],
  ["cut", `'${VALUE.toString().slice(0, 11)}…' is no good`],
  ["its end alone", `…${VALUE.toString().slice(-9)}`],
  ["as JSON", JSON.stringify({ SecretString: VALUE.toString() })],
  ["as JSON within JSON", JSON.stringify(JSON.stringify({ SecretString: VALUE.toString() }))],
  ["in base64", VALUE.toString("base64")],
  ["in base64, cut", VALUE.toString("base64").slice(0, 12)],
  ["in base64 for URLs", VALUE.toString("base64url")],
  ["in base64, behind one byte", base64("a")],
  ["in base64, behind two bytes", base64("ab")],
  ["in a URL", `?value=${encodeURIComponent(VALUE.toString())}`],
  ["in a form", new URLSearchParams({ value: VALUE.toString() }).toString()],
  ["in small letters", encodeURIComponent(VALUE.toString()).toLowerCase()],
  ["in hexadecimal digits", VALUE.toString("hex")],
];

describe("quotesValue", () => {
  for (const [how, text] of quoting) {
    it(`finds a value ${how}`, () => strictEqual(quotesValue(text, VALUE), true));
  }

  it("finds a short value as a whole only", () => {
    strictEqual(quotesValue("got abc", Buffer.from("abc")), true);
    strictEqual(quotesValue("got YWJj", Buffer.from("abc")), true);
    strictEqual(quotesValue("got ab", Buffer.from("abc")), false);
  });

  it("leaves a message that holds nothing of the value", () => {
    const said =
      "User: arn:aws:iam::111111111111:user/x is not authorized to perform: kms:GenerateDataKey";
    strictEqual(quotesValue(said, VALUE), false);
    strictEqual(quotesValue(said, Buffer.alloc(65_536, "abcdefghijklmnop1234567")), false);
    strictEqual(quotesValue("", VALUE), false);
  });
});
