import { readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { packageDirectory } from "../../terminal/package-directory";
import { sha256 } from "../../terminal/sha256";

/**
 * A digest of the code that proves and of what runs it. In a build, that is the single file with this code. In a checkout, it is
 * every module of `proof` and `sdk`; all of them are loaded whenever something is proved.
 */
export function codeDigest(read: (file: string) => Buffer = (file) => readFileSync(file)): string {
  const whole = packageDirectory();
  const sources = [join(whole, "proof", sep), join(whole, "sdk", sep)];
  const loaded = Object.keys(require.cache ?? {}).filter((file) =>
    sources.some((one) => file.startsWith(one)),
  );
  const digests = [...new Set([__filename, ...loaded])]
    .sort()
    .map((file) => `${relative(whole, file)} ${sha256(read(file))}`);
  return sha256([process.version, process.arch, ...digests].join("\n"));
}
