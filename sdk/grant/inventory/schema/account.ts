import type { Administrator, AdministratorRole, RoleMaker } from "iam-proof/domain";
import * as z from "zod";
import * as rules from "../../../rules";
import { type CountQuota, type CountQuotaName, countQuotas } from "../../landing-zone/count-quotas";
import { entry, optional, tags, text, wholeNumber } from "./entry";
import { readerDefaultsOfCluster } from "./reader";
import { parameterDefaultsOfAccount, secretDefaultsOfAccount } from "./secret";

const federated = entry({
  provider: text(rules.identityProvider).describe(
    "ARN of a SAML or OIDC provider, or the host name of one that AWS knows.",
  ),
  subject: text(rules.providerSubject).describe(
    "Whom of the provider's: the subject, with the wildcards * and ?. * is everyone.",
  ),
});

const from = () =>
  z
    .array(z.lazy(() => maker))
    .describe("Who may become the role, beside the administrators of the account.");

/** A role, and who may assume it. */
export const administratorRole: z.ZodType<AdministratorRole> = entry({
  role: text(rules.roleArn).describe("ARN of the role."),
  get from() {
    return from();
  },
});

const maker: z.ZodType<RoleMaker> = z.union([text(rules.roleMaker), federated, administratorRole], {
  error: `must be ${rules.roleMaker.must}, or a mapping with provider and subject, or with role and from`,
});

/** Who may read every secret of an account. */
const administrator: z.ZodType<Administrator> = z.union(
  [text(rules.administratorArn), administratorRole],
  {
    error: `must be ${rules.administratorArn.must}, or a mapping with role and from`,
  },
);

/** More than AWS is known to have ever granted for any quota. */
const MOST = 10_000_000;

const shape = Object.fromEntries(
  Object.entries<CountQuota>(countQuotas).map(([name, quota]) => [
    name,
    optional(meaning(quota), wholeNumber({ least: 1, most: quota.most ?? MOST })),
  ]),
) as Record<CountQuotaName, z.ZodOptional<z.ZodNumber>>;

const quotasEntry = entry(shape);

function meaning({ code, default: usual, per, title }: CountQuota): string {
  return `${capitalised(title)} per ${per}. AWS's default: ${usual}${code ? `, quota ${code}` : ""}.`;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export const accountEntry = entry({
  id: text(rules.accountId).describe("AWS account id, 12 digits in quotes."),
  region: text(rules.region).describe(
    "Region of everything in this account that does not name another region.",
  ),
  deployRole: optional(
    "Role that deployments assume. Default: the ambient credentials.",
    text(rules.roleArn),
  ),
  profile: optional("Profile of the AWS configuration that deployments use.", text(rules.word)),
  tags: optional("Tags of everything that the account's stacks make in AWS.", tags),
  administrators: optional(
    "Who may read every secret of this account; named in the proof. ARNs of roles and users, or a role with those who may become it.",
    z.array(administrator),
  ),
  quotas: optional(
    "Quotas of this account that differ from AWS's defaults. plan and check use them.",
    quotasEntry,
  ),
  defaults: optional(
    "Values for entries of this account that do not set them.",
    entry({
      secrets: optional(
        "Any key of a secret except account, for secrets of this account that do not set it.",
        secretDefaultsOfAccount,
      ),
      parameters: optional(
        "Any key of a parameter except account, for parameters of this account that do not set it.",
        parameterDefaultsOfAccount,
      ),
      readers: optional(
        "Any key of a reader except cluster, for readers on clusters of this account that do not set it.",
        readerDefaultsOfCluster,
      ),
    }),
  ),
}).describe("An AWS account.");

export const organizationEntry = entry({
  id: optional(
    "AWS Organizations id: adds aws:PrincipalOrgID to owner-side statements.",
    text(rules.organizationId),
  ),
  managementAccount: optional(
    "Account id of the management account, to which no control policy applies.",
    text(rules.accountId),
  ),
  serviceControlPolicies: optional(
    "Files of service control policies: part of the proof, not deployed.",
    z.array(text(rules.anyText)),
  ),
  resourceControlPolicies: optional(
    "Files of resource control policies: part of the proof, not deployed.",
    z.array(text(rules.anyText)),
  ),
  delegatedAdministrators: optional(
    "Every account that administers a service for the organization: who can come to read depends on it. Default: nobody knows; --live asks the management account, if it is among accounts.",
    z.array(
      entry({
        account: text(rules.accountId).describe("Account id of a member."),
        services: z
          .array(text(rules.servicePrincipal))
          .describe(
            "What it administers for all members, by service principals. organizations.amazonaws.com: policies of the organization, by its delegation policy.",
          ),
      }),
    ),
  ),
}).describe("The organization that the accounts belong to.");
