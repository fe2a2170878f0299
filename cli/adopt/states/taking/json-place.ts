import { type Kind, Place } from "./place";

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

/** A place in a text of JSON, which is read once, from its beginning to its end. */
export class JsonPlace extends Place {
  private at = 0;

  constructor(
    file: string,
    private readonly text: string,
  ) {
    super(file);
    this.space();
  }

  kind(): Kind {
    return KINDS[this.text[this.at] ?? ""] ?? "a number";
  }

  scalar(): string | number | boolean | null {
    const start = this.at;
    this.skipScalar();
    return JSON.parse(this.text.slice(start, this.at));
  }

  protected *keys(): Iterable<string> {
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

  protected *values(): Iterable<unknown> {
    this.expect("[");
    if (this.has("]")) return;
    do yield* this.value(undefined);
    while (this.has(","));
    this.expect("]");
  }

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

  protected position(): { line: number; column: number } {
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
