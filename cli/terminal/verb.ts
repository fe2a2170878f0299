import { Command } from "commander";

/** A verb of the command. */
export class Verb extends Command {
  constructor(name: string, summary: string) {
    super(name);
    this.summary(summary);
  }

  /** Sets the end of its help text. */
  ending(text: string): this {
    return this.addHelpText("after", text);
  }
}
