import { deepStrictEqual, match, ok } from "node:assert";

import {
  assumedIn,
  assumedLines,
  becomesLines,
  becomesOf,
} from "../../../cli/access-answers/assumed";
import {
  ADMIN,
  documentsOf,
  GITHUB,
  github,
  SUB,
  trusting,
} from "../../proof/prover/administrators/ways";

describe("what an answer about readers rests on", () => {
  const trust = trusting(github({ StringLike: { [SUB]: "repo:x/*" } }));

  it("names the administrators, who may become each, and what was assumed", () => {
    const assumed = assumedIn(documentsOf({ trust }));
    deepStrictEqual(assumed.administrators, [
      {
        arn: ADMIN,
        becomes: [{ who: [GITHUB], where: [`${SUB} StringLike repo:x/*`], statement: 0 }],
      },
    ]);
    for (const made of ["owner-principals-closed", "administrator-trust"]) {
      ok(
        assumed.assumptions.some(({ name }) => name === made),
        made,
      );
    }
    const text = assumedLines(assumed).join("\n");
    match(text, /breakglass\n {4}GitHub Actions .* become it where .*; to close this: statement 0/);
    match(text, /\nassumed: reader-trust, /);
  });

  it("says where nobody knows who may become an administrator", () => {
    const text = assumedLines(assumedIn(documentsOf({ trust: null }))).join("\n");
    match(text, /who may become it is not in these documents/);
  });

  it("says who may become a role that reads", () => {
    const documents = documentsOf({ trust: trusting({ Principal: "*" }) });
    const { becomes } = becomesOf(documents, { kind: "session", roleArn: ADMIN, sessionName: "x" });
    match(becomesLines(becomes).join(), /everyone may become it; to close this: statement 0/);
  });
});
