import { match } from "node:assert";

import { done, refused } from "../../outcomes";
import { run } from "../support";

describe("doctor", () => {
  it("names the nearest reader where there is none of the name", async () => {
    const says = await refused(run("doctor application-c"));
    match(says, /READER must be a reader of landing-zone\.yaml, got "application-c"; did you mean/);
  });

  it("takes no step for accepted that there is not", async () => {
    const says = await refused(run("doctor application-a --accept-unseen nothing"));
    match(says, /nothing.*control-policies/s);
  });

  it("explains a cause of the catalogue and asks nobody", async () => {
    const text = await done(run("doctor --explain eps-400 --inventory none.yaml"));
    match(text, /^EPS-400 the inventory does not grant this read$/m);
    match(text, /^What to do$/m);
  });

  it("says which ids there are where --explain names none", async () => {
    match(await refused(run("doctor --explain EPS-1")), /must be an id of the catalogue/);
  });
});
