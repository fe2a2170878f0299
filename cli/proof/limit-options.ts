import { type Command, InvalidArgumentError, Option } from "commander";
import { LIMITS, type LimitName, type Limits } from "iam-proof";

/** Options that limit how much an answer may take. */
export interface LimitOptions {
  /** Seconds. */
  timeLimit: number;
  limit?: Partial<Limits>;
}

/** Adds the options that `limitsOf` reads. `what`: what the time limit is for. */
export function addLimitOptions<Any extends Command>(command: Any, what: string): Any {
  return command
    .addOption(new Option("--time-limit <SECONDS>", what).argParser(seconds).default(10))
    .addOption(
      new Option(
        "--limit <NAME=NUMBER>",
        `a limit of the solver's work; past it the answer is unknown (defaults: ${defaults.join(", ")})`,
      ).argParser(limit),
    );
}

/** The limits for the library, with the time in milliseconds. */
export function limitsOf({ limit, timeLimit }: LimitOptions): {
  milliseconds: number;
  limits: Partial<Limits>;
} {
  return { milliseconds: timeLimit * 1000, limits: limit ?? {} };
}

const names = Object.keys(LIMITS) as LimitName[];
const defaults = names.map((name) => `${name}=${LIMITS[name].default}`);

function seconds(text: string): number {
  const number = Number(text);
  if (Number.isFinite(number) && number > 0 && number <= 86_400) return number;
  throw new InvalidArgumentError("it must be a number of seconds, more than 0 and at most 86400.");
}

function limit(text: string, before: Partial<Limits> = {}): Partial<Limits> {
  const [given, value = ""] = text.split("=");
  const name = names.find((one) => one === given);
  if (name === undefined || !/^[1-9]\d{0,14}$/.test(value)) {
    throw new InvalidArgumentError(
      `it must be NAME=NUMBER, a whole number from 1 on, of ${names.join(", ")}.`,
    );
  }
  return { ...before, [name]: Number(value) };
}
