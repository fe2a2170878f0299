import { getOrMake } from "../../collections";
import type { Token } from "../../grammar/syntax";
import type { Comparing, OrderedType, Template, TypedText } from "./template";
import type { CharacterClass, PatternStep, TextPattern } from "./text-pattern";
import type { TextValue } from "./text-value";
import type { TextVariable } from "./text-variable";

/** Characters, by their UTF-16 code units: any, all but one, those of a text, or one in either case. */
type Characters = "any" | { except: string } | { of: string } | { folded: string };

/** Part of a pattern: a text, one character, or any number of characters. */
export type PatternPart = string | { one: Characters } | { many: Characters };

export interface TextMeaning {
  name: string;
  /** Indexes in `patterns`; the text matches one of them. */
  domain: number[];
}

/** A text of the request, by its index in `texts`, or a part of it; or a known text. */
export type ValueMeaning =
  | { text: number; part?: "account" | "region" | "name" }
  | { known: string };

export interface TemplateMeaning {
  left: ValueMeaning;
  /** The values of the variables, in order. */
  holes: ValueMeaning[];
  comparing: Comparing;
  /** The pattern, with null for a variable; for an ARN, component by component. */
  groups: ("*" | "?" | { text: string } | null)[][];
}

/** What a variable of a certificate stands for. */
export type VariableMeaning =
  | { gate: "and" | "or"; of: number[] }
  | { constant: true }
  | { text: number; matches: number }
  /** A binary digit of the number of the constant that the text is. */
  | { text: number; digit: number }
  | { value: ValueMeaning; isTyped: OrderedType }
  | { value: ValueMeaning; as: OrderedType; lessThan: string }
  | { value: ValueMeaning; as: OrderedType; atMost: string }
  | { template: number }
  | { assumption: string }
  | { free: string };

/** The lists that a certificate's variables refer to. They fill up as it is written. */
export class Meanings {
  private readonly patterns = new Map<string, { place: number; parts: PatternPart[] }>();
  private readonly texts = new Map<TextVariable, { place: number; meaning: TextMeaning }>();
  private readonly templates = new Map<Template, { place: number; meaning: TemplateMeaning }>();

  pattern(pattern: TextPattern): number {
    const { size: place } = this.patterns;
    return getOrMake(this.patterns, pattern.key, () => ({ place, parts: partsOf(pattern) })).place;
  }

  text(variable: TextVariable): number {
    const known = this.texts.get(variable);
    if (known) return known.place;
    const domain = variable.domain.map((pattern) => this.pattern(pattern));
    const place = this.texts.size;
    this.texts.set(variable, { place, meaning: { name: variable.name, domain } });
    return place;
  }

  value({ constant, from, part }: TextValue): ValueMeaning {
    if (!from) return { known: constant ?? "" };
    return { text: this.text(from), ...(part && { part }) };
  }

  template(template: Template): number {
    const known = this.templates.get(template);
    if (known) return known.place;
    const { comparing, groups, holes, left } = template;
    const meaning = {
      left: this.value(left),
      holes: holes.map((hole) => this.value(hole)),
      comparing,
      groups: groups.map((tokens) => tokens.map(tokenMeaning)),
    };
    const place = this.templates.size;
    this.templates.set(template, { place, meaning });
    return place;
  }

  made(): { patterns: PatternPart[][]; texts: TextMeaning[]; templates: TemplateMeaning[] } {
    return {
      patterns: [...this.patterns.values()].map(({ parts }) => parts),
      texts: [...this.texts.values()].map(({ meaning }) => meaning),
      templates: [...this.templates.values()].map(({ meaning }) => meaning),
    };
  }
}

/** The meaning of each of these atoms, by name; nothing is known about others. */
export function atomMeanings(
  texts: TextVariable[],
  orders: TypedText[],
  templates: Template[],
  lists: Meanings,
): Map<string, () => VariableMeaning> {
  const found = new Map<string, () => VariableMeaning>();
  for (const variable of texts) {
    for (const [index, pattern] of variable.patterns.entries()) {
      const text = () => lists.text(variable);
      found.set(variable.atomName(pattern), () => ({
        text: text(),
        matches: lists.pattern(pattern),
      }));
      // There are fewer digits than patterns.
      found.set(variable.digitName(index), () => ({ text: text(), digit: index }));
    }
  }
  for (const { isTyped, text, type, variable } of orders) {
    const value = () => lists.value(text);
    if (isTyped.op === "atom") found.set(isTyped.name, () => ({ value: value(), isTyped: type }));
    for (const cut of variable.sortedCuts) {
      const at = String(cut);
      found.set(variable.lessThanName(cut), () => ({ value: value(), as: type, lessThan: at }));
      found.set(variable.atMostName(cut), () => ({ value: value(), as: type, atMost: at }));
    }
  }
  for (const template of templates) {
    found.set(template.name, () => ({ template: lists.template(template) }));
  }
  return found;
}

function tokenMeaning(token: Token): TemplateMeaning["groups"][number][number] {
  switch (token.kind) {
    case "text":
      return { text: token.text };
    case "any":
      return "*";
    case "one":
      return "?";
    case "variable":
      return null;
  }
}

/** The steps of a pattern, characters that follow each other as one text. */
function partsOf({ constant, steps }: TextPattern): PatternPart[] {
  if (constant !== undefined) return constant === "" ? [] : [constant];
  const parts: PatternPart[] = [];
  for (const step of steps) {
    const { class: characters, many } = step;
    const last = parts.at(-1);
    if (characters.kind === "is" && !many) {
      const text = String.fromCharCode(characters.code);
      if (typeof last === "string") parts[parts.length - 1] = last + text;
      else parts.push(text);
    } else parts.push(partOf(step));
  }
  return parts;
}

function partOf({ class: characters, many }: PatternStep): PatternPart {
  const meaning = charactersOf(characters);
  return many ? { many: meaning } : { one: meaning };
}

function charactersOf(characters: CharacterClass): Characters {
  switch (characters.kind) {
    case "any":
      return "any";
    case "is":
      return { of: String.fromCharCode(characters.code) };
    case "isFolded":
      return { folded: String.fromCharCode(characters.code) };
    case "except":
      return { except: String.fromCharCode(characters.code) };
    case "oneOf":
      return { of: characters.characters };
  }
}
