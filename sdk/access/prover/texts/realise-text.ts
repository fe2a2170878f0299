import { and, type Formula } from "../solver/formula";
import { TooHard } from "../solver/too-hard";
import { learnConflict } from "./learned-conflicts";
import { type Template, templateLemma } from "./template";
import type { TextPattern } from "./text-pattern";
import type { TextVariable } from "./text-variable";

/** Finds a text that matches exactly the patterns that the solver supposed; or a lemma that says why there is none. */
export function realiseText(
  variable: TextVariable,
  truth: (name: string) => boolean,
  templates: Template[],
  textOf: (variable: TextVariable) => string,
  deadline: number,
): { text: string } | { lemma: Formula } {
  const [within, outside] = split(variable.patterns, (pattern) =>
    truth(variable.atomName(pattern)),
  );
  const filled = templates.map((template) => {
    const texts = template.holes.map((hole) => hole.read(textOf));
    return { template, texts, pattern: template.fill(texts) };
  });
  const [like, unlike] = split(filled, ({ template }) => truth(template.name));
  const text = variable.witness(
    [...within, ...like.map(({ pattern }) => pattern)],
    [...outside, ...unlike.map(({ pattern }) => pattern)],
    deadline,
  );
  if (text !== undefined) return { text };
  if (filled.length > 0 && variable.witness(within, outside, deadline) !== undefined) {
    return { lemma: and(...filled.map(({ template, texts }) => templateLemma(template, texts))) };
  }
  return { lemma: ruleOut(variable, within, outside, deadline) };
}

/** Patterns up to which a conflict is made smaller before the solver is told of it. */
const WORTH_MINIMISING = 60;

function ruleOut(
  variable: TextVariable,
  within: TextPattern[],
  outside: TextPattern[],
  deadline: number,
): Formula {
  let [wanted, unwanted] = [within, outside];
  const conflicts = (fewerWanted: TextPattern[], fewerUnwanted: TextPattern[]) => {
    try {
      return variable.witness(fewerWanted, fewerUnwanted, deadline) === undefined;
    } catch (error) {
      // Fewer patterns may be harder to search; the conflict at hand is found already.
      if (error instanceof TooHard) return false;
      throw error;
    }
  };
  if (within.length + outside.length <= WORTH_MINIMISING) {
    for (const pattern of outside) {
      const fewer = unwanted.filter((one) => one !== pattern);
      if (conflicts(wanted, fewer)) unwanted = fewer;
    }
    for (const pattern of within) {
      const fewer = wanted.filter((one) => one !== pattern);
      if (conflicts(fewer, unwanted)) wanted = fewer;
    }
    learnConflict(variable.domain, { within: wanted, outside: unwanted });
  }
  return variable.excludes({ within: wanted, outside: unwanted });
}

function split<T>(items: T[], isFirst: (item: T) => boolean): [T[], T[]] {
  return [items.filter(isFirst), items.filter((item) => !isFirst(item))];
}
