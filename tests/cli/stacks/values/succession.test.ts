import { deepStrictEqual } from "node:assert";

import { succession, type Version } from "../../../../cli/stacks/values/former-values";

const day = (number: number) => new Date(Date.UTC(2030, 0, number));
const version = (id: string, at: number, ...labels: string[]): Version => ({
  ...{ id, labels, created: day(at) },
});

const BEFORE = version("before", 1, "AWSPREVIOUS");
const CURRENT = version("current", 2, "AWSCURRENT");

describe("the copy of a secret's value", () => {
  it("begins with the version before the current one", () => {
    const open = { state: "open", toCopy: ["before", "current"] };
    deepStrictEqual(succession([CURRENT, BEFORE], undefined), open);
    deepStrictEqual(succession([CURRENT, BEFORE], []), open);
    deepStrictEqual(succession([CURRENT], []), { state: "open", toCopy: ["current"] });
  });

  it("goes on where it was cut short, and where the old secret got another value meanwhile", () => {
    const half = [version("before", 5, "AWSCURRENT")];
    deepStrictEqual(succession([CURRENT, BEFORE], half), { state: "open", toCopy: ["current"] });
    const later = [
      version("later", 9, "AWSCURRENT"),
      version("late", 8, "AWSPREVIOUS"),
      version("current", 2),
    ];
    const copied = [version("current", 5, "AWSCURRENT")];
    deepStrictEqual(succession(later, copied), { state: "open", toCopy: ["later"] });
  });

  it("is done once the new secret has the current version, whatever is put afterwards", () => {
    const copied = [version("before", 5, "AWSPREVIOUS"), version("current", 6, "AWSCURRENT")];
    deepStrictEqual(succession([CURRENT, BEFORE], copied), {
      ...{ state: "copied", toCopy: [], since: day(5) },
    });
    const put = [version("put", 9, "AWSCURRENT"), version("current", 6, "AWSPREVIOUS")];
    deepStrictEqual(succession([CURRENT], put), { state: "copied", toCopy: [], since: day(6) });
  });

  it("overwrites no value that somebody put, and needs none that there is not", () => {
    const put = [version("put", 4, "AWSCURRENT")];
    deepStrictEqual(succession([CURRENT], put), {
      ...{ state: "own value", toCopy: [], since: day(4) },
    });
    deepStrictEqual(succession([], []), { state: "no value", toCopy: [] });
    deepStrictEqual(succession(undefined, put), { state: "done", toCopy: [], since: day(4) });
  });
});
