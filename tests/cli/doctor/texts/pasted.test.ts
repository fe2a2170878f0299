import { ok, strictEqual } from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { entryOf } from "../../../../cli/doctor/catalogue";
import type { EntryId } from "../../../../cli/doctor/catalogue/entry";
import { diagnose } from "../../../../cli/doctor/texts/diagnose";

const DIRECTORY = join(__dirname, "pasted");

/** Texts, with the IDs of the entries that answer them. */
function pastedTexts(file: string): [ids: string, text: string][] {
  const [, ...parts] = readFileSync(join(DIRECTORY, file), "utf8").split(/^##(?: (.*))?$/m);
  return parts.flatMap((ids, index) =>
    index % 2 === 0 ? [[ids ?? "", parts[index + 1] ?? ""] as [string, string]] : [],
  );
}

function ids(text: string): string {
  return diagnose(text)
    .answers.map(({ id }) => id)
    .join(" ");
}

/** Wraps a text as a terminal of 80 columns does. */
function wrapped(text: string): string {
  return text.replace(/[^\n]{80}/g, "$&\n");
}

/** Quotes a text, as a frame of Terraform or a reply in a thread does. */
function framed(text: string, mark: string): string {
  return wrapped(text).replace(/^/gm, mark);
}

/** Wraps a text at 72 columns between words, as an editor or mail program does. */
function atWords(text: string): string {
  return text.replace(/[^\n]{73,}/g, (line) => line.replace(/(.{1,72})(\s+|$)/g, "$1\n").trimEnd());
}

function nested(text: string): string {
  return JSON.stringify({ log: JSON.stringify({ msg: text }) });
}

/** Whether an entry is only a symptom, or another entry that was found decides instead. */
function yieldsTo(id: string, found: readonly string[]): boolean {
  const entry = entryOf(id as EntryId);
  return Boolean(entry.symptom ?? entry.causes?.some((cause) => found.includes(cause.id)));
}

describe("texts that people pasted", () => {
  const texts = readdirSync(DIRECTORY).flatMap(pastedTexts);

  for (const [expected, text] of texts) {
    it(`${expected || "not known"}: ${text.trim().replace(/\s+/g, " ").slice(0, 90)}`, () => {
      strictEqual(ids(text), expected);
      strictEqual(ids(wrapped(text)), expected, "wrapped");
      strictEqual(ids(framed(text, "│ ")), expected, "framed");
      strictEqual(ids(framed(text, "> ")), expected, "quoted");
      strictEqual(ids(nested(text)).split(" ")[0], expected.split(" ")[0], "nested");
    });
  }

  it("lose no answer beside another text, but what yields on purpose", () => {
    const known = texts.filter(([expected]) => expected !== "");
    const pairs = known
      .filter((_, index) => index % 8 === 0)
      .map((one, index) => [one, known[(index * 41 + 17) % known.length] ?? one] as const);
    const lost = pairs.flatMap(([[first, text], [second, other]]) => {
      const found = ids(`${text.trim()}\n${other.trim()}`).split(" ");
      const missing = `${first} ${second}`.split(" ").filter((id) => !found.includes(id));
      return missing
        .filter((id) => !yieldsTo(id, found))
        .map((id) => `${id} of ${first}, ${second}`);
    });
    ok(lost.length <= pairs.length / 16, lost.join("\n"));
  });

  it("keep their answers where an editor wraps at words, but for a few", () => {
    const some = texts.filter((_, index) => index % 4 === 0);
    const lost = some.filter(([expected, text]) => ids(atWords(text)) !== expected);
    ok(lost.length <= some.length / 40, lost.join("\n"));
  });

  it("are at least 250", () => {
    ok(texts.length >= 250, String(texts.length));
  });
});
