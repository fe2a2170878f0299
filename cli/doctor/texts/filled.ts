import { shellWord } from "../../terminal/printed-text";

/** A sentence with captured values for `{name}`, or `NAME` without a capture. */
export function filled(sentence: string, captures: Record<string, string>): string {
  return sentence.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = captures[name];
    return value === undefined ? placeholder(name) : shellWord(value);
  });
}

/** The placeholder for an unknown name, e.g. `SERVICE_ACCOUNT` for `serviceAccount`. */
export function placeholder(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}
