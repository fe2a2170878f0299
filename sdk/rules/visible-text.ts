/**
 * What a reader of the text would not see, or would see as something else: control characters, breaks of lines, and what
 * turns the direction of writing.
 */
const INVISIBLE = /[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/** A text from outside as one line of a message: each character that would not be seen is written as `\n` or `\u001b`. */
export function visibleText(text: string): string {
  return text.replace(INVISIBLE, escaped);
}

function escaped(character: string): string {
  const json = JSON.stringify(character).slice(1, -1);
  return json === character ? `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}` : json;
}
