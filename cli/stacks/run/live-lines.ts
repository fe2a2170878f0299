import { canDraw, coloursOf } from "../../terminal/output";
import { printedText } from "../../terminal/printed-text";

/** Milliseconds between two drawings. */
const PACE = 100;

/** What runs now, one line each, above which the lines of what has ended stay. */
export interface LiveLines {
  /** Something runs under this name; its text replaces the earlier one. */
  now(name: string, text: string): void;
  /** What ran under this name has ended: this line stays. */
  done(name: string, line: string): void;
  /** Takes the lines of what runs away. */
  end(): void;
}

/** How long what runs may be silent where nothing is drawn: CI systems take that for a hang. In milliseconds. */
const SILENCE = 10_000;

/** Draws live lines on a terminal; elsewhere it writes a line at each beginning and end, and what still runs after each `silence`. */
export function liveLines(
  out: Pick<NodeJS.WriteStream, "columns" | "isTTY" | "rows" | "write"> = process.stderr,
  silence = SILENCE,
): LiveLines {
  return canDraw(out) ? drawnLines(out) : plainLines(out, silence);
}

function plainLines(out: Pick<NodeJS.WriteStream, "write">, silence: number): LiveLines {
  const running = new Map<string, { text: string; since: number }>();
  let timer: NodeJS.Timeout | undefined;
  const write = (line: string) => {
    out.write(`${printedText(line)}\n`);
    clearTimeout(timer);
    timer = running.size > 0 ? setTimeout(tell, silence) : undefined;
  };
  const tell = () => {
    const lines = [...running].map(([name, { since, text }]) => {
      return `${name}: ${text} (${Math.round((Date.now() - since) / 1000)} s)`;
    });
    write(lines.join("\n"));
  };
  return {
    now(name, text) {
      const known = running.get(name);
      running.set(name, { text, since: known?.since ?? Date.now() });
      if (!known) write(`${name}: ${text}`);
    },
    done(name, line) {
      running.delete(name);
      write(line);
    },
    end() {
      running.clear();
      clearTimeout(timer);
    },
  };
}

function drawnLines(
  out: Pick<NodeJS.WriteStream, "columns" | "isTTY" | "rows" | "write">,
): LiveLines {
  const { dim } = coloursOf(out);
  const running = new Map<string, { text: string; since: number }>();
  let drawn = 0;
  let last = 0;
  const draw = (line?: string) => {
    last = Date.now();
    const erase = drawn > 0 ? `\u001b[${drawn}A\u001b[J` : "";
    const width = (out.columns || 80) - 1;
    const lines = [...running].map(([name, { since, text }]) => {
      const seconds = Math.round((Date.now() - since) / 1000);
      return `${dim(printedText(`${name}: ${text} (${seconds} s)`).slice(0, width))}\n`;
    });
    // What has left the top of the terminal cannot be erased.
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
    done(name, line) {
      running.delete(name);
      draw(line);
    },
    end() {
      running.clear();
      draw();
    },
  };
}
