import {
  Composer,
  type Document,
  type DocumentOptions,
  Lexer,
  LineCounter,
  type ParseOptions,
  Parser,
  type SchemaOptions,
} from "yaml";

/** Deepest nesting that is read; the vocabulary needs a dozen levels. */
const DEEPEST = 100;

/** The nodes of a YAML text, or the first thing that makes it no YAML, by its offset. */
export type YamlText =
  | { document: Document.Parsed; lines: LineCounter }
  | { flaw: string; offset: number; lines: LineCounter };

/**
 * `parseDocument` of the same library, but stopped at the first syntax error and at nesting that
 * would exhaust the stack of the recursive composer.
 */
export function parseYamlText(
  text: string,
  options: ParseOptions & DocumentOptions & SchemaOptions = {},
): YamlText {
  const lines = new LineCounter();
  const parser = new Parser(lines.addNewLine);
  let tooDeep: number | undefined;

  function* tokens() {
    lines.addNewLine(0);
    for (const lexeme of new Lexer().lex(text)) {
      for (const token of parser.next(lexeme)) {
        yield token;
        if (token.type === "error") return;
      }
      if (parser.stack.length > DEEPEST) {
        tooDeep = parser.offset;
        return;
      }
    }
    yield* parser.end();
  }

  const composer = new Composer({
    ...options,
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: false, // that check is quadratic; `mapping-keys.ts` makes it
  });
  const [document, second] = firstTwo(composer.compose(tokens(), true, text.length));
  if (tooDeep !== undefined) {
    return { flaw: `nested deeper than ${DEEPEST} levels`, offset: tooDeep, lines };
  }
  if (document === undefined) return { flaw: "no document", offset: 0, lines };
  const error = document.errors[0] ?? document.warnings[0];
  if (error) return { flaw: sentence(error), offset: error.pos[0], lines };
  if (second) return { flaw: "only one document is read", offset: second.range[0], lines };
  return { document, lines };
}

function firstTwo(documents: Iterable<Document.Parsed>): Document.Parsed[] {
  const found: Document.Parsed[] = [];
  for (const document of documents) {
    found.push(document);
    if (found.length === 2) break;
  }
  return found;
}

function sentence({ message }: { message: string }): string {
  const first = message.split("\n")[0] ?? message;
  return first.charAt(0).toLowerCase() + first.slice(1).replace(/\.$/, "");
}
