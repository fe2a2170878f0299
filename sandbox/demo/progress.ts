import pc from "picocolors";

/** What the demo shows of its course: lines that stay, and on a terminal one line that tells what runs now. */
export interface Progress {
  heading(text: string): void;
  line(text: string): void;
  /** Something in flight, under a name; its text replaces the earlier one. */
  now(name: string, text: string): void;
  /** The end of what was in flight under that name, with the line that stays. */
  done(name: string, line: string): void;
}

/** Writes to `out`. */
export function createProgress(out: NodeJS.WriteStream = process.stdout): Progress {
  const running = new Map<string, string>();
  const write = (text: string) => {
    if (out.isTTY) out.write("\r\x1b[K");
    if (text !== "") out.write(`${text}\n`);
    if (out.isTTY && running.size > 0) {
      const status = [...running].map(([name, what]) => `${name}: ${what}`).join("  ");
      out.write(pc.dim(status.slice(0, (out.columns || 80) - 1)));
    }
  };
  return {
    heading: (text) => write(`\n${pc.bold(text)}`),
    line: write,
    now(name, text) {
      const isNew = !running.has(name);
      running.set(name, text);
      if (out.isTTY) write("");
      else if (isNew) write(`  ${name}: ${text}`);
    },
    done(name, line) {
      running.delete(name);
      write(line);
    },
  };
}
