import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { EngineHarness } from "../harness";
import type { MadeByHand } from "./by-hand";

export interface Entry {
  type: string;
  name: string;
  id: string;
}

const SECRETS = "aws:secretsmanager";

/** Writes the import file of a stack, as a person would. */
export function writeImports(
  { data }: Pick<EngineHarness, "data">,
  stack: string,
  resources: readonly Entry[],
): void {
  const directory = join(data.project, "adopted");
  mkdirSync(directory, { recursive: true });
  const file = join(directory, `${stack}.imports.json`);
  writeFileSync(file, JSON.stringify({ nameTable: {}, resources }, undefined, 2));
}

/** Imports of what was made by hand in account b: the secret and its key. */
export const ownersImports = ({ keyId, secretArn }: MadeByHand): Entry[] => [
  { type: `${SECRETS}/secret:Secret`, name: "orders-secret", id: secretArn },
  { type: `${SECRETS}/secretPolicy:SecretPolicy`, name: "orders-policy", id: secretArn },
  { type: "aws:kms/key:Key", name: "orders-us-east-1-key", id: keyId },
  { type: "aws:kms/alias:Alias", name: "orders-us-east-1-alias", id: "alias/orders" },
  { type: "aws:kms/keyPolicy:KeyPolicy", name: "orders-us-east-1-policy", id: keyId },
];

/** Imports of what was made by hand in account a and in its cluster. */
export const readersImports = ({ associationId }: MadeByHand): Entry[] => [
  { type: "aws:iam/role:Role", name: "orders-role", id: "by-hand" },
  {
    type: "aws:eks/podIdentityAssociation:PodIdentityAssociation",
    name: "orders-association",
    id: `shop,${associationId}`,
  },
  {
    type: "kubernetes:core/v1:ServiceAccount",
    name: "orders-service-account",
    id: "default/orders",
  },
  {
    type: "kubernetes:secrets-store.csi.x-k8s.io/v1:SecretProviderClass",
    name: "orders-provider-class",
    id: "default/orders",
  },
];

/** The arguments that allow `up` to replace the policies that somebody gave the secret and its key. */
export function takingOver({ keyId }: MadeByHand): string[] {
  return ["--take-over", "orders", `arn:aws:kms:us-east-1:222222222222:key/${keyId}`];
}
