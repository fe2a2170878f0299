/** Width of a bold character of average text, as a part of its size, in a wide typeface. */
const AVERAGE = 0.7;

/** Text that fits into a width in pixels: where it does not, its middle is left out, since names differ at both ends. */
export function fitted(text: string, width: number, fontSize: number): string {
  const characters = [...text];
  const most = Math.max(3, Math.floor(width / (fontSize * AVERAGE)));
  if (characters.length <= most) return text;
  const tail = Math.floor((most - 1) / 2);
  const head = most - 1 - tail;
  return `${characters.slice(0, head).join("")}…${characters.slice(-tail).join("")}`;
}
