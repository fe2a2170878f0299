import type { Formula } from "../solver/formula";

/** A set of characters, by their UTF-16 code units. */
export type CharacterClass =
  | { kind: "is"; code: number }
  /** The character in either case. */
  | { kind: "isFolded"; code: number }
  | { kind: "any" }
  /** Every character but this one. */
  | { kind: "except"; code: number }
  | { kind: "oneOf"; characters: string };

/** One character of a class, or where `many` any number of them, none included. */
export interface PatternStep {
  class: CharacterClass;
  many: boolean;
  /** Of an unknown text that stands here: says that it is this one. */
  says?: (text: string) => Formula;
}

/** A set of texts: those that pass through all steps. The prover's one form for constants, wildcards and ARN patterns. */
export interface TextPattern {
  /** The same for patterns that accept the same texts by construction. */
  key: string;
  steps: PatternStep[];
  /** The one text that it accepts; absent for wildcards and where case does not count. */
  constant?: string;
}

export const anyText: PatternStep = { class: { kind: "any" }, many: true };
const COLON = 0x3a;
const SLASH = 0x2f;
const withinComponent: PatternStep = { class: { kind: "except", code: COLON }, many: true };

/** Accepts exactly `text`. */
export function constantPattern(text: string): TextPattern {
  let steps: PatternStep[] | undefined;
  return {
    key: `=${text}`,
    constant: text,
    // Most are only compared by their text.
    get steps() {
      steps ??= textSteps(text, false);
      return steps;
    },
  };
}

/** Accepts what the steps accept. */
export function stepsPattern(steps: PatternStep[]): TextPattern {
  const constant = constantOf(steps);
  return constant === undefined
    ? { key: `:${steps.map(stepKey).join("")}`, steps }
    : constantPattern(constant);
}

/** Accepts ARNs whose component (0 is `arn`, 3 the region, 4 the account) the given pattern accepts. */
export function componentPattern(index: 3 | 4, { steps }: TextPattern): TextPattern {
  const before = Array.from({ length: index }, () => [
    withinComponent,
    ...textSteps(":", false),
  ]).flat();
  const component = steps.map((step) => stayClearOf(COLON, step));
  return stepsPattern([...before, ...component, ...textSteps(":", false), anyText]);
}

/** Accepts texts whose part after the last slash the given pattern accepts. */
export function lastSegmentPattern({ steps }: TextPattern): TextPattern {
  const segment = steps.map((step) => stayClearOf(SLASH, step));
  return stepsPattern([anyText, ...textSteps("/", false), ...segment]);
}

const ID_LENGTH = "222222222222:".length;

/**
 * Accepts ARNs of federated users whose id, `account:name`, the given pattern accepts. One pattern for each place at which the steps may go over from
 * the account to the name.
 */
export function federatedUserPatterns({ steps }: TextPattern): TextPattern[] {
  const before = [...textSteps("arn:", false), withinComponent, ...textSteps(":sts::", false)];
  const between = textSteps("federated-user/", false);
  const cuts = Array.from({ length: steps.length + 1 }, (_, at) => at);
  return cuts
    .flatMap((at) => [[at, at] as const, ...(steps[at]?.many ? [[at + 1, at] as const] : [])])
    .map(([end, start]) => ({ account: steps.slice(0, end), name: steps.slice(start) }))
    .filter(({ account }) => {
      const most = account.filter(({ many }) => !many).length;
      return most === ID_LENGTH || (most < ID_LENGTH && account.some(({ many }) => many));
    })
    .map(({ account, name }) => stepsPattern([...before, ...account, ...between, ...name]));
}

/** Steps that any text passes. */
export const anySteps: PatternStep[] = [anyText];

/** Accepts every text but the empty one. */
export const someText: TextPattern = stepsPattern([{ ...anyText, many: false }, anyText]);

/** Accepts nothing. */
export const emptyPattern: TextPattern = {
  key: "nothing",
  steps: [{ class: { kind: "oneOf", characters: "" }, many: false }],
};

/** Steps of an ARN: six components, whose wildcards stay inside them but for the last. */
export function arnPattern(components: PatternStep[][]): TextPattern {
  const steps = components.flatMap((component, index) =>
    index < 5
      ? [...component.map((step) => stayClearOf(COLON, step)), ...textSteps(":", false)]
      : component,
  );
  return components.length === 6 ? stepsPattern(steps) : emptyPattern;
}

export function textSteps(text: string, folded: boolean): PatternStep[] {
  const known = folded ? foldedSteps : exactSteps;
  return Array.from({ length: text.length }, (_, index) => {
    const code = text.charCodeAt(index);
    const step = known.get(code) ?? characterStep(code, folded);
    known.set(code, step);
    return step;
  });
}

/** The steps of single characters, which all patterns share. */
const [foldedSteps, exactSteps] = [new Map<number, PatternStep>(), new Map<number, PatternStep>()];

function characterStep(code: number, folded: boolean): PatternStep {
  const cased = folded && otherCase(code) !== code;
  return { class: { kind: cased ? "isFolded" : "is", code }, many: false };
}

/** The step without the character; a step of just that character accepts nothing. */
function stayClearOf(code: number, step: PatternStep): PatternStep {
  if (step.class.kind === "any") return { ...step, class: { kind: "except", code } };
  return accepts(step.class, code) && step.class.kind === "is"
    ? { ...step, class: { kind: "oneOf", characters: "" } }
    : step;
}

export function accepts(characters: CharacterClass, code: number): boolean {
  switch (characters.kind) {
    case "is":
      return code === characters.code;
    case "isFolded":
      return code === characters.code || otherCase(code) === characters.code;
    case "any":
      return true;
    case "except":
      return code !== characters.code;
    case "oneOf":
      return characters.characters.includes(String.fromCharCode(code));
  }
}

/** The letter's other case; the character itself where it has none. */
export function otherCase(code: number): number {
  const text = String.fromCharCode(code);
  const other = text.toLowerCase() === text ? text.toUpperCase() : text.toLowerCase();
  return other.length === 1 ? other.charCodeAt(0) : code;
}

function constantOf(steps: PatternStep[]): string | undefined {
  let text = "";
  for (const { class: characters, many } of steps) {
    if (many || characters.kind !== "is") return undefined;
    text += String.fromCharCode(characters.code);
  }
  return text;
}

function stepKey({ class: characters, many }: PatternStep): string {
  return classKey(characters) + (many ? "+" : "");
}

function classKey(characters: CharacterClass): string {
  switch (characters.kind) {
    case "is":
      return `'${String.fromCharCode(characters.code)}`;
    case "isFolded":
      return `"${String.fromCharCode(characters.code)}`;
    case "any":
      return ".";
    case "except":
      return `^${String.fromCharCode(characters.code)}`;
    case "oneOf":
      return `[${characters.characters}]`;
  }
}
