import { shellWord } from "../../terminal/printed-text";

/** A sentence with what a text captured in the place of `{name}`, or `NAME` where it captured nothing. */
export function filled(sentence: string, captures: Record<string, string>): string {
  return sentence.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = captures[name];
    return value === undefined ? placeholder(name) : shellWord(value);
  });
}

/** What stands for a name that is not known, e.g. `SERVICE_ACCOUNT` for `serviceAccount`. */
export function placeholder(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}
