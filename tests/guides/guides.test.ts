import { deepStrictEqual, ok, strictEqual } from "node:assert";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { stepsOf } from "../../site/guide";
import { GUIDES, notRunPage } from "../../site/reference/not-run-page";
import { runGuide } from "./session";

const docs = resolve(__dirname, "..", "..", "docs");

const guides = GUIDES.flatMap((folder) =>
  readdirSync(join(docs, folder)).map((name) => join(folder, name)),
);

describe("a reader of the guides", () => {
  it("finds the commands that no test runs in the list of the site, and only those", () => {
    const marked = guides.flatMap((guide) =>
      [...read(guide).matchAll(/^ *```sh [a-z-]+\n([\s\S]*?)```$/gm)].map(([, text]) => text),
    );
    const listed = [...notRunPage().matchAll(/```sh\n([\s\S]*?)```/g)].map(([, text]) => text);
    deepStrictEqual(listed.sort(), marked.sort());
  });

  for (const guide of guides.filter((name) => name.includes(process.env.GUIDE ?? ""))) {
    it(`does what ${guide} says, and sees what it shows`, async () => {
      const steps = stepsOf(read(guide));
      const { code, printed } = await runGuide(steps);
      strictEqual(code, 0, printed.join("\n"));
      const run = steps.filter((step) => step.kind === "commands");
      strictEqual(run.length, read(guide).match(/^ *```sh$/gm)?.length);
      strictEqual(printed.length, run.length + 1);
      for (const [index, { line, shown }] of run.entries()) {
        let rest = printed[index] ?? "";
        for (const one of shown) {
          const at = rest.indexOf(one);
          ok(at >= 0, `${guide}:${line} does not print "${one}" here:\n${rest}`);
          rest = rest.slice(at + one.length);
        }
      }
    });
  }
});

function read(guide: string): string {
  return readFileSync(join(docs, guide), "utf8");
}
