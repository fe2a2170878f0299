import { parseYamlText } from "iam-proof/yaml";
import type { DocumentOptions, ParseOptions, SchemaOptions } from "yaml";

/** Longest text in bytes. A longer one takes seconds to read, during which nobody else is answered. */
const LONGEST = 128 * 1024;

/** Reads one document with at most this many resolved aliases. Throws if it is no document. */
export function readYaml(
  text: string,
  options: ParseOptions & DocumentOptions & SchemaOptions = {},
  maxAliasCount = 0,
): unknown {
  if (Buffer.byteLength(text) > LONGEST) {
    throw new Error(`longer than ${LONGEST / 1024} KiB, which is all that the sandbox reads`);
  }
  const read = parseYamlText(text, options);
  if ("flaw" in read) throw new Error(read.flaw);
  return read.document.toJS({ maxAliasCount });
}
