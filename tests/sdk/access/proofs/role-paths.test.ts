import { deepStrictEqual, strictEqual } from "node:assert";
import { namedBy } from "../../../../proof/prover/documents/roles-that-may-read";
import { deploymentOf, prove, whoCanRead } from "../../../proof/pods";
import { inventoryDocuments } from "../inventory-documents";

/** Every sign of a role's path that IAM takes and that could be mistaken within an ARN or its JSON. */
const PATH = "/a!b:c\"d\\e'f~{g}%/";

const ROLE = `arn:aws:iam::111111111111:role${PATH}web`;

const documents = inventoryDocuments(`
accounts:
  a: { id: "111111111111", region: us-east-1 }
  b: { id: "222222222222", region: us-east-1 }
clusters:
  shop: { account: a, existing: true }
secrets:
  db: { account: b, key: pods }
readers:
  web: { cluster: shop, namespace: web, serviceAccount: web, roleName: web, rolePath: '${PATH.replaceAll("'", "''")}', reads: [db] }
`);

describe("a role under a path of signs", function () {
  this.timeout(60_000);

  it("reads what it is granted, and nobody else does", async () => {
    const { claims } = await prove(documents);
    const broken = claims.filter(({ result }) => result === "refuted" || result === "unknown");
    strictEqual(JSON.stringify(broken), "[]");
  });

  it("is named by the policy that lets it in", () => {
    const named = namedBy(deploymentOf(documents), documents.secrets?.[0]?.policy);
    deepStrictEqual(
      named.map(({ arn }) => arn),
      [ROLE],
    );
  });

  it("is found among those that can read", async () => {
    const { found } = await whoCanRead(documents, documents.secrets?.[0]?.arn ?? "");
    const roles = found.map(({ principal }) => principal.kind === "session" && principal.roleArn);
    deepStrictEqual(roles, [ROLE]);
  });
});
