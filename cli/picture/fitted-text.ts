/** Width of a bold character of average text, as a part of its size, in a wide typeface. */
const AVERAGE = 0.7;

/** A name in one line, or in two where it does not fit in one; the second begins at one of its separators where it can. */
export function inTwoLines(text: string, width: number, fontSize: number): [string, string?] {
  const most = Math.floor(width / (fontSize * AVERAGE));
  const characters = [...text];
  if (characters.length <= most) return [text];
  const head = characters.slice(0, most).join("");
  const [whole = head] = /^.*[-_/.](?=.)/s.exec(head) ?? [];
  return [whole, text.slice(whole.length)];
}

/** Text that fits into a width in pixels: where it does not, its middle is left out, since names differ at both ends. */
export function fitted(text: string, width: number, fontSize: number): string {
  const characters = [...text];
  const most = Math.max(3, Math.floor(width / (fontSize * AVERAGE)));
  if (characters.length <= most) return text;
  const tail = Math.floor((most - 1) / 2);
  const head = most - 1 - tail;
  return `${characters.slice(0, head).join("")}…${characters.slice(-tail).join("")}`;
}
