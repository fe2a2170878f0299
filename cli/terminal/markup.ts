/** A piece of HTML or SVG in which every text is escaped. */
export class Markup {
  constructor(private readonly text: string) {}

  toString(): string {
    return this.text;
  }
}

/** The values of a template: texts are escaped, markup is kept, and undefined or false leaves nothing. */
type MarkupValue = string | number | Markup | readonly Markup[] | undefined | false;

/** Template tag that escapes every value except markup. Attributes must be in double quotes. */
export function markup(pieces: TemplateStringsArray, ...values: MarkupValue[]): Markup {
  let text = pieces[0] ?? "";
  for (const [index, value] of values.entries()) text += rendered(value) + pieces[index + 1];
  return new Markup(text);
}

/** Text between tags. Quotes are not escaped, because that would make JSON half as long again. */
export function content(text: string): Markup {
  return new Markup(escapeMarkup(text).replaceAll("&quot;", '"'));
}

function rendered(value: MarkupValue): string {
  if (value === undefined || value === false) return "";
  if (typeof value === "string" || typeof value === "number") return escapeMarkup(String(value));
  return value instanceof Markup ? value.toString() : value.join("");
}

/** Escapes text for HTML or XML, between tags or in an attribute. Characters that XML cannot contain become U+FFFD. */
function escapeMarkup(text: string): string {
  return text.replace(UNSAFE, (character) => ENTITIES[character] ?? "\uFFFD");
}

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

const UNSAFE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: XML forbids them
  /[&<>"'\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
