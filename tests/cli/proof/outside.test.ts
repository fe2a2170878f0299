import { doesNotMatch, match } from "node:assert";

import { outside } from "../../../cli/proof/outside";
import {
  crossAccountDocuments,
  OWNER_ACCOUNT,
  READER_ACCOUNT,
  ROLE,
} from "../../proof/cross-account-documents";

const OWNERS_ROLE = `arn:aws:iam::${OWNER_ACCOUNT}:role/opens`;

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
    match(text, /only --live can name some of them/);
  });

  it("names those whom their policies allow it, where these were read", () => {
    const text = lines(crossAccountDocuments(), [ROLE, OWNERS_ROLE]);
    const named = (role: string) =>
      new RegExp(`their policies allow one of .*: ${role}; others may`);
    match(text, new RegExp(`administrators of ${READER_ACCOUNT}: .*${named(ROLE).source}`));
    match(text, new RegExp(`in the owners' accounts .*${named(OWNERS_ROLE).source}`));
    doesNotMatch(text, /only --live/);
  });

  it("never says that nobody may, because its list of calls may lack some", () => {
    const text = lines(crossAccountDocuments(), []);
    match(text, /in the owners' accounts .* roles and users that were read may .* by other calls/);
    doesNotMatch(text, /\bnone\b|\bnobody\b/);
  });

  it("speaks of copies; of a rotation's code, where there is a rotation", () => {
    const documents = crossAccountDocuments();
    match(lines(documents), /copies/);
    doesNotMatch(lines(documents), /rotation function/);
    const secrets = documents.secrets.map((one) => ({ ...one, rotation: { role: ROLE } }));
    match(lines({ ...documents, secrets }), /the code of a rotation function/);
  });
});
