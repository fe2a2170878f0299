import { isDeepStrictEqual } from "node:util";

import type { ReadObject } from "../clusters/kubernetes-objects";
import { type Look, RIGHT, wrong } from "./look";

/** Whether an object is in its cluster. `spec`: what it must say besides, as of a SecretProviderClass. */
export async function objectLook(read: ReadObject, path: string, spec?: unknown): Promise<Look> {
  const text = await read(path);
  if (text === undefined) return wrong("is not there");
  if (spec === undefined || isDeepStrictEqual(JSON.parse(text).spec, spec)) return RIGHT;
  return wrong("has another spec than was deployed");
}
