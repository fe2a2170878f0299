import { type Arn, parseArn } from "../../names/arn";

const MOST = 10_000;
const known = new Map<string, Arn | undefined>();

/** `parseArn`, remembering what it read: one decision asks for the same few ARNs many times. */
export function readArn(text: string): Arn | undefined {
  const arn = known.get(text);
  if (arn) return arn;
  if (known.size >= MOST) known.clear();
  const parsed = parseArn(text);
  known.set(text, parsed);
  return parsed;
}
