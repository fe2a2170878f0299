import type {
  AccessDocuments as AnyDocuments,
  VpcEndpointDocuments as AnyEndpoint,
  GrantDeclaration as AnyGrant,
} from "iam-proof";
import type { AssociatedRoles } from "iam-proof/domain";
import type { Reader } from "../../grant/landing-zone/reader";

/** An EKS Pod Identity association. */
export interface AssociationDocuments extends Reader, AssociatedRoles {}

/** What was declared: this reader may read this secret or parameter. */
export type GrantDeclaration = AnyGrant<Reader>;

/** A VPC endpoint, and which pods may call through it. */
export interface VpcEndpointDocuments extends AnyEndpoint {
  /** ARNs of the clusters whose pods may call through it. None means every cluster of its region. */
  clusters?: string[] | null;
}

/**
 * Everything that decides which pods, and who else, read which secret in one deployment, whoever made it. The shape of a documents file
 * (`prove --documents FILE`). Null or absent means "none".
 */
export interface AccessDocuments extends Omit<AnyDocuments<Reader>, "principalKind"> {
  associations?: AssociationDocuments[] | null;
  vpcEndpoints?: VpcEndpointDocuments[] | null;
}
