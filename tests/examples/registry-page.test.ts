import { deepStrictEqual } from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";

import { mockEngine } from "../sdk/components/mocked-engine";

const checkout = join(__dirname, "..", "..");

describe("the example of the registry's page", () => {
  let directory: string;
  before(() => {
    // The directory must be in the checkout, where Node.js finds the package by its name.
    directory = mkdtempSync(join(checkout, "bin", "registry-"));
  });
  after(() => rmSync(directory, { recursive: true }));

  it("makes a secret, a role that one pod becomes, and a mount", async () => {
    const page = readFileSync(join(checkout, "docs/_index.md"), "utf8");
    const [, program = ""] = /```typescript\n([\s\S]*?)```/.exec(page) ?? [];
    const file = join(directory, "index.ts");
    writeFileSync(file, program);
    const engine = await mockEngine();
    pulumi.runtime.setAllConfig({ "aws:region": "us-east-1" });
    await import(file);
    await engine.settled();
    deepStrictEqual(
      engine.children().filter((child) => !child.startsWith("eks-pod-secrets:")),
      [
        "aws:eks/podIdentityAssociation:PodIdentityAssociation orders-association",
        "aws:iam/role:Role orders-role",
        "aws:iam/rolePoliciesExclusive:RolePoliciesExclusive orders-only-policy",
        "aws:iam/rolePolicy:RolePolicy orders-policy",
        "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive orders-no-attachments",
        "aws:secretsmanager/secret:Secret orders-db-secret",
        "kubernetes:core/v1:ServiceAccount orders-service-account",
        "kubernetes:secrets-store.csi.x-k8s.io/v1:SecretProviderClass orders-provider-class",
      ],
    );
  });
});
