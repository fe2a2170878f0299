import type { Administrator, AdministratorRole, RoleMaker } from "iam-proof/domain";
import * as z from "zod";
import * as rules from "../../../rules";
import { entry } from "./entry";
import { text } from "./text";

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

/** A role, with those who may become it. */
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
export const administrator: z.ZodType<Administrator> = z.union(
  [text(rules.administratorArn), administratorRole],
  {
    error: `must be ${rules.administratorArn.must}, or a mapping with role and from`,
  },
);
