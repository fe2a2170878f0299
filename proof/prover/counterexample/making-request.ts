import type { AccessRequest } from "../../domain/request";
import type { SymbolicCaller } from "../request/caller";
import type { SpelledSetup } from "../request/question-setup";
import type { Model } from "../texts/problem";
import { renderContext, renderPrincipal } from "./concrete-request";

/** The request by which somebody becomes a role. */
export function makingRequest(
  model: Model,
  { spellings }: SpelledSetup,
  maker: SymbolicCaller,
  session: SymbolicCaller,
  roleArn: string,
): AccessRequest {
  const creation = session.creation?.(roleArn);
  if (!creation) throw new Error(`who becomes ${roleArn} must be known`);
  const principal = renderPrincipal(model, maker, creation);
  const action =
    principal.kind !== "federated" || principal.provider === undefined
      ? "sts:AssumeRole"
      : principal.provider.includes(":saml-provider/")
        ? "sts:AssumeRoleWithSAML"
        : "sts:AssumeRoleWithWebIdentity";
  return {
    principal,
    action,
    resource: roleArn,
    context: renderContext(model, creation, spellings),
  };
}
