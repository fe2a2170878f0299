import { always, and, type Formula, never, or } from "../solver/formula";
import { accepts, type PatternStep, type TextPattern } from "./text-pattern";

/**
 * With more values, and more than there are beginnings of the text, the solver does better by trying some: `*${aws:PrincipalTag/team}*` takes
 * in almost all parts of a text.
 */
const MOST_VALUES = 100;

/**
 * Says that a known text passes all steps. Unknown texts among the steps can then only be parts of the known one. Otherwise the solver would
 * try one text after another, without end. Undefined where too many parts come into question.
 */
export function knownFits(text: string, { steps }: TextPattern): Formula | undefined {
  if (steps.filter(({ says }) => says).length > MOST_VALUES) return undefined;
  let values = 0;
  const count = () => {
    values += 1;
    return always;
  };
  // Beforehand, for what is said of a text stays with it.
  passes(
    text,
    steps.map((step) => (step.says ? { ...step, says: count } : step)),
  );
  return values > Math.max(MOST_VALUES, text.length + 1) ? undefined : passes(text, steps);
}

function passes(text: string, steps: PatternStep[]): Formula {
  const places = Array.from({ length: text.length + 1 }, (_, place) => place);
  const begins = beginnings(text, steps, places);
  // For each place: the rest of the text passes the steps looked at so far. The last step comes first.
  let fits: Formula[] = places.map((place) => (place === text.length ? always : never));
  for (const [index, step] of [...steps.entries()].reverse()) {
    const rest = fits;
    fits = places.map(() => never);
    for (const place of places.toReversed()) {
      if (step.says && !begins[index]?.[place]) continue;
      fits[place] = or(...choicesAt(text, place, step, rest, fits));
    }
  }
  return fits[0] ?? never;
}

/** For each step: the places where it may begin, for any values of the unknown texts. */
function beginnings(text: string, steps: PatternStep[], places: number[]): boolean[][] {
  let ends = places.map((place) => place === 0);
  return steps.map((step) => {
    const begins = ends;
    ends = [];
    for (const place of places) {
      const before = (step.many ? ends : begins)[place - 1];
      ends.push(
        (step.many && begins[place] === true) || (before === true && takes(step, text, place - 1)),
      );
    }
    return begins;
  });
}

/** The ways in which the text passes the step from a place on, and then the rest; `own` is known for later places. */
function choicesAt(
  text: string,
  place: number,
  step: PatternStep,
  rest: Formula[],
  own: Formula[],
): Formula[] {
  const { many, says } = step;
  const then = (end: number, of = rest) => of[end] ?? never;
  if (!says) {
    const taken = takes(step, text, place) ? then(place + 1, many ? own : rest) : never;
    return [many ? then(place) : never, taken];
  }
  const choices: Formula[] = [];
  for (let end = place; end <= text.length; end++) {
    if (then(end) !== never) choices.push(and(says(text.slice(place, end)), then(end)));
    if (!takes(step, text, end)) break;
  }
  return choices;
}

function takes(step: PatternStep, text: string, place: number): boolean {
  return place < text.length && accepts(step.class, text.charCodeAt(place));
}
