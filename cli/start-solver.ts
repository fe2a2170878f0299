import { readFileSync } from "node:fs";
import { setFlagsFromString } from "node:v8";

import { startZ3 } from "../sdk/access/prover/z3-engine";

/** Has Z3's 35 MB compiled, in threads of their own, while the program loads and reads what it will ask about. */
export function startSolver(): void {
  // Node 20's V8 compiles functions of Z3 anew long before that pays for itself; later ones wait as long as this by default.
  if (Number.parseInt(process.versions.v8, 10) < 12) {
    setFlagsFromString("--wasm-tiering-budget=13000000");
  }
  // Whoever asks the solver learns why it could not be started.
  startZ3(bytesOf(require.resolve("z3-solver/build/z3-built.wasm"))).catch(() => undefined);
}

/** A file's bytes, in a buffer of their own. */
function bytesOf(path: string): ArrayBuffer {
  const { buffer, byteLength, byteOffset } = readFileSync(path);
  return byteLength === buffer.byteLength
    ? buffer
    : buffer.slice(byteOffset, byteOffset + byteLength);
}
