import { Command } from "commander";

/** A verb of the command, as its file describes it. */
export class Verb extends Command {
  constructor(name: string, summary: string) {
    super(name);
    this.summary(summary);
  }

  /** What its help ends with. */
  ending(text: string): this {
    return this.addHelpText("after", text);
  }
}
