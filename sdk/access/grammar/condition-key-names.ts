/**
 * Condition keys that AWS documents, by the prefix before the colon, in AWS's own spelling. A name that ends in `/` or
 * `:` is a family: any text may follow. The services that decide who reads a secret are listed in full, others with the
 * keys that control policies use.
 */
export const CONDITION_KEY_NAMES: Record<string, string[]> = {
  aws: words(`
    AssumedRoot CalledVia CalledViaFirst CalledViaLast ChatbotSourceArn CurrentTime Ec2InstanceSourcePrivateIPv4
    Ec2InstanceSourceVpc EpochTime FederatedProvider MultiFactorAuthAge MultiFactorAuthPresent PrincipalAccount
    PrincipalArn PrincipalIsAWSService PrincipalOrgID PrincipalOrgPaths PrincipalServiceName
    PrincipalServiceNamesList PrincipalTag/ PrincipalType referer RequestTag/ RequestedRegion ResourceAccount
    ResourceOrgID ResourceOrgPaths ResourceTag/ SecureTransport SourceAccount SourceArn SourceIdentity SourceIp
    SourceOrgID SourceOrgPaths SourceOwner SourceVpc SourceVpcArn SourceVpce TagKeys TokenIssueTime UserAgent
    userid username ViaAWSService VpceAccount VpceOrgID VpceOrgPaths VpcSourceIp`),
  secretsmanager: words(`
    AddReplicaRegions BlockPublicPolicy Description ExternalSecretRotationRoleArn ForceDeleteWithoutRecovery
    ForceOverwriteReplicaSecret KmsKeyArn KmsKeyId ModifyRotationRules Name RecoveryWindowInDays
    resource/AllowRotationLambdaArn ResourceTag/ RotateImmediately RotationLambdaARN SecretId SecretPrimaryRegion
    Type VersionId VersionStage`),
  kms: words(`
    BypassPolicyLockoutSafetyCheck CallerAccount CustomerMasterKeySpec CustomerMasterKeyUsage DataKeyPairSpec
    EncryptionAlgorithm EncryptionContext: EncryptionContextKeys ExpirationModel GrantConstraintType
    GrantIsForAWSResource GrantOperations GranteePrincipal KeyAgreementAlgorithm KeyOrigin KeySpec KeyUsage
    MacAlgorithm MessageType MultiRegion MultiRegionKeyType PrimaryRegion RecipientAttestation:
    ReEncryptOnSameKey ReplicaRegion RequestAlias ResourceAliases RetiringPrincipal RotationPeriodInDays
    ScheduleKeyDeletionPendingWindowInDays SigningAlgorithm ValidTo ViaService WrappingAlgorithm WrappingKeySpec`),
  ssm: words(`
    AutoApprove DocumentCategories DocumentType Overwrite Policies Recursive resourceTag/ SessionDocumentAccessCheck
    SourceInstanceARN SyncType`),
  sts: words(`
    AWSServiceName DurationSeconds ExternalId IdentityTokenAudience RequestContext/ RequestContextProviders
    RoleSessionName SigningAlgorithm SourceIdentity TaskPolicyArn TransitiveTagKeys`),
  iam: words(`
    AssociatedResourceArn AWSServiceName FIDO-certification FIDO-FIPS-140-2-certification
    FIDO-FIPS-140-3-certification OrganizationsPolicyId PassedToService PermissionsBoundary PolicyARN
    RegisterSecurityKey ResourceTag/ ServiceSpecificCredentialAgeDays ServiceSpecificCredentialServiceName`),
  eks: words(`
    accessEntryType accessScope authenticationMode blockStorageEnabled bootstrapClusterCreatorAdminPermissions
    bootstrapSelfManagedAddons clientId clusterName computeConfigEnabled controlPlaneScalingTier deletionProtection
    elasticLoadBalancingEnabled encryptionConfigProviderKeyArns endpointPrivateAccess endpointPublicAccess issuerUrl
    kubernetesGroups kubernetesVersion loggingType/ namespaces policyArn principalArn publicAccessCidrs supportType
    username`),
  organizations: words("PolicyType ServicePrincipal TransferDirection TransferType"),
  account: words(
    "AccountResourceOrgPaths AccountResourceOrgTags/ AlternateContactTypes TargetRegion",
  ),
  ec2: words(`
    AccepterVpc AllocationId AssociatePublicIpAddress Attribute Attribute/ AuthorizedService AuthorizedUser
    AvailabilityZone CreateAction EbsOptimized Encrypted ImageID ImageType InstanceID InstanceMarketType
    InstanceMetadataTags InstanceProfile InstanceType InternetGatewayID IsLaunchTemplateResource KeyPairName
    KeyPairType LaunchTemplate MetadataHttpEndpoint MetadataHttpPutResponseHopLimit MetadataHttpTokens
    NetworkInterfaceID NewInstanceProfile Owner ParentSnapshot ParentVolume Permission PlacementGroup
    PlacementGroupStrategy ProductCode Public PublicIpAddress Region RequesterVpc ResourceTag/ RoleDelivery
    RootDeviceType RouteTableID SecurityGroupID SnapshotID SnapshotTime SourceInstanceARN Subnet SubnetID Tenancy
    VolumeID VolumeIops VolumeSize VolumeThroughput VolumeType Vpc VpceServiceName VpceServiceOwner
    VpceServicePrivateDnsName VpcID VpcPeeringConnectionID`),
  s3: words(`
    AccessGrantsInstanceArn AccessPointNetworkOrigin authType DataAccessPointAccount DataAccessPointArn delimiter
    ExistingObjectTag/ LocationConstraint max-keys object-lock-legal-hold object-lock-retain-until-date object-lock-mode object-lock-remaining-retention-days prefix RequestObjectTag/
    RequestObjectTagKeys ResourceAccount signatureAge signatureversion TlsVersion versionid x-amz-acl
    x-amz-content-sha256 x-amz-copy-source x-amz-grant-full-control x-amz-grant-read x-amz-grant-write
    x-amz-metadata-directive x-amz-object-ownership x-amz-server-side-encryption x-amz-server-side-encryption-aws-kms-key-id
    x-amz-storage-class`),
  lambda: words(
    "CodeSigningConfigArn EventSourceToken FunctionArn FunctionUrlAuthType Layer Principal SecurityGroupIds SourceFunctionArn SubnetIds VpcIds",
  ),
  acm: words(
    "CertificateAuthority CertificateTransparencyLogging DomainNames KeyAlgorithm ValidationMethod",
  ),
  aoss: words("collection CollectionId index"),
  apigateway: words("Request/ Resource/"),
  autoscaling: words(
    "ImageId InstanceType InstanceTypes LaunchConfigurationName LaunchTemplateVersionSpecified LoadBalancerNames MaxSize MinSize ResourceTag/ SpotPrice TargetGroupARNs VPCZoneIdentifiers",
  ),
  backup: words(
    "ChangeableForDays CopyTargetOrgPaths CopyTargets FrameworkArns MaxRetentionDays MinRetentionDays",
  ),
  bedrock: words(
    "GuardrailIdentifier InferenceProfileArn PromptRouterArn ThirdPartyKnowledgeBaseCredentialsSecretArn",
  ),
  cloudwatch: words("AlarmActions namespace requestInsightRuleLogGroups"),
  cloudformation: words(
    "ChangeSetName CreateAction ImportResourceTypes ResourceTypes RoleArn StackPolicyUrl TargetRegion TemplateUrl TypeArn",
  ),
  codebuild: words("buildArn projectArn"),
  dynamodb: words("Attributes EnclosingOperation FullTableScan LeadingKeys ReturnValues Select"),
  ecr: words("ResourceTag/"),
  ecs: words("cluster container-instances container-name ResourceTag/ service task-definition"),
  elasticache: words(
    "AtRestEncryptionEnabled AuthTokenEnabled AutomaticFailoverEnabled CacheNodeType CacheParameterGroupName ClusterModeEnabled EngineType EngineVersion KmsKeyId MultiAZEnabled NumNodeGroups ReplicasPerNodeGroup SnapshotRetentionLimit TransitEncryptionEnabled UserAuthenticationMode",
  ),
  elasticmapreduce: words("ExecutionRoleArn RequestTag/ ResourceTag/"),
  fis: words("Operations Percentage Service Targets"),
  glue: words("CredentialIssuingService RoleAssumedBy SecurityGroupIds SubnetIds VpcIds"),
  identitystore: words("UserId"),
  elasticfilesystem: words(
    "AccessedViaMountTarget AccessPointArn CreateAction Encrypted ResourceTag/",
  ),
  elasticloadbalancing: words(
    "CreateAction ListenerProtocol ResourceTag/ Scheme SecurityGroup SecurityPolicy Subnet",
  ),
  events: words("creatorAccount detail-type detail.service EventBusInvocation ManagedBy source"),
  logs: words("LogGeneratingResourceArns"),
  "license-manager": words("ResourceTag/"),
  ram: words(
    "AllowsExternalPrincipals PermissionArn PermissionResourceType Principal RequestedAllowsExternalPrincipals RequestedResourceType ResourceArn ResourceShareName ResourceTag/ ShareOwnerAccountId",
  ),
  rds: words(`
    BackupTarget cluster-pg-tag/ cluster-snapshot-tag/ cluster-tag/ CopyOptionGroup DatabaseClass DatabaseEngine
    DatabaseName db-tag/ EndpointType es-tag/ ManageMasterUserPassword MultiAz og-tag/ pg-tag/ Piops
    PubliclyAccessible req-tag/ ri-tag/ secgrp-tag/ snapshot-tag/ StorageEncrypted StorageSize subgrp-tag/
    TenantDatabaseName Vpc`),
  redshift: words("ConsumerArn ConsumerIdentifier DatabaseName DbName DbUser DurationSeconds"),
  route53: words("ChangeResourceRecordSetsActions ChangeResourceRecordSetsRecordTypes VPCs"),
  sagemaker: words(`
    AcceleratorTypes AppNetworkAccessType DirectInternetAccess DomainSharingOutputKmsKey EnableRemoteDebug
    FileSystemAccessMode FileSystemDirectoryPath FileSystemId FileSystemType HomeEfsFileSystemKmsKey ImageArns
    ImageVersionArns InstanceTypes InterContainerTrafficEncryption MaxRuntimeInSeconds
    MinimumInstanceMetadataServiceVersion ModelApprovalStatus ModelArn NetworkIsolation OutputKmsKey
    OwnerUserProfileArn ResourceTag/ RootAccess ServerlessMaxConcurrency ServerlessMemorySize SpaceSharingType
    TargetModel VolumeKmsKey VpcSecurityGroupIds VpcSubnets WorkteamArn WorkteamType`),
  servicecatalog: words("accountLevel roleLevel userLevel"),
  saml: words(`
    aud cn commonName doc eduorghomepageuri eduorgidentityauthnpolicyuri eduorglegalname eduorgsuperioruri
    eduorgwhitepagesuri edupersonaffiliation edupersonassurance edupersonentitlement edupersonnickname
    edupersonorgdn edupersonorgunitdn edupersonprimaryaffiliation edupersonprimaryorgunitdn
    edupersonprincipalname edupersonscopedaffiliation edupersontargetedid givenName iss mail name namequalifier
    organizationStatus primaryGroupSID sub sub_type surname uid x500UniqueIdentifier`),
  sns: words("Endpoint Protocol"),
};

/** Keys of which AWS says that a request may have several values at once, in AWS's own spelling. */
export const LIST_KEY_NAMES: Record<string, string[]> = {
  aws: words(
    "CalledVia PrincipalOrgPaths PrincipalServiceNamesList ResourceOrgPaths SourceOrgPaths TagKeys VpceOrgPaths",
  ),
  kms: words("EncryptionContextKeys GrantOperations ResourceAliases"),
  saml: words(`
    cn commonName eduorghomepageuri eduorgidentityauthnpolicyuri eduorglegalname eduorgsuperioruri
    eduorgwhitepagesuri edupersonaffiliation edupersonassurance edupersonentitlement edupersonnickname
    edupersonorgunitdn edupersonscopedaffiliation edupersontargetedid givenName mail name organizationStatus
    primaryGroupSID surname uid x500UniqueIdentifier`),
  secretsmanager: words("AddReplicaRegions"),
  sts: words("RequestContextProviders TransitiveTagKeys"),
};

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}
