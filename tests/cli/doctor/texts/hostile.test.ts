import { deepStrictEqual, doesNotMatch, match, ok, strictEqual } from "node:assert/strict";
import { CATALOGUE } from "../../../../cli/doctor/catalogue";
import { alternatives } from "../../../../cli/doctor/catalogue/alternatives";
import { diagnose } from "../../../../cli/doctor/texts/diagnose";
import { diagnosisText } from "../../../../cli/verbs/doctor/text-words";

const ARN = "arn:aws:secretsmanager:eu-west-1:222222222222:secret:orders/db-AbCdEf";

/** What is said about a text, printed and as JSON. */
function said(text: string): string {
  const diagnosis = diagnose(text);
  return `${diagnosisText(diagnosis)}\n${JSON.stringify(diagnosis)}`;
}

function denied(resource: string): string {
  return `User: arn:aws:sts::111111111111:assumed-role/r/eks-s-o is not authorized to perform: secretsmanager:GetSecretValue on resource: ${resource} because no identity-based policy allows the secretsmanager:GetSecretValue action`;
}

/** The processor time for a text: the least of three, and at least a millisecond, because chance decides below that. */
function microseconds(text: string): number {
  const all = [1, 2, 3].map(() => {
    const begins = process.cpuUsage();
    diagnose(text);
    const { system, user } = process.cpuUsage(begins);
    return system + user;
  });
  return Math.max(1000, Math.min(...all));
}

describe("a hostile text", () => {
  const MILLION = 1_000_000;
  /** A time that grows with the square of the length would grow by the square of this number. */
  const TIMES = 10;
  const words = CATALOGUE.flatMap(({ texts = [] }) =>
    texts.flatMap(alternatives).flatMap((text) => text.split("…")),
  );
  const parts: Record<string, string> = {
    "white space": " ",
    backslashes: "\\",
    "line feeds": "\n",
    "beginnings of records": '\n{"',
    "escape characters": "\u001b[",
    "beginnings of marks before lines": "\n| a-1-1-1 [a.a Sep  2 10:00:00 a a",
    "beginnings of characters by number": "%2\\x\\u00",
    "beginnings of a text": "is not authorized to perform: ",
    "beginnings and middles of a text": "is not authorized to perform: s:Get on resource: ",
    "all words of the catalogue": words.map((text) => text.replace(/\{.*?\}/g, "x")).join(" "),
    "all beginnings of the catalogue": words.map((text) => text.slice(0, 24)).join(" "),
    "nested JSON": '{"a":',
    "lines with a code of any service":
      "An error occurred (AccessDenied) when calling the ListBuckets operation\n",
    "symptoms that lead to the next one":
      "failed to create the Instance resource: api error ValidationError: Request ARN is invalid\n",
  };
  for (const [what, part] of Object.entries(parts)) {
    it(`of ${what} takes time that grows with its length and not faster`, () => {
      const text = part.repeat(Math.ceil(MILLION / part.length)).slice(0, MILLION);
      const times = microseconds(text) / microseconds(text.slice(0, MILLION / TIMES));
      ok(times < 3 * TIMES, `${times} times the time for ${TIMES} times the text`);
    });
  }

  it("of many lines alike hides no other line behind them", () => {
    const line = (code: string) =>
      `2026-12-01 10:00:00 An error occurred (${code}) when calling GetRole\n`;
    const { answers } = diagnose(line("Throttling").repeat(5000) + line("NoSuchEntity"));
    deepStrictEqual(
      answers.map(({ id }) => id),
      ["EPS-571", "EPS-726"],
    );
  });

  it("gives no command an option", () => {
    for (const name of ["--debug", "-rf", "--endpoint-url=http"]) {
      doesNotMatch(said(denied(name)), /--debug|-rf|endpoint/, name);
    }
  });

  it("is not repeated but for what fits its kind", () => {
    match(said(denied(ARN)), /orders\/db-AbCdEf/);
    for (const name of ["$(reboot)", "`id`", "x;y", "a b", "<b>", "../../etc/passwd\u202e", "'"]) {
      doesNotMatch(said(denied(name)), /reboot|`id`|x;y|a b|<b>|\u202e/, name);
    }
  });

  const credentials = {
    "a key id": "AKIAIOSFODNN7EXAMPLE",
    "a temporary key id": "orders/ASIAIOSFODNN7EXAMPLE",
    "a secret key": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    "a token": "eyJhbGciOiJSUzI1NiIsImtpZCI6IjEifQ.eyJhdWQiOlsicG9kcyJdfQ.c2ln",
    "a password with its name": "db_password=hunter2-hunter2",
    "a random value": "Zk3vT9qLm2Xw8RbY5cNd",
    "an access token": "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
    "a key of Google": "AIzaSyD-9tSrke72PouQMnMX-a7eZSW0jkFMBWY",
    "a token of Slack": "xapp-1-A012-345-abcdef",
    "a key of Stripe": "rk_live_51H8xYz2eZvKYlo2C0",
    "a token of hexadecimal digits": "9f86d081884c7d659a2feaa0c55ad015",
    "a secret of base 32": "JBSWY3DPEHPK3PXPJBSWY3DP",
    "a token of small letters and digits": "9h2k4j5l6m7n8b9v0c1x2z",
    "a connection": "postgres://orders:hunter2@db.example.com/orders",
    "a connection in an ARN":
      "arn:aws:secretsmanager:eu-west-1:222222222222:secret:orders:hunter2@db.example.com",
  };
  for (const [what, value] of Object.entries(credentials)) {
    it(`never gives back ${what}, also where a name stands, also over two lines`, () => {
      const half = Math.floor(value.length / 2);
      const wrapped = `${value.slice(0, half)}\n    ${value.slice(half)}`;
      const begins =
        "Failed to fetch secret from all regions. Verify secret exists and required permissions are granted for: ";
      const texts = [
        denied(value),
        denied(wrapped),
        `${begins}${value}`,
        `ARN region must match region eu-west-1: ${value}`,
      ];
      for (const text of texts) {
        strictEqual(said(text).includes(value.slice(0, half)), false, text);
        strictEqual(said(text).includes(value.slice(half)), false, text);
      }
    });
  }

  it("gives back nothing that stands beside its words", () => {
    const secret = `{"SecretString":"s3cr3t-value","password":"hunter2"} ${denied(ARN)} token: abcdefgh`;
    doesNotMatch(said(secret), /s3cr3t|hunter2|abcdefgh/);
  });

  it("moves no cursor and hides no word", () => {
    const text = denied(ARN).replaceAll("identity", "\u001b[31miden\u200btity\u001b[0m");
    deepStrictEqual(
      diagnose(text).answers.map(({ id }) => id),
      ["EPS-450"],
    );
    for (const hidden of ["\u001b", "\u200b"]) strictEqual(said(text).includes(hidden), false);
  });
});
