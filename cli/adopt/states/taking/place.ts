import { FileError } from "../../../terminal/errors";

/** What a value is, by the words of errors. */
export type Kind = "an object" | "a list" | "a text" | "a number" | "true or false" | "null";

const KINDS: Record<string, Kind> = {
  "{": "an object",
  "[": "a list",
  '"': "a text",
  t: "true or false",
  f: "true or false",
  n: "null",
};

const LITERALS = ["true", "false", "null"];

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/** UTF-16 codes. */
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const FIRST_PLAIN = 0x20;

const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

const SPACE = new Set([" ", "\t", "\n", "\r"]);

const CLOSES = { "{": "}", "[": "]" } as const;

/** Levels of objects and lists that are entered. What is passed over may nest as deep as it likes. */
const DEPTH_LIMIT = 64;

/**
 * A value in a text of others, which may hold secrets: nothing of it becomes an object or a text but what a caller asks for. Who
 * does not enter a value passes it over.
 */
export class Place {
  private at = 0;

  /** Keys and indexes of what was entered. They are those of the lists of what is taken, and so tell nothing of the text. */
  private readonly path: (string | number)[] = [];

  /** Values that would be taken and are hidden by their tool, in sentences. */
  readonly hidden: string[] = [];

  constructor(
    private readonly file: string,
    private readonly text: string,
  ) {
    this.space();
  }

  kind(): Kind {
    return KINDS[this.text[this.at] ?? ""] ?? "a number";
  }

  /** A text, number, true, false or null. */
  scalar(): string | number | boolean | null {
    const start = this.at;
    this.skipScalar();
    return JSON.parse(this.text.slice(start, this.at));
  }

  /** Enters each value of the object at a key that is taken. */
  object(enter: Map<string, () => void>): void {
    const seen = new Set<string>();
    for (const key of this.keys()) {
      const take = enter.get(key);
      if (!take) continue;
      if (seen.has(key)) this.fail(`must have ${key} once`);
      seen.add(key);
      this.within(key, take);
    }
  }

  /** Enters each value of the object, whatever its key. */
  entries(take: (key: string) => void): void {
    // A key that is on no list may be one that nobody should see.
    for (const key of this.keys()) this.within("*", () => take(key));
  }

  list(take: () => void): void {
    let index = 0;
    for (const _ of this.values()) this.within(index++, take);
  }

  within(step: string | number, take: () => void): void {
    this.path.push(step);
    if (this.path.length > DEPTH_LIMIT) this.fail(`must nest at most ${DEPTH_LIMIT} levels deep`);
    take();
    this.path.pop();
  }

  /** Notes that the value here is hidden, as Pulumi hides one by an object in its place. */
  hide(): undefined {
    this.hidden.push(`${this.where()} of ${this.file} is hidden by its tool`);
  }

  /** Throws what is wrong here; `says` repeats nothing of the text. */
  fail(says: string): never {
    const where = this.where();
    const message = `${where} ${says}`;
    throw new FileError([{ file: this.file, ...this.position(), path: where, message }]);
  }

  private where(): string {
    const path = this.path.map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`));
    return path.join("").replace(/^\./, "") || "the file";
  }

  /** Each key of an object, with the place at its value. */
  private *keys(): Iterable<string> {
    this.expect("{");
    if (this.has("}")) return;
    do {
      this.space();
      const start = this.at;
      this.skipText();
      const key = JSON.parse(this.text.slice(start, this.at));
      this.expect(":");
      yield* this.value(key);
    } while (this.has(","));
    this.expect("}");
  }

  /** Once for each value of a list, with the place at it. */
  private *values(): Iterable<unknown> {
    this.expect("[");
    if (this.has("]")) return;
    do yield* this.value(undefined);
    while (this.has(","));
    this.expect("]");
  }

  /** A way back to this value. */
  mark(): () => void {
    const { at } = this;
    return () => {
      this.at = at;
    };
  }

  /** Enters the text's only value. */
  whole(take: () => void): void {
    for (const _ of this.value(undefined)) take();
    this.space();
    if (this.at < this.text.length) this.fail("must end after its first value");
  }

  /** Passes over the value. */
  private skip(): void {
    const open: string[] = [];
    do {
      this.space();
      const begin = this.text[this.at];
      if (begin === "{" || begin === "[") {
        this.at++;
        if (this.has(CLOSES[begin])) this.leave(open);
        else open.push(CLOSES[begin]);
      } else {
        this.skipScalar();
        this.leave(open);
      }
      if (open.at(-1) === "}") this.skipKey();
    } while (open.length > 0);
  }

  private position(): { line: number; column: number } {
    const before = this.text.slice(0, this.at);
    return { line: before.split("\n").length, column: this.at - before.lastIndexOf("\n") };
  }

  /** A value that its taker may enter; else it is passed over. */
  private *value<Key>(key: Key): Iterable<Key> {
    this.space();
    const start = this.at;
    yield key;
    if (this.at === start) this.skip();
  }

  /** After a value: closes what ends with it, up to a further value. */
  private leave(open: string[]): void {
    while (open.length > 0 && !this.has(",")) this.expect(open.pop() as string);
  }

  private skipKey(): void {
    this.space();
    this.skipText();
    this.expect(":");
  }

  private skipScalar(): void {
    if (this.text[this.at] === '"') {
      this.skipText();
      return;
    }
    const literal = LITERALS.find((one) => this.text.startsWith(one, this.at));
    NUMBER.lastIndex = this.at;
    if (literal) this.at += literal.length;
    else if (NUMBER.test(this.text)) this.at = NUMBER.lastIndex;
    else this.fail("must have a value here, as JSON asks");
  }

  private skipText(): void {
    if (this.text[this.at] !== '"') this.fail("must have a key or a text in double quotes here");
    for (let end = this.at + 1; end < this.text.length; end++) {
      const code = this.text.charCodeAt(end);
      if (code === QUOTE) {
        this.at = end + 1;
        return;
      }
      if (code < FIRST_PLAIN) break;
      if (code === BACKSLASH) {
        ESCAPE.lastIndex = end;
        if (!ESCAPE.test(this.text)) break;
        end = ESCAPE.lastIndex - 1;
      }
    }
    this.fail("must have a text here that is closed on its line, and escaped as JSON asks");
  }

  private space(): void {
    while (SPACE.has(this.text[this.at] ?? "")) this.at++;
  }

  private has(character: string): boolean {
    this.space();
    if (this.text[this.at] !== character) return false;
    this.at++;
    return true;
  }

  private expect(character: string): void {
    if (!this.has(character)) this.fail(`must have "${character}" here`);
  }
}
