import { getOrMake } from "../../collections";
import { heedLimit, inTime, LIMITS } from "../solver/limits";
import { accepts, otherCase, type TextPattern } from "./text-pattern";

/** Describes texts that some pattern of `domain` accepts, every pattern of `within` accepts, and none of `outside` does. */
export interface TextQuestion {
  domain: TextPattern[];
  within: TextPattern[];
  outside: TextPattern[];
}

/** A shortest text that answers the question; undefined if there is none. Throws `TooHard` past the limits. */
export function findText(
  question: TextQuestion,
  deadline: number,
  mostStates: number = LIMITS.states.default,
): string | undefined {
  const key = questionKey(question);
  if (answers.has(key)) return answers.get(key);
  const answer = search(question, deadline, mostStates);
  if (answers.size >= MOST_ANSWERS) answers.clear();
  answers.set(key, answer);
  return answer;
}

/** Cached answers. The claims about one deployment ask the same questions many times. */
const answers = new Map<string, string | undefined>();
const MOST_ANSWERS = 50_000;

function questionKey({ domain, outside, within }: TextQuestion): string {
  const keys = (patterns: TextPattern[]) => patterns.map(({ key }) => key).sort();
  return JSON.stringify([keys(domain), keys(within), keys(outside)]);
}

function search(question: TextQuestion, deadline: number, mostStates: number): string | undefined {
  const { domain, outside, within } = question;
  const machines = [...domain, ...within, ...outside];
  const roles = { domain: domain.length, within: domain.length + within.length };
  const alphabet = alphabetOf(machines);
  const start = machines.map((machine) => close(machine, [0]));
  if (isDead(start, roles)) return undefined;
  let frontier = [{ text: "", state: start }];
  const seen = new Set([stateKey(start)]);
  while (frontier.length > 0) {
    for (const { state, text } of frontier) {
      if (isAnswer(machines, state, roles)) return text;
    }
    const next: typeof frontier = [];
    for (const { state, text } of frontier) {
      inTime(deadline, `a text was searched for that fits ${machines.length} patterns`);
      for (const code of alphabet) {
        const moved = machines.map((machine, index) => move(machine, state[index] ?? [], code));
        if (isDead(moved, roles)) continue;
        const key = stateKey(moved);
        if (seen.has(key)) continue;
        seen.add(key);
        heedLimit("states", mostStates, seen.size);
        next.push({ text: text + String.fromCharCode(code), state: moved });
      }
    }
    frontier = next;
  }
  return undefined;
}

/** Cached results for short texts: the patterns of domains are asked about the same ones again and again. */
const accepted = new WeakMap<TextPattern, Map<string, boolean>>();
const SHORT = 200;
const MOST_ACCEPTED = 1_000;

/** Whether the pattern accepts the text. */
export function patternAccepts(pattern: TextPattern, text: string): boolean {
  if (pattern.constant !== undefined) return pattern.constant === text;
  if (text.length > SHORT) return runs(pattern, text);
  let texts = accepted.get(pattern);
  if (!texts || texts.size >= MOST_ACCEPTED) {
    texts = new Map();
    accepted.set(pattern, texts);
  }
  const known = texts.get(text) ?? runs(pattern, text);
  texts.set(text, known);
  return known;
}

function runs(pattern: TextPattern, text: string): boolean {
  let positions = close(pattern, [0]);
  for (let index = 0; index < text.length && positions.length > 0; index++) {
    positions = move(pattern, positions, text.charCodeAt(index));
  }
  return positions.includes(pattern.steps.length);
}

interface Roles {
  /** Machines before this index are alternatives. */
  domain: number;
  /** Machines before this index, and after the domain's, must all accept; the rest must not. */
  within: number;
}

/** Positions that are reached from these without reading a character, in order. */
function close(pattern: TextPattern, positions: number[]): number[] {
  const [only] = positions;
  if (positions.length !== 1 || only === undefined) return closeAll(pattern, positions);
  const known = getOrMake(closed, pattern, () => []);
  known[only] ??= closeAll(pattern, positions);
  return known[only];
}

/** What is reached from each single position; most texts go from one position to the next. */
const closed = new WeakMap<TextPattern, number[][]>();

function closeAll({ steps }: TextPattern, positions: number[]): number[] {
  const reached = new Set<number>();
  for (const start of positions) {
    for (let position = start; !reached.has(position); position++) {
      reached.add(position);
      if (!steps[position]?.many) break;
    }
  }
  return [...reached].sort((a, b) => a - b);
}

function move(pattern: TextPattern, positions: number[], code: number): number[] {
  const moved: number[] = [];
  for (const position of positions) {
    const step = pattern.steps[position];
    if (step && accepts(step.class, code)) moved.push(step.many ? position : position + 1);
  }
  return moved.length === 0 ? moved : close(pattern, moved);
}

function isDead(state: number[][], roles: Roles): boolean {
  const isEmpty = (positions: number[]) => positions.length === 0;
  return (
    state.slice(0, roles.domain).every(isEmpty) ||
    state.slice(roles.domain, roles.within).some(isEmpty)
  );
}

function isAnswer(machines: TextPattern[], state: number[][], roles: Roles): boolean {
  const ends = machines.map(({ steps }, index) => state[index]?.includes(steps.length));
  return (
    ends.slice(0, roles.domain).some(Boolean) &&
    ends.slice(roles.domain, roles.within).every(Boolean) &&
    !ends.slice(roles.within).some(Boolean)
  );
}

function stateKey(state: number[][]): string {
  return state.map((positions) => positions.join(",")).join(";");
}

const READABLE =
  "xyzabcdefghijklmnopqrstuvwXYZABCDEFGHIJKLMNOPQRSTUVW0123456789-/_.:=@+, é!\"#$%&'();<>[\\]^`{|}~*?";

/** Every character that a step names, and of all others one for each set of classes that distinguishes them. */
function alphabetOf(machines: TextPattern[]): number[] {
  const named = new Set<number>();
  const classes = new Map<string, (code: number) => boolean>();
  for (const { steps } of machines) {
    for (const { class: characters } of steps) {
      if (characters.kind === "is" || characters.kind === "isFolded") {
        named.add(characters.code);
        if (characters.kind === "isFolded") named.add(otherCase(characters.code));
      } else {
        if (characters.kind === "except") named.add(characters.code);
        const key = characters.kind === "oneOf" ? characters.characters : characters.kind;
        classes.set(key, (code) => accepts(characters, code));
      }
    }
  }
  const representatives = new Map<string, number>();
  for (let index = 0; index < READABLE.length; index++) {
    const code = READABLE.charCodeAt(index);
    if (named.has(code)) continue;
    const signature = [...classes.values()].map((has) => (has(code) ? "1" : "0")).join("");
    if (!representatives.has(signature)) representatives.set(signature, code);
  }
  return [...representatives.values(), ...named];
}
