import { readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { packageDirectory } from "../../terminal/package-directory";
import { sha256 } from "../../terminal/sha256";

/**
 * A digest of the code that proves and of what runs it. Built, that is the one file that this is in. Of a checkout's sources it is
 * every module of `proof` and `sdk`, which whatever proves has loaded.
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
