import { getOrMake } from "../../collections";
import type { Meaning } from "../solver/clause-writer";
import type { FactBasis, GateName, Literal, Origin } from "../solver/formula";
import type { Refutation } from "../solver/refutation";
import {
  atomMeanings,
  Meanings,
  type PatternPart,
  type TemplateMeaning,
  type TextMeaning,
  type ValueMeaning,
  type VariableMeaning,
} from "./meanings";
import type { Template, TypedText } from "./template";
import type { TextVariable } from "./text-variable";

/** A fact's basis with places in the certificate's lists instead of names. */
export type CertifiedBasis =
  | { template: number; skeleton: true }
  | { template: number; texts: string[] }
  | { template: number; pattern: number }
  | { value: ValueMeaning; is: string };

export type CertifiedOrigin =
  | Exclude<Origin, { kind: "fact" }>
  | { kind: "fact"; about?: CertifiedBasis };

/**
 * A proof that a question has no answer, which others can check: clauses with their origins, the meanings of their variables, and
 * the steps to a contradiction. Literals are as in DIMACS: variables are numbered from 1, and negative if negated.
 */
export interface Certificate {
  clauses: {
    literals: number[];
    /** Place in `origins`. */
    origin: number;
    /** The variable that the clause defines, if any. */
    defines?: number;
  }[];
  /** Clauses are numbered from 1; those of the steps come after the others. */
  steps: { literals: number[]; by: number[] }[];
  origins: CertifiedOrigin[];
  /** The meanings of the variables, starting with variable 1. */
  variables: VariableMeaning[];
  patterns: PatternPart[][];
  texts: TextMeaning[];
  templates: TemplateMeaning[];
  /** Named parts of the question, each with its literal, or with its truth value if it was decided when the question was written. */
  gates: (GateName & { is: number | boolean })[];
  /** The number of clauses given to the solver. Clauses that the proof does not need are left out. */
  given: number;
}

/** The vocabulary of a question. */
export interface Vocabulary {
  gates: GateName[];
  texts: TextVariable[];
  orders: TypedText[];
  templates: Template[];
}

/** Makes the certificate of a refutation. */
export function certificateOf(refutation: Refutation, vocabulary: Vocabulary): Certificate {
  const { clauses, given, meanings, named, steps } = refutation;
  const numbers = new Map(
    [...meanings.keys()].sort((a, b) => a - b).map((one, at) => [one, at + 1]),
  );
  const numberOf = (variable: number) => numbers.get(variable) as number;
  const write = (literal: Literal) => numberOf(literal >> 1) * (literal % 2 === 0 ? 1 : -1);
  const lists = new Meanings();
  const atoms = atomMeanings(vocabulary.texts, vocabulary.orders, vocabulary.templates, lists);
  const origins = new Map<string, { place: number; origin: CertifiedOrigin }>();
  const placeOf = (origin: Origin) => {
    const certified = certifiedOrigin(origin, vocabulary, lists);
    const key = JSON.stringify(certified);
    return getOrMake(origins, key, () => ({ place: origins.size, origin: certified })).place;
  };
  return {
    clauses: clauses.map(({ clause, origin: { defines, from } }) => ({
      literals: clause.map(write),
      origin: placeOf(from),
      ...(defines !== undefined && { defines: numberOf(defines) }),
    })),
    steps: steps.map(({ by, clause }) => ({ literals: clause.map(write), by })),
    variables: [...numbers.keys()].map((variable) =>
      meaningOf(meanings.get(variable) as Meaning, atoms, write),
    ),
    origins: [...origins.values()].map(({ origin }) => origin),
    gates: vocabulary.gates.map((name, index) => {
      const is = named[index] as Literal | boolean;
      return { ...name, is: typeof is === "number" ? write(is) : is };
    }),
    ...lists.made(),
    given,
  };
}

function meaningOf(
  meaning: Meaning,
  atoms: ReadonlyMap<string, () => VariableMeaning>,
  write: (literal: Literal) => number,
): VariableMeaning {
  if ("of" in meaning) return { gate: meaning.op, of: meaning.of.map(write) };
  if ("constant" in meaning) return { constant: true };
  const assumption = assumptionOf(meaning.atom);
  if (assumption !== undefined) return { assumption };
  return atoms.get(meaning.atom)?.() ?? { free: meaning.atom };
}

function certifiedOrigin(origin: Origin, vocabulary: Vocabulary, lists: Meanings): CertifiedOrigin {
  switch (origin.kind) {
    case "fact":
      return origin.about
        ? { kind: "fact", about: certifiedBasis(origin.about, vocabulary, lists) }
        : { kind: "fact" };
    case "assumption":
      return { ...origin, name: assumptionOf(origin.name) ?? origin.name };
    default:
      return origin;
  }
}

function certifiedBasis(
  about: FactBasis,
  { orders, templates }: Vocabulary,
  lists: Meanings,
): CertifiedBasis {
  if ("ordered" in about) {
    const typed = orders.find(({ variable }) => variable.name === about.ordered) as TypedText;
    return { value: lists.value(typed.text), is: about.text };
  }
  const template = templates.find(({ name }) => name === about.template) as Template;
  const place = lists.template(template);
  if ("skeleton" in about) return { template: place, skeleton: true };
  if ("texts" in about) return { template: place, texts: about.texts };
  const pattern = [template.left, ...template.holes]
    .flatMap(({ variable }) => variable?.patterns ?? [])
    .find(({ key }) => key === about.pattern);
  return { template: place, pattern: lists.pattern(pattern as NonNullable<typeof pattern>) };
}

const PREFIX = "assumption ";

/** Name of the atom for making the assumption with this name. */
export function assumptionAtom(name: string): string {
  return PREFIX + name;
}

/** The assumption of an atom; undefined for other atoms. */
export function assumptionOf(atom: string): string | undefined {
  return atom.startsWith(PREFIX) ? atom.slice(PREFIX.length) : undefined;
}
