import { strictEqual } from "node:assert";

import { suggestion, suggestions } from "../../../sdk/rules/problem";

describe("suggestions", () => {
  it("names the nearest, or else what is known", () => {
    strictEqual(suggestion("acount", ["account", "region"]), '; did you mean "account"?');
    strictEqual(suggestion("accuont", ["account", "region"]), '; did you mean "account"?');
    strictEqual(suggestion("x", ["region", "account"]), "; known: account, region");
    strictEqual(suggestion("nothing", []), "");
  });

  it("end once a million names were compared, however many are wrong", () => {
    const names = Array.from({ length: 10_000 }, (_, index) => `name-${index}`);
    const suggest = suggestions(names);
    const given = names.filter((name) => suggest(`${name}x`) !== "");
    strictEqual(given.length, 100);
    strictEqual(suggest("name-0x"), '; did you mean "name-0"?');
  });
});
