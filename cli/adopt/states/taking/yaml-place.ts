import { parseYamlText } from "iam-proof/yaml";
import { isAlias, isMap, isScalar, isSeq, type LineCounter, type Node } from "yaml";
import { FileError } from "../../../terminal/errors";
import { type Kind, Place } from "./place";

/** A place in a document of YAML. */
export class YamlPlace extends Place {
  constructor(
    file: string,
    private at: Node,
    private readonly lines: LineCounter,
    private readonly linesBefore: number,
    private readonly resolve: (node: Node) => Node,
  ) {
    super(file);
  }

  kind(): Kind {
    if (isMap(this.at)) return "an object";
    if (isSeq(this.at)) return "a list";
    const value = isScalar(this.at) ? this.at.value : null;
    if (typeof value === "string") return "a text";
    if (typeof value === "boolean") return "true or false";
    return value === null ? "null" : "a number";
  }

  scalar(): string | number | boolean | null {
    return isScalar(this.at) ? (this.at.value as string | number | boolean | null) : null;
  }

  protected *keys(): Iterable<string> {
    if (!isMap(this.at)) return;
    for (const { key, value } of this.at.items) {
      if (isScalar(key) && value) yield* this.value(String(key.value), value as Node);
    }
  }

  protected *values(): Iterable<unknown> {
    if (!isSeq(this.at)) return;
    for (const value of this.at.items) yield* this.value(undefined, value as Node);
  }

  mark(): () => void {
    const { at } = this;
    return () => {
      this.at = at;
    };
  }

  protected position(): { line: number; column: number } {
    const { col, line } = this.lines.linePos(this.at.range?.[0] ?? 0);
    return { line: this.linesBefore + line, column: col };
  }

  private *value<Key>(key: Key, value: Node): Iterable<Key> {
    const back = this.mark();
    this.at = this.resolve(value);
    yield key;
    back();
  }
}

/** The place at each document of a text of YAML. */
export function yamlPlaces(file: string, text: string): YamlPlace[] {
  let linesBefore = 0;
  return text.split(/^---(?=\s|$)/m).flatMap((part) => {
    const before = linesBefore;
    linesBefore += part.split("\n").length - 1;
    const read = parseYamlText(part);
    if ("flaw" in read) {
      const { col, line } = read.lines.linePos(read.offset);
      const place = { file, line: before + line, column: col, path: "" };
      // What the library says may repeat the text.
      throw new FileError([
        { ...place, message: "the file must be YAML of objects of Kubernetes" },
      ]);
    }
    const { document, lines } = read;
    const resolve = (node: Node) => (isAlias(node) ? (node.resolve(document) ?? node) : node);
    return document.contents
      ? [new YamlPlace(file, document.contents, lines, before, resolve)]
      : [];
  });
}
