import { deepStrictEqual } from "node:assert";
import { notRunPage } from "../../site/reference/not-run-page";
import { guides, read } from "./guides";

describe("the site's list of commands that no test runs", () => {
  it("has each such command of the guides, and no other", () => {
    const marked = guides.flatMap((guide) =>
      [...read(guide).matchAll(/^ *```sh [a-z-]+\n([\s\S]*?)```$/gm)].map(([, text]) => text),
    );
    const listed = [...notRunPage().matchAll(/```sh\n([\s\S]*?)```/g)].map(([, text]) => text);
    deepStrictEqual(listed.sort(), marked.sort());
  });
});
