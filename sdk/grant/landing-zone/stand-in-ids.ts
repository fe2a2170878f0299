import { shortHash } from "./short-hash";

/** What stands for the six characters that Secrets Manager will draw for the secret that `parts` identify. */
export function standInSuffix(...parts: string[]): string {
  return shortHash(...parts).slice(0, 6);
}

/** What stands for the id that KMS will draw for the key that `parts` identify: of the shape of a key's id. */
export function standInKeyId(...parts: string[]): string {
  const [a, b] = [shortHash(...parts, "a"), shortHash(...parts, "b")];
  return [a.slice(0, 8), a.slice(8), b.slice(0, 4), b.slice(4, 8), a].join("-");
}
