import type { Token } from "../../grammar/syntax";

/** A pattern without variables, cut at its `*`s; each segment is cut again at its `?`s. */
export type Glob = string[][];

/** Cuts tokens into a glob. `resolve` gives a variable's value, which is literal text. */
export function toGlob(
  tokens: Token[],
  resolve: (variable: Token & { kind: "variable" }) => string,
): Glob {
  let pieces = [""];
  const glob = [pieces];
  for (const token of tokens) {
    if (token.kind === "any") {
      pieces = [""];
      glob.push(pieces);
    } else if (token.kind === "one") pieces.push("");
    else {
      const text = token.kind === "text" ? token.text : resolve(token);
      pieces[pieces.length - 1] += text;
    }
  }
  return glob;
}

/**
 * Tells whether a glob matches a whole text. Each segment takes the leftmost place that it fits, which is right because
 * a `*` may cover anything: nothing is ever tried twice.
 */
export function matchesGlob(glob: Glob, text: string): boolean {
  const first = glob[0] ?? [""];
  const last = glob[glob.length - 1] ?? [""];
  if (glob.length === 1) return lengthOf(first) === text.length && fitsAt(first, text, 0);
  const end = text.length - lengthOf(last);
  let position = lengthOf(first);
  if (position > end || !fitsAt(first, text, 0) || !fitsAt(last, text, end)) return false;
  for (let index = 1; index < glob.length - 1; index++) {
    const segment = glob[index] ?? [""];
    const found = find(segment, text, position, end);
    if (found < 0) return false;
    position = found + lengthOf(segment);
  }
  return true;
}

function lengthOf(segment: string[]): number {
  let length = segment.length - 1;
  for (const piece of segment) length += piece.length;
  return length;
}

function fitsAt(segment: string[], text: string, start: number): boolean {
  let position = start;
  for (const piece of segment) {
    if (!text.startsWith(piece, position)) return false;
    position += piece.length + 1;
  }
  return true;
}

/** The first place from `start` at which a segment fits and ends no later than `end`, or -1. */
function find(segment: string[], text: string, start: number, end: number): number {
  const latest = end - lengthOf(segment);
  const [piece = ""] = segment;
  for (let place = start; place <= latest; place++) {
    place = text.indexOf(piece, place);
    if (place < 0 || place > latest) return -1;
    if (fitsAt(segment, text, place)) return place;
  }
  return -1;
}
