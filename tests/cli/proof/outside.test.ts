import { doesNotMatch, match } from "node:assert";

import { outside } from "../../../cli/proof/outside";
import { crossAccountDocuments, ROLE } from "../../fixtures/cross-account-documents";

describe("what lies outside a proof", () => {
  const lines = (documents: Parameters<typeof outside>[0], changers?: string[]) =>
    outside(documents, changers).join("\n");

  it("says which rights in Kubernetes and EKS give a reader's secrets", () => {
    const text = lines(crossAccountDocuments());
    for (const right of [
      "create pods",
      "pods/exec",
      "serviceaccounts/token",
      "administer the cluster",
    ]) {
      match(text, new RegExp(`of cluster \\S+: .*${right}`));
    }
  });

  it("says which rights in the owner's account open a secret", () => {
    const text = lines(crossAccountDocuments());
    for (const action of [
      "PutResourcePolicy",
      "UpdateSecret",
      "PutKeyPolicy",
      "CreateGrant",
      "change IAM",
    ])
      match(text, new RegExp(`in the owners' accounts .*${action}`));
    match(text, /only --live can name them/);
  });

  it("names those whom their policies allow it, where these were read", () => {
    const text = lines(crossAccountDocuments(), [ROLE]);
    match(text, new RegExp(`their policies allow it, .*: ${ROLE}$`, "m"));
    doesNotMatch(text, /only --live/);
    match(lines(crossAccountDocuments(), []), /none of the roles and users that were read/);
  });

  it("speaks of copies; of a rotation's code, where there is a rotation", () => {
    const documents = crossAccountDocuments();
    match(lines(documents), /copies/);
    doesNotMatch(lines(documents), /rotation function/);
    const secrets = documents.secrets.map((one) => ({ ...one, rotation: { role: ROLE } }));
    match(lines({ ...documents, secrets }), /the code of a rotation function/);
  });
});
