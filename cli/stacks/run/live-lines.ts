import { canDraw, coloursOf } from "../../terminal/output";
import { printedText } from "../../terminal/printed-text";
import type { WorkEnd } from "../../terminal/progress-event";
import { isProgressJson, tellEvent } from "../../terminal/progress-form";
import { changesText } from "./changes-text";

/** Milliseconds between two drawings. */
const PACE = 100;

/** One line for each task that runs now; the lines of ended tasks stay above. */
export interface LiveLines {
  /** A task with this name runs; the text replaces its earlier one. */
  now(name: string, text: string): void;
  /** The task with this name has ended; its line stays. */
  done(name: string, end: WorkEnd): void;
  /** Removes the lines of running tasks. */
  end(): void;
}

interface Running {
  name: string;
  text: string;
  seconds: number;
}

/** How long there may be no output if nothing is drawn: CI systems would assume a hang. */
const SILENCE = 10_000;

type Out = Pick<NodeJS.WriteStream, "columns" | "isTTY" | "rows" | "write">;

/** Draws live lines on a terminal. Elsewhere it prints what starts and ends, and what still runs after each `silence`. */
export function liveLines(out: Out = process.stderr, silence = SILENCE): LiveLines {
  if (isProgressJson()) return told(eventTeller, silence);
  return canDraw(out) ? drawnLines(out) : told(lineTeller(out), silence);
}

/** A receiver of progress. */
interface Teller {
  begin(name: string, text: string): void;
  step(running: Running): void;
  end(name: string, end: WorkEnd): void;
  /** Called with what still runs after a silence. */
  still(running: Running[]): void;
}

const eventTeller: Teller = {
  begin: (name, text) => tellEvent({ event: "begin", name, text }),
  step: (running) => tellEvent({ event: "step", ...running }),
  end: (name, end) => tellEvent({ event: "end", name, ...end }),
  still: (running) => running.forEach(eventTeller.step),
};

function lineTeller(out: Pick<Out, "write">): Teller {
  const write = (line: string) => out.write(`${printedText(line)}\n`);
  return {
    begin: (name, text) => write(`${name}: ${text}`),
    step: () => {},
    end: (name, end) => write(endLine(name, end)),
    still: (running) => write(running.map(runningLine).join("\n")),
  };
}

function told(teller: Teller, silence: number): LiveLines {
  const running = new Map<string, Begun>();
  let timer: NodeJS.Timeout | undefined;
  const waitAgain = () => {
    clearTimeout(timer);
    timer = running.size > 0 ? setTimeout(tellStill, silence) : undefined;
  };
  const tellStill = () => {
    teller.still([...running].map(runningNow));
    waitAgain();
  };
  return {
    now(name, text) {
      const known = running.get(name);
      const begun = { text, since: known?.since ?? Date.now() };
      running.set(name, begun);
      if (known) return teller.step(runningNow([name, begun]));
      teller.begin(name, text);
      waitAgain();
    },
    done(name, end) {
      running.delete(name);
      teller.end(name, end);
      waitAgain();
    },
    end() {
      running.clear();
      clearTimeout(timer);
    },
  };
}

interface Begun {
  text: string;
  /** The start time, in milliseconds since 1970. */
  since: number;
}

function runningNow([name, { since, text }]: [string, Begun]): Running {
  return { name, text, seconds: Math.round((Date.now() - since) / 1000) };
}

function runningLine({ name, seconds, text }: Running): string {
  return `${name}: ${text} (${seconds} s)`;
}

function endLine(name: string, { changes, result, seconds }: WorkEnd): string {
  return changes ? `${name}: ${changesText(changes)} (${seconds} s)` : `${name}: ${result}`;
}

function drawnLines(out: Out): LiveLines {
  const { dim } = coloursOf(out);
  const running = new Map<string, Begun>();
  let drawn = 0;
  let last = 0;
  const draw = (line?: string) => {
    last = Date.now();
    const erase = drawn > 0 ? `\u001b[${drawn}A\u001b[J` : "";
    const width = (out.columns || 80) - 1;
    const lines = [...running].map((one) => {
      return `${dim(printedText(runningLine(runningNow(one))).slice(0, width))}\n`;
    });
    // Lines that have scrolled off the top of the terminal cannot be erased.
    const most = Math.max(1, (out.rows || 24) - 3);
    const more = lines.length - most;
    if (more > 0) lines.splice(most, more, `${dim(`and ${more} more`)}\n`);
    drawn = lines.length;
    out.write(`${erase}${line === undefined ? "" : `${printedText(line)}\n`}${lines.join("")}`);
  };
  return {
    now(name, text) {
      const known = running.get(name);
      running.set(name, { text, since: known?.since ?? Date.now() });
      if (!known || Date.now() - last >= PACE) draw();
    },
    done(name, end) {
      running.delete(name);
      draw(endLine(name, end));
    },
    end() {
      running.clear();
      draw();
    },
  };
}
