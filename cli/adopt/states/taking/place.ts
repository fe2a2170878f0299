import { FileError } from "../../../terminal/errors";

/** What a value is, by the words of errors. */
export type Kind = "an object" | "a list" | "a text" | "a number" | "true or false" | "null";

/** Levels of objects and lists that are entered. What is passed over may nest as deep as it likes. */
const DEPTH_LIMIT = 64;

/**
 * A value in a text of others, which may hold secrets: nothing of it becomes an object or a text but what a caller asks for. Who
 * does not enter a value passes it over.
 */
export abstract class Place {
  /** Keys and indexes of what was entered. They are those of the lists of what is taken, and so tell nothing of the text. */
  private readonly path: (string | number)[] = [];

  /** Values that would be taken and are hidden by their tool, in sentences. */
  readonly hidden: string[] = [];

  protected constructor(private readonly file: string) {}

  abstract kind(): Kind;
  /** A text, number, true, false or null. */
  abstract scalar(): string | number | boolean | null;
  /** Each key of an object, with the place at its value. */
  protected abstract keys(): Iterable<string>;
  /** Once for each value of a list, with the place at it. */
  protected abstract values(): Iterable<unknown>;
  /** A way back to this value. */
  abstract mark(): () => void;
  protected abstract position(): { line: number; column: number };

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
}
