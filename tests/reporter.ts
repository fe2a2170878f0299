import { reporters } from "mocha";

/** Mocha's own report, and a closing line after it: `12 passed, 0 failed`, with `, 1 skipped` if tests were skipped. */
class ClosingLine extends reporters.Spec {
  override epilogue(): void {
    super.epilogue();
    console.log(closingLine(this.stats));
  }
}

function closingLine({ passes, failures, pending }: Mocha.Stats): string {
  return `${passes} passed, ${failures} failed${pending > 0 ? `, ${pending} skipped` : ""}`;
}

export = ClosingLine;
