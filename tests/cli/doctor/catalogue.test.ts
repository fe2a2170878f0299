import { deepStrictEqual, notStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CATALOGUE } from "../../../cli/doctor/catalogue";
import { alternatives } from "../../../cli/doctor/catalogue/alternatives";
import { parseEntry } from "../../../cli/doctor/catalogue/entries";
import {
  ANY,
  FAILURES,
  FILE_FAILURES,
  FILES,
  HOSTS,
  SUBJECTS,
} from "../../../cli/doctor/catalogue/subjects";
import { diagnose } from "../../../cli/doctor/texts/diagnose";
import { packedWords } from "../../../cli/doctor/texts/packed-text";

const DIRECTORY = join(__dirname, "../../../cli/doctor/catalogue");

describe("the catalogue", () => {
  it("has each file of its folder as an entry, in the order of the ids, and no id or name twice", () => {
    const files = readdirSync(DIRECTORY).filter((file) => !file.endsWith(".ts"));
    const named = files.map((file) => `EPS-${file.slice("eps-".length, "eps-nnn".length)}`);
    deepStrictEqual(
      CATALOGUE.map(({ id }) => id),
      named.sort(),
    );
    deepStrictEqual(new Set(named).size, named.length);
    const names = files.map((file) => file.slice("eps-nnn-".length));
    deepStrictEqual(
      names.filter((name, index) => names.indexOf(name) !== index),
      [],
    );
  });

  it("refuses a file that is no entry, and says which file and which field", () => {
    const file = "eps-400-read-not-granted.yaml";
    const text = readFileSync(join(DIRECTORY, file), "utf8");
    strictEqual(parseEntry(file, text).id, "EPS-400");
    for (const [from, to, says] of REFUSED) {
      const changed = text.replace(from, to);
      notStrictEqual(changed, text);
      throws(
        () => parseEntry(file, changed),
        ({ message }: Error) => message.includes(`catalogue/${file}: `) && says.test(message),
        to,
      );
    }
    throws(() => parseEntry("eps-401-read-not-granted.yaml", text), /begin with the id, EPS-400/);
  });

  it("writes each title as a part of a sentence: no capital but of a name, no full stop", () => {
    const name = /^(?:[A-Z]{3}|Secrets Manager|Kubernetes|Pulumi|External Secrets)/;
    const strays = CATALOGUE.filter(({ title }) => {
      const begins = /^[A-Z]/.test(title) && !name.test(title);
      return begins || title.endsWith(".");
    });
    deepStrictEqual(strays, []);
  });

  it("names no entry twice that another one goes over", () => {
    const twice = CATALOGUE.filter(({ over = [] }) => new Set(over).size !== over.length);
    deepStrictEqual(twice, []);
  });

  it("has no text twice", () => {
    const texts = CATALOGUE.flatMap((entry) =>
      (entry.texts ?? []).flatMap(alternatives).map(packedWords),
    );
    deepStrictEqual(
      texts.filter((text, index) => texts.indexOf(text) !== index),
      [],
    );
  });

  it("has in its texts no braces but of captures and of several words", () => {
    const texts = CATALOGUE.flatMap((entry) => (entry.texts ?? []).flatMap(alternatives));
    deepStrictEqual(
      texts.filter((text) => /\{\w[^{}:|]*\w\}/.test(text)),
      [],
    );
  });

  it("names as causes entries that are there and decide", () => {
    const deciding = new Set(CATALOGUE.filter(({ causes }) => !causes).map(({ id }) => id));
    const strays = CATALOGUE.flatMap(({ causes, id }) =>
      (causes ?? [])
        .filter((cause) => !deciding.has(cause.id))
        .map((cause) => `${id}: ${cause.id}`),
    );
    deepStrictEqual(strays, []);
    for (const { causes, id } of CATALOGUE) ok(causes?.length !== 1, id);
  });

  it("has for an agent that did not answer all causes that a call of the agent may have", () => {
    const causesOf = (id: string) =>
      CATALOGUE.find((entry) => entry.id === id)?.causes?.map((cause) => cause.id) ?? [];
    const ofCall = causesOf("EPS-159");
    deepStrictEqual(
      causesOf("EPS-155").filter((id) => ofCall.includes(id)),
      ofCall,
    );
    ok(ofCall.length > 1);
  });

  it("gives no error of AWS to two entries, and only with subjects that words name", () => {
    const errors = CATALOGUE.flatMap((entry) => (entry.errors ?? []).flatMap(alternatives));
    strictEqual(new Set(errors).size, errors.length);
    const subjects = errors
      .filter((error) => error.includes(" "))
      .map((error) => error.split(" ")[0]);
    deepStrictEqual(
      [...new Set(subjects)].filter((name) => !(`${name}` in SUBJECTS) && name !== ANY),
      [],
    );
  });

  it("gives no failure to reach a host to two entries, and only with names that words have", () => {
    const all = CATALOGUE.flatMap(({ failures = [] }) => failures.flatMap(alternatives));
    strictEqual(new Set(all).size, all.length);
    const strays = all.filter((one) => {
      const [host = "", failure = ""] = one.split(" ");
      const isOfFile = host in FILES && failure in FILE_FAILURES;
      return !isOfFile && !(host in HOSTS && failure in FAILURES);
    });
    deepStrictEqual(strays, []);
  });

  it("has in its sentences only names that some text captures, or that steps give", () => {
    const texts = CATALOGUE.flatMap((entry) => [...(entry.texts ?? [])]);
    const captured = texts.flatMap((text) =>
      [...text.matchAll(/\{(\w+):/g)].map(([, name]) => name),
    );
    const known = new Set([...captured, ...OF_STEPS]);
    const strays = CATALOGUE.flatMap(({ causes = [], check, id, mend }) =>
      [check, mend, ...causes.map((one) => one.check)].flatMap((sentence) =>
        [...sentence.matchAll(/\{(\w+)\}/g)]
          .filter(([, name]) => !known.has(name))
          .map(([place]) => `${id}: ${place}`),
      ),
    );
    deepStrictEqual(strays, []);
  });

  it("knows each of its own texts", () => {
    const unknown = CATALOGUE.flatMap((entry) => {
      const texts = (entry.texts ?? []).flatMap(alternatives).map(written);
      return texts.filter((text) => !diagnose(text).answers.some(({ id }) => id === entry.id));
    });
    deepStrictEqual(unknown, []);
  });
});

/** Mistakes that a contributor may make in an entry, and what the error says about each. */
const REFUSED: [from: RegExp, to: string, says: RegExp][] = [
  [/^id: .*/, "id: 400", /at id/],
  [/^title:/m, "titel:", /Unrecognized key: "titel"/],
  [/^step: .*/m, "step: grant", /at step/],
  [/^check: .*/m, "check: [kubectl]", /at check/],
  [/^check: .*/m, "causes: [{ id: EPS-1, chek: x }]", /at causes\[0\]/],
  [/^check: .*/m, "check: `kubectl get pods`", /at line \d+/],
  [/^check:.*/m, "why: twice", /unique.* at line \d+/],
];

/** Names that steps provide, beside those that texts capture. */
const OF_STEPS = [
  ...["association", "cluster", "clusterId", "key", "name", "namespace", "pod", "reader"],
  ...["region", "serviceAccount"],
];

const EXAMPLES: Record<string, string> = {
  action: "secretsmanager:GetSecretValue",
  arn: "arn:aws:secretsmanager:eu-west-1:222222222222:secret:orders/db-AbCdEf",
  audience: "pods.eks.amazonaws.com",
  keyId: "11111111-2222-3333-4444-555555555555",
  notRead: "iam:CreateRole",
  region: "eu-west-1",
};

/** A template with an example in place of each capture. */
function written(template: string): string {
  return template
    .replace(/\{\w+:(\w+)!?\}/g, (_, kind: string) => EXAMPLES[kind] ?? "orders")
    .replaceAll("…", " whatever ");
}
