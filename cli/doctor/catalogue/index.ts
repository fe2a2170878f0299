import type { Entry } from "./entry";
import { windowsNode } from "./eps-101-windows-node";
import { driverNotOnNode } from "./eps-150-driver-not-on-node";
import { noCsidriverObject } from "./eps-151-no-csidriver-object";
import { driverSocketRefuses } from "./eps-152-driver-socket-refuses";
import { providerNotOnNode } from "./eps-153-provider-not-on-node";
import { providerSocketRefuses } from "./eps-154-provider-socket-refuses";
import { agentTimeout } from "./eps-155-agent-timeout";
import { agentNotReady } from "./eps-156-agent-not-ready";
import { agentNotReached } from "./eps-157-agent-not-reached";
import { agentTimeoutTooShort } from "./eps-158-agent-timeout-too-short";
import { agentCallGivenUp } from "./eps-159-agent-call-given-up";
import { startUpStorm } from "./eps-160-start-up-storm";
import { agentThrottled } from "./eps-161-agent-throttled";
import { eksAuthNotReached } from "./eps-162-eks-auth-not-reached";
import { nodeRoleLacksEksAuth } from "./eps-163-node-role-lacks-eks-auth";
import { agentCannotBind } from "./eps-164-agent-cannot-bind";
import { driverMayNotMakeTokens } from "./eps-165-driver-may-not-make-tokens";
import { driverMayNotCopy } from "./eps-166-driver-may-not-copy";
import { providerMayNotLook } from "./eps-167-provider-may-not-look";
import { agentByOtherAddress } from "./eps-168-agent-by-other-address";
import { agentAnswersWithError } from "./eps-169-agent-answers-with-error";
import { fargate } from "./eps-171-fargate";
import { driverAndProviderDoNotFit } from "./eps-172-driver-and-provider-do-not-fit";
import { addonDegraded } from "./eps-173-addon-degraded";
import { providerSocketMissing } from "./eps-174-provider-socket-missing";
import { providerInAnotherDirectory } from "./eps-175-provider-in-another-directory";
import { providerBeforeDriver } from "./eps-176-provider-before-driver";
import { nodeKeepsStartUpTaint } from "./eps-177-node-keeps-start-up-taint";
import { agentAsksEksForEachToken } from "./eps-178-agent-asks-eks-for-each-token";
import { driverNotRegistered } from "./eps-180-driver-not-registered";
import { driverContainerSilent } from "./eps-181-driver-container-silent";
import { driverTooOldForKubelet } from "./eps-182-driver-too-old-for-kubelet";
import { agentDoesNotReachItself } from "./eps-183-agent-does-not-reach-itself";
import { eksctlDemandsAgent } from "./eps-184-eksctl-demands-agent";
import { providerThrottlesItself } from "./eps-185-provider-throttles-itself";
import { providerSocketNotMade } from "./eps-186-provider-socket-not-made";
import { driverCannotUseMountDirectory } from "./eps-187-driver-cannot-use-mount-directory";
import { clockOfAgent } from "./eps-188-clock-of-agent";
import { driverObjectOfOtherMode } from "./eps-189-driver-object-of-other-mode";
import { providerDoesNotSeeMounts } from "./eps-190-provider-does-not-see-mounts";
import { registrarOfOtherVersion } from "./eps-191-registrar-of-other-version";
import { addonRefusedByAdmission } from "./eps-192-addon-refused-by-admission";
import { addonChangedByHand } from "./eps-193-addon-changed-by-hand";
import { addonManagerLacksRight } from "./eps-194-addon-manager-lacks-right";
import { addonConfiguration } from "./eps-195-addon-configuration";
import { routeOfAgentsAddress } from "./eps-196-route-of-agents-address";
import { podDoesNotReachClusterApi } from "./eps-197-pod-does-not-reach-cluster-api";
import { agentCannotSetUpAddress } from "./eps-198-agent-cannot-set-up-address";
import { agentWithoutACache } from "./eps-199-agent-without-a-cache";
import { classOfOtherObjects } from "./eps-201-class-of-other-objects";
import { classOfFormerArn } from "./eps-202-class-of-former-arn";
import { classOfOtherSettings } from "./eps-203-class-of-other-settings";
import { classOfAnotherTool } from "./eps-204-class-of-another-tool";
import { classNotOfAws } from "./eps-205-class-not-of-aws";
import { classNotThere } from "./eps-250-class-not-there";
import { volumeNamesNoClass } from "./eps-251-volume-names-no-class";
import { volumeNotReadOnly } from "./eps-252-volume-not-read-only";
import { arnOfOtherRegion } from "./eps-253-arn-of-other-region";
import { objectWithoutType } from "./eps-254-object-without-type";
import { unknownObjectType } from "./eps-255-unknown-object-type";
import { typeNotOfArn } from "./eps-256-type-not-of-arn";
import { filePermission } from "./eps-257-file-permission";
import { sameFileTwice } from "./eps-258-same-file-twice";
import { failoverObject } from "./eps-259-failover-object";
import { classIsNoYaml } from "./eps-261-class-is-no-yaml";
import { pathTranslation } from "./eps-262-path-translation";
import { noRegion } from "./eps-263-no-region";
import { pathLeavesMount } from "./eps-264-path-leaves-mount";
import { versionAndLabel } from "./eps-265-version-and-label";
import { noSuchArn } from "./eps-266-no-such-arn";
import { usePodIdentityNoBoolean } from "./eps-267-use-pod-identity-no-boolean";
import { objectIncomplete } from "./eps-268-object-incomplete";
import { tooManyRegions } from "./eps-269-too-many-regions";
import { noSuchKind } from "./eps-270-no-such-kind";
import { classOfOtherProvider } from "./eps-271-class-of-other-provider";
import { classWithoutObjects } from "./eps-280-class-without-objects";
import { classWithoutProvider } from "./eps-281-class-without-provider";
import { parametersNotText } from "./eps-282-parameters-not-text";
import { associationOfAnotherRole } from "./eps-301-association-of-another-role";
import { associationOfAnotherTargetRole } from "./eps-302-association-of-another-target-role";
import { associationWithoutTags } from "./eps-303-association-without-tags";
import { associationWithAPolicy } from "./eps-304-association-with-a-policy";
import { credentialsOfBefore } from "./eps-305-credentials-of-before";
import { trustDenies } from "./eps-306-trust-denies";
import { agentRequestRefused } from "./eps-308-agent-request-refused";
import { tokenOfMountGone } from "./eps-309-token-of-mount-gone";
import { sdkWithoutSts } from "./eps-310-sdk-without-sts";
import { credentialsOfEcsAsked } from "./eps-311-credentials-of-ecs-asked";
import { instanceRoleRefused } from "./eps-312-instance-role-refused";
import { tokenWithoutRole } from "./eps-313-token-without-role";
import { metadataNotReached } from "./eps-314-metadata-not-reached";
import { tokenOfAnotherAudience } from "./eps-315-token-of-another-audience";
import { tokenSignedWithAnotherKey } from "./eps-316-token-signed-with-another-key";
import { tokenPathIsDirectory } from "./eps-317-token-path-is-directory";
import { tokenReadOnce } from "./eps-318-token-read-once";
import { tokenOfEndedPod } from "./eps-319-token-of-ended-pod";
import { tokenFileNotReadable } from "./eps-320-token-file-not-readable";
import { signatureDoesNotMatch } from "./eps-321-signature-does-not-match";
import { secretKeyOfAnotherId } from "./eps-322-secret-key-of-another-id";
import { requestNotAsSigned } from "./eps-323-request-not-as-signed";
import { keysLockedAsPublic } from "./eps-324-keys-locked-as-public";
import { variablesOfAnotherWay } from "./eps-325-variables-of-another-way";
import { annotationOfAnotherRole } from "./eps-326-annotation-of-another-role";
import { classWithPodIdentity } from "./eps-327-class-with-pod-identity";
import { roleNotThere } from "./eps-330-role-not-there";
import { notInAPod } from "./eps-336-not-in-a-pod";
import { timeoutOfProviderNotTaken } from "./eps-337-timeout-of-provider-not-taken";
import { tokenOfNoPod } from "./eps-338-token-of-no-pod";
import { webhookSettingNotTaken } from "./eps-339-webhook-setting-not-taken";
import { noTokens } from "./eps-350-no-tokens";
import { noPodIdentityAudience } from "./eps-351-no-pod-identity-audience";
import { classWithoutPodIdentity } from "./eps-352-class-without-pod-identity";
import { emptyToken } from "./eps-353-empty-token";
import { irsaTried } from "./eps-354-irsa-tried";
import { nodeRoleUsed } from "./eps-355-node-role-used";
import { noAssociation } from "./eps-356-no-association";
import { trustRefuses } from "./eps-357-trust-refuses";
import { trustWithoutEks } from "./eps-358-trust-without-eks";
import { trustWithoutTagSession } from "./eps-359-trust-without-tag-session";
import { trustCondition } from "./eps-360-trust-condition";
import { associatedRoleGone } from "./eps-361-associated-role-gone";
import { malformedToken } from "./eps-362-malformed-token";
import { tokenNotValid } from "./eps-363-token-not-valid";
import { webIdentityDenied } from "./eps-364-web-identity-denied";
import { irsaSubject } from "./eps-365-irsa-subject";
import { irsaProvider } from "./eps-366-irsa-provider";
import { annotatedRoleGone } from "./eps-367-annotated-role-gone";
import { noOidcProvider } from "./eps-368-no-oidc-provider";
import { oidcProviderMissing } from "./eps-369-oidc-provider-missing";
import { webIdentityNotValidated } from "./eps-370-web-identity-not-validated";
import { tokenFileNotThere } from "./eps-373-token-file-not-there";
import { noCredentials } from "./eps-374-no-credentials";
import { sdkTooOld } from "./eps-375-sdk-too-old";
import { sessionTagsTooLarge } from "./eps-376-session-tags-too-large";
import { credentialsExpired } from "./eps-377-credentials-expired";
import { notInjected } from "./eps-378-not-injected";
import { roleNotAssumed } from "./eps-379-role-not-assumed";
import { targetRoleTrust } from "./eps-380-target-role-trust";
import { keysNotKnown } from "./eps-381-keys-not-known";
import { providerBeforePodIdentity } from "./eps-383-provider-before-pod-identity";
import { noIrsaAnnotation } from "./eps-384-no-irsa-annotation";
import { noStsAudience } from "./eps-385-no-sts-audience";
import { audienceNotOfProvider } from "./eps-386-audience-not-of-provider";
import { thumbprintOfProvider } from "./eps-387-thumbprint-of-provider";
import { programSendsNoToken } from "./eps-388-program-sends-no-token";
import { webIdentityExpired } from "./eps-389-web-identity-expired";
import { stsNotActiveInRegion } from "./eps-390-sts-not-active-in-region";
import { issuerNotReachedBySts } from "./eps-391-issuer-not-reached-by-sts";
import { annotatedRoleIsNoArn } from "./eps-392-annotated-role-is-no-arn";
import { webhookNotThere } from "./eps-393-webhook-not-there";
import { dotnetWithoutSecurityToken } from "./eps-394-dotnet-without-security-token";
import { sessionTooLong } from "./eps-395-session-too-long";
import { goModulesDoNotFit } from "./eps-396-go-modules-do-not-fit";
import { keysWithStrayCharacter } from "./eps-397-keys-with-stray-character";
import { sdkDoesNotKnowService } from "./eps-398-sdk-does-not-know-service";
import { refusalIsHidden } from "./eps-399-refusal-is-hidden";
import { readNotGranted } from "./eps-400-read-not-granted";
import { readerRevoked } from "./eps-430-reader-revoked";
import { anotherKey } from "./eps-443-another-key";
import { noIdentityPolicy } from "./eps-450-no-identity-policy";
import { noResourcePolicy } from "./eps-451-no-resource-policy";
import { noBoundary } from "./eps-452-no-boundary";
import { noSessionPolicy } from "./eps-453-no-session-policy";
import { noScp } from "./eps-454-no-scp";
import { noRcp } from "./eps-455-no-rcp";
import { noEndpointPolicy } from "./eps-456-no-endpoint-policy";
import { identityPolicyDenies } from "./eps-457-identity-policy-denies";
import { resourcePolicyDenies } from "./eps-458-resource-policy-denies";
import { boundaryDenies } from "./eps-459-boundary-denies";
import { sessionPolicyDenies } from "./eps-460-session-policy-denies";
import { scpDenies } from "./eps-461-scp-denies";
import { rcpDenies } from "./eps-462-rcp-denies";
import { endpointPolicyDenies } from "./eps-463-endpoint-policy-denies";
import { deniedBySomePolicy } from "./eps-464-denied-by-some-policy";
import { deniedWithoutReason } from "./eps-465-denied-without-reason";
import { nameInCallersAccount } from "./eps-466-name-in-callers-account";
import { arnNeededAcrossAccounts } from "./eps-467-arn-needed-across-accounts";
import { kmsRefuses } from "./eps-468-kms-refuses";
import { awsManagedKey } from "./eps-469-aws-managed-key";
import { keyPolicyRefuses } from "./eps-470-key-policy-refuses";
import { noDecryptInIdentityPolicy } from "./eps-471-no-decrypt-in-identity-policy";
import { versionUnderFormerKey } from "./eps-472-version-under-former-key";
import { keyDeleted } from "./eps-532-key-deleted";
import { keyIdMalformed } from "./eps-534-key-id-malformed";
import { replicaNotThere } from "./eps-535-replica-not-there";
import { customKeyStore } from "./eps-536-custom-key-store";
import { replicaByItself } from "./eps-537-replica-by-itself";
import { noSuchVersion } from "./eps-538-no-such-version";
import { parameterNotWhereAsked } from "./eps-539-parameter-not-where-asked";
import { secretNotFound } from "./eps-550-secret-not-found";
import { secretGone } from "./eps-551-secret-gone";
import { otherRegion } from "./eps-552-other-region";
import { wrongName } from "./eps-553-wrong-name";
import { noValue } from "./eps-554-no-value";
import { markedForDeletion } from "./eps-555-marked-for-deletion";
import { keyDisabled } from "./eps-556-key-disabled";
import { keyPendingDeletion } from "./eps-557-key-pending-deletion";
import { keyUnusable } from "./eps-558-key-unusable";
import { keyMaterialNotThere } from "./eps-559-key-material-not-there";
import { keyNotThere } from "./eps-560-key-not-there";
import { cannotDecrypt } from "./eps-561-cannot-decrypt";
import { fetchFailedEverywhere } from "./eps-562-fetch-failed-everywhere";
import { jsonPartMissing } from "./eps-563-json-part-missing";
import { valueIsNoJson } from "./eps-564-value-is-no-json";
import { partIsNoText } from "./eps-565-part-is-no-text";
import { parametersFailedEverywhere } from "./eps-566-parameters-failed-everywhere";
import { parameterNotFound } from "./eps-567-parameter-not-found";
import { parameterVersionNotFound } from "./eps-568-parameter-version-not-found";
import { invalidSecretName } from "./eps-569-invalid-secret-name";
import { describeRefused } from "./eps-570-describe-refused";
import { readsThrottled } from "./eps-571-reads-throttled";
import { endpointNotReached } from "./eps-572-endpoint-not-reached";
import { fetchCanceled } from "./eps-573-fetch-canceled";
import { providerRestarted } from "./eps-574-provider-restarted";
import { replica } from "./eps-575-replica";
import { providerPanics } from "./eps-576-provider-panics";
import { certificateNotTrusted } from "./eps-577-certificate-not-trusted";
import { proxyNotReached } from "./eps-578-proxy-not-reached";
import { stsNameNotOfEndpoint } from "./eps-579-sts-name-not-of-endpoint";
import { jsonPathNotValid } from "./eps-581-json-path-not-valid";
import { awsFailed } from "./eps-582-aws-failed";
import { parameterKeyNotUsable } from "./eps-583-parameter-key-not-usable";
import { ciphertextOfAnotherKey } from "./eps-584-ciphertext-of-another-key";
import { keyOfAnotherUsage } from "./eps-585-key-of-another-usage";
import { cannotEncrypt } from "./eps-586-cannot-encrypt";
import { mayNotEncrypt } from "./eps-587-may-not-encrypt";
import { parameterExists } from "./eps-588-parameter-exists";
import { parameterLimit } from "./eps-589-parameter-limit";
import { parameterNotAccepted } from "./eps-590-parameter-not-accepted";
import { rotationFunctionRefuses } from "./eps-591-rotation-function-refuses";
import { rotationNotSetUp } from "./eps-592-rotation-not-set-up";
import { rotationNotFinished } from "./eps-593-rotation-not-finished";
import { rotationCannotLogIn } from "./eps-594-rotation-cannot-log-in";
import { replicationFailed } from "./eps-595-replication-failed";
import { valueTooLarge } from "./eps-596-value-too-large";
import { versionTokenUsedTwice } from "./eps-597-version-token-used-twice";
import { rotationScheduleRefused } from "./eps-598-rotation-schedule-refused";
import { stateOfSecret } from "./eps-599-state-of-secret";
import { noNamespace } from "./eps-601-no-namespace";
import { noServiceAccount } from "./eps-602-no-service-account";
import { noPods } from "./eps-603-no-pods";
import { podUnderAnotherAccount } from "./eps-604-pod-under-another-account";
import { podMountsAnotherClass } from "./eps-605-pod-mounts-another-class";
import { podWithoutANode } from "./eps-606-pod-without-a-node";
import { podWithoutItsImage } from "./eps-607-pod-without-its-image";
import { mountFails } from "./eps-608-mount-fails";
import { filesOfBefore } from "./eps-609-files-of-before";
import { podWaitsForItsMount } from "./eps-610-pod-waits-for-its-mount";
import { fileOfAnOldVersion } from "./eps-611-file-of-an-old-version";
import { podSecurityRefuses } from "./eps-612-pod-security-refuses";
import { quotaOfNamespace } from "./eps-613-quota-of-namespace";
import { priorityClassMissing } from "./eps-614-priority-class-missing";
import { namespaceEnds } from "./eps-615-namespace-ends";
import { admissionWebhookNotReached } from "./eps-616-admission-webhook-not-reached";
import { admissionDenies } from "./eps-617-admission-denies";
import { configMapMissing } from "./eps-618-config-map-missing";
import { containerUserRefused } from "./eps-619-container-user-refused";
import { containerEndsAgain } from "./eps-620-container-ends-again";
import { containerMemory } from "./eps-621-container-memory";
import { programNotStarted } from "./eps-622-program-not-started";
import { subPathOfMount } from "./eps-623-sub-path-of-mount";
import { otherVolumeNotAttached } from "./eps-624-other-volume-not-attached";
import { kubeletWithoutObject } from "./eps-625-kubelet-without-object";
import { anotherDriverNotRegistered } from "./eps-626-another-driver-not-registered";
import { podPutOut } from "./eps-627-pod-put-out";
import { claimNotBound } from "./eps-628-claim-not-bound";
import { writeIntoMount } from "./eps-630-write-into-mount";
import { containerConfiguration } from "./eps-631-container-configuration";
import { nodeNotReady } from "./eps-633-node-not-ready";
import { nodeDiskFull } from "./eps-634-node-disk-full";
import { nodeLimitsUsedUp } from "./eps-635-node-limits-used-up";
import { imageOfAnotherArchitecture } from "./eps-636-image-of-another-architecture";
import { nodePortTaken } from "./eps-637-node-port-taken";
import { pullSecretMissing } from "./eps-638-pull-secret-missing";
import { containerRuntimeTooSlow } from "./eps-639-container-runtime-too-slow";
import { nodeDistrustsRegistry } from "./eps-640-node-distrusts-registry";
import { fargateProfileRole } from "./eps-641-fargate-profile-role";
import { otherVolumeNotMade } from "./eps-642-other-volume-not-made";
import { copyNotThere } from "./eps-650-copy-not-there";
import { classNotMounted } from "./eps-651-class-not-mounted";
import { copiedFileMissing } from "./eps-652-copied-file-missing";
import { otherSecretMissing } from "./eps-653-other-secret-missing";
import { keyOfCopyMissing } from "./eps-654-key-of-copy-missing";
import { copyNotUpdated } from "./eps-655-copy-not-updated";
import { copyWithoutLabel } from "./eps-656-copy-without-label";
import { driverOverloaded } from "./eps-657-driver-overloaded";
import { mountTimedOut } from "./eps-661-mount-timed-out";
import { classStatusNotWritten } from "./eps-662-class-status-not-written";
import { valuesTooLarge } from "./eps-663-values-too-large";
import { fileNotReadable } from "./eps-664-file-not-readable";
import { fileNotInMount } from "./eps-665-file-not-in-mount";
import { copyWithoutData } from "./eps-680-copy-without-data";
import { mountIsFull } from "./eps-681-mount-is-full";
import { statusOfAnEarlierPod } from "./eps-682-status-of-an-earlier-pod";
import { valueNotOfTheCopysType } from "./eps-683-value-not-of-the-copys-type";
import { admissionRefusesVolume } from "./eps-684-admission-refuses-volume";
import { noCluster } from "./eps-701-no-cluster";
import { credentialsOfAnotherAccount } from "./eps-702-credentials-of-another-account";
import { addonNotThere } from "./eps-703-addon-not-there";
import { clusterLostItsOwn } from "./eps-704-cluster-lost-its-own";
import { serviceMayNotUseKey } from "./eps-705-service-may-not-use-key";
import { manifestNotValid } from "./eps-710-manifest-not-valid";
import { fieldImmutable } from "./eps-711-field-immutable";
import { helmOperationPending } from "./eps-712-helm-operation-pending";
import { helmReleaseWithoutSuccess } from "./eps-713-helm-release-without-success";
import { cdkNotBootstrapped } from "./eps-714-cdk-not-bootstrapped";
import { stackState } from "./eps-715-stack-state";
import { stackCapabilities } from "./eps-716-stack-capabilities";
import { dynamicReferencePart } from "./eps-717-dynamic-reference-part";
import { resourceOfAnotherStack } from "./eps-718-resource-of-another-stack";
import { helmHookFailed } from "./eps-719-helm-hook-failed";
import { providerSettingNotKnown } from "./eps-720-provider-setting-not-known";
import { chartNotFound } from "./eps-721-chart-not-found";
import { chartValuesRefused } from "./eps-722-chart-values-refused";
import { objectTooLargeForAnnotation } from "./eps-723-object-too-large-for-annotation";
import { nodesDoNotJoin } from "./eps-724-nodes-do-not-join";
import { valueOfCallRefused } from "./eps-725-value-of-call-refused";
import { nothingOfThatName } from "./eps-726-nothing-of-that-name";
import { noOrganization } from "./eps-727-no-organization";
import { controlPolicyNotChanged } from "./eps-728-control-policy-not-changed";
import { regionNotEnabled } from "./eps-729-region-not-enabled";
import { stateOfCluster } from "./eps-730-state-of-cluster";
import { zoneWithoutEks } from "./eps-731-zone-without-eks";
import { serviceLinkedRole } from "./eps-732-service-linked-role";
import { resourceOfSomebodyElse } from "./eps-733-resource-of-somebody-else";
import { resourceNotThereForStack } from "./eps-734-resource-not-there-for-stack";
import { resourceNotStable } from "./eps-735-resource-not-stable";
import { refusedByService } from "./eps-736-refused-by-service";
import { kubernetesObjectMissing } from "./eps-737-kubernetes-object-missing";
import { apiServerOverloaded } from "./eps-738-api-server-overloaded";
import { objectChangedMeanwhile } from "./eps-739-object-changed-meanwhile";
import { deletionWaits } from "./eps-740-deletion-waits";
import { justMadeNotFound } from "./eps-741-just-made-not-found";
import { keyPolicyNeverAsWritten } from "./eps-742-key-policy-never-as-written";
import { pluginMissing } from "./eps-743-plugin-missing";
import { resourceNamedTwice } from "./eps-744-resource-named-twice";
import { noSuchStack } from "./eps-745-no-such-stack";
import { stackLacksSetting } from "./eps-746-stack-lacks-setting";
import { backendWithoutLogin } from "./eps-747-backend-without-login";
import { stateBroken } from "./eps-748-state-broken";
import { kindNotInstalled } from "./eps-749-kind-not-installed";
import { trustPolicyNotAccepted } from "./eps-750-trust-policy-not-accepted";
import { associationExists } from "./eps-751-association-exists";
import { roleExists } from "./eps-752-role-exists";
import { invalidServicePrincipal } from "./eps-753-invalid-service-principal";
import { invalidPrincipal } from "./eps-754-invalid-principal";
import { principalNotKnownYet } from "./eps-755-principal-not-known-yet";
import { principalNotThere } from "./eps-756-principal-not-there";
import { accountNotKnown } from "./eps-757-account-not-known";
import { keyPolicyLocksOut } from "./eps-758-key-policy-locks-out";
import { keyPolicyWithoutAdministrator } from "./eps-759-key-policy-without-administrator";
import { callerMayNotPutKeyPolicy } from "./eps-760-caller-may-not-put-key-policy";
import { keyPolicyNamesOtherRole } from "./eps-761-key-policy-names-other-role";
import { controlPolicyDeniesDeployment } from "./eps-762-control-policy-denies-deployment";
import { policyWithPrincipal } from "./eps-763-policy-with-principal";
import { mayNotPassRole } from "./eps-764-may-not-pass-role";
import { policyTooLarge } from "./eps-765-policy-too-large";
import { nameScheduledForDeletion } from "./eps-766-name-scheduled-for-deletion";
import { secretExists } from "./eps-767-secret-exists";
import { aliasExists } from "./eps-768-alias-exists";
import { publicPolicy } from "./eps-769-public-policy";
import { addonPreserveOnCreate } from "./eps-770-addon-preserve-on-create";
import { addonConflict } from "./eps-771-addon-conflict";
import { addonVersion } from "./eps-772-addon-version";
import { fieldOfOtherManager } from "./eps-773-field-of-other-manager";
import { stackLocked } from "./eps-774-stack-locked";
import { pendingOperations } from "./eps-775-pending-operations";
import { protectedResource } from "./eps-776-protected-resource";
import { clusterNotReached } from "./eps-777-cluster-not-reached";
import { clusterUnauthorized } from "./eps-778-cluster-unauthorized";
import { roleOfAnotherAccount } from "./eps-779-role-of-another-account";
import { quotaOfAccount } from "./eps-780-quota-of-account";
import { objectExists } from "./eps-781-object-exists";
import { rolloutNotReady } from "./eps-782-rollout-not-ready";
import { replicaExists } from "./eps-783-replica-exists";
import { deployerWithoutCredentials } from "./eps-784-deployer-without-credentials";
import { stateNotOpened } from "./eps-785-state-not-opened";
import { roleNotAssumableByService } from "./eps-786-role-not-assumable-by-service";
import { awsBusy } from "./eps-787-aws-busy";
import { iacReadTooEarly } from "./eps-788-iac-read-too-early";
import { policyMalformed } from "./eps-789-policy-malformed";
import { managedPolicyNotThere } from "./eps-790-managed-policy-not-there";
import { kubernetesRightMissing } from "./eps-791-kubernetes-right-missing";
import { addonNotOfAccount } from "./eps-792-addon-not-of-account";
import { associationRoleNotFound } from "./eps-793-association-role-not-found";
import { roleWithForeignPolicies } from "./eps-794-role-with-foreign-policies";
import { secretWithReplicas } from "./eps-795-secret-with-replicas";
import { noAwsCommand } from "./eps-796-no-aws-command";
import { tokenCommandVersion } from "./eps-797-token-command-version";
import { tokenCommandFailed } from "./eps-798-token-command-failed";
import { kubeconfigNotRead } from "./eps-799-kubeconfig-not-read";
import { tokenCommandPrintsNoJson } from "./eps-800-token-command-prints-no-json";
import { tokenCommandOutputFormat } from "./eps-801-token-command-output-format";
import { tokenCommandWrapped } from "./eps-802-token-command-wrapped";
import { callerMayNotDeploy } from "./eps-803-caller-may-not-deploy";
import { callerDeniedToDeploy } from "./eps-804-caller-denied-to-deploy";
import { deploymentRefused } from "./eps-805-deployment-refused";
import { expiredBeforeStateSaved } from "./eps-806-expired-before-state-saved";
import { addonWithoutPodIdentity } from "./eps-807-addon-without-pod-identity";
import { deploymentDenied } from "./eps-808-deployment-denied";
import { objectPolicyWithoutDeployer } from "./eps-809-object-policy-without-deployer";
import { authenticationMode } from "./eps-810-authentication-mode";
import { oidcProviderExists } from "./eps-811-oidc-provider-exists";
import { roleInInstanceProfile } from "./eps-812-role-in-instance-profile";
import { iamObjectInUse } from "./eps-813-iam-object-in-use";
import { clockOfCaller } from "./eps-814-clock-of-caller";
import { programIgnoresPodsCredentials } from "./eps-815-program-ignores-pods-credentials";
import { globalStsNotReached } from "./eps-816-global-sts-not-reached";
import { globalStsNameUsed } from "./eps-817-global-sts-name-used";
import { tlsOpenedOnTheWay } from "./eps-818-tls-opened-on-the-way";
import { noAuthoritiesInImage } from "./eps-819-no-authorities-in-image";
import { hostNotFound } from "./eps-820-host-not-found";
import { regionMisspelt } from "./eps-821-region-misspelt";
import { clusterDnsSilent } from "./eps-822-cluster-dns-silent";
import { admissionWebhookWithoutPods } from "./eps-823-admission-webhook-without-pods";
import { admissionWebhookOutOfReach } from "./eps-824-admission-webhook-out-of-reach";
import { admissionWebhookCertificate } from "./eps-825-admission-webhook-certificate";
import { springHidesCause } from "./eps-826-spring-hides-cause";
import { nodeWithoutNetworkPlugIn } from "./eps-827-node-without-network-plug-in";
import { nodeDoesNotReachEndpoint } from "./eps-828-node-does-not-reach-endpoint";
import { nodeRoleNotAdmitted } from "./eps-829-node-role-not-admitted";
import { noCapacityForInstances } from "./eps-830-no-capacity-for-instances";
import { registryRefusesNode } from "./eps-831-registry-refuses-node";
import { imageNotInRegistry } from "./eps-832-image-not-in-registry";
import { registryNotReached } from "./eps-833-registry-not-reached";
import { registryLimitsPulls } from "./eps-834-registry-limits-pulls";
import { keyOfSecretNotAllowed } from "./eps-835-key-of-secret-not-allowed";
import { flagNotKnown } from "./eps-836-flag-not-known";
import { noAddressForPod } from "./eps-837-no-address-for-pod";
import { subnetWithoutAddresses } from "./eps-838-subnet-without-addresses";
import { nodeWithoutAddresses } from "./eps-839-node-without-addresses";
import { branchInterfaceNotReady } from "./eps-840-branch-interface-not-ready";
import { networkPlugInNotListening } from "./eps-841-network-plug-in-not-listening";
import { creationTimedOut } from "./eps-842-creation-timed-out";
import { callerDistrustsServer } from "./eps-843-caller-distrusts-server";
import { probeDistrustsServer } from "./eps-844-probe-distrusts-server";
import { webhookCertificateNotSigned } from "./eps-845-webhook-certificate-not-signed";
import { noRecommendedPolicies } from "./eps-846-no-recommended-policies";
import { granteeDeleted } from "./eps-847-grantee-deleted";
import { endpointPrivate } from "./eps-848-endpoint-private";
import { endpointDoesNotAdmitAddress } from "./eps-849-endpoint-does-not-admit-address";
import { esoStore } from "./eps-850-eso-store";
import { esoNeedsIrsa } from "./eps-851-eso-needs-irsa";
import { esoFieldsMisspelt } from "./eps-852-eso-fields-misspelt";
import { kube2iam } from "./eps-853-kube2iam";
import { roleAssumesItself } from "./eps-854-role-assumes-itself";
import { esoSecretMissing } from "./eps-855-eso-secret-missing";
import { publishSecretMissing } from "./eps-856-publish-secret-missing";
import { azureVaultRefuses } from "./eps-857-azure-vault-refuses";
import { ackAdoption } from "./eps-858-ack-adoption";
import { ackNotManaged } from "./eps-859-ack-not-managed";
import { esoStoreMissing } from "./eps-860-eso-store-missing";
import { esoStoreNotForNamespace } from "./eps-861-eso-store-not-for-namespace";
import { esoTargetOwned } from "./eps-862-eso-target-owned";
import { esoStoreUnmanaged } from "./eps-863-eso-store-unmanaged";
import { esoTargetImmutable } from "./eps-864-eso-target-immutable";
import { secretsManagerAgent } from "./eps-865-secrets-manager-agent";
import { sessionTokenOfSession } from "./eps-866-session-token-of-session";
import { statePlaceNotUsable } from "./eps-867-state-place-not-usable";
import { statePlaceRefuses } from "./eps-868-state-place-refuses";
import { statePlaceNotThere } from "./eps-869-state-place-not-there";
import { statePlaceNotReached } from "./eps-870-state-place-not-reached";
import { noProjectHere } from "./eps-871-no-project-here";
import { stackExists } from "./eps-872-stack-exists";
import { noYaml } from "./eps-873-no-yaml";
import { secretsOfStackNotOpened } from "./eps-874-secrets-of-stack-not-opened";
import { nodeGroupLostItsOwn } from "./eps-875-node-group-lost-its-own";
import { podsNotEvicted } from "./eps-876-pods-not-evicted";
import { pipelineRoleDistrustsToken } from "./eps-877-pipeline-role-distrusts-token";
import { clusterCertificateNotTrusted } from "./eps-878-cluster-certificate-not-trusted";
import { proxyBeforeCluster } from "./eps-879-proxy-before-cluster";
import { terraformNotInitialized } from "./eps-880-terraform-not-initialized";
import { agentAnswersWithStatus } from "./eps-882-agent-answers-with-status";
import { springDoesNotKnowSource } from "./eps-883-spring-does-not-know-source";
import { esoStoreOfOthers } from "./eps-884-eso-store-of-others";

/** Every entry, in the order of the ids. */
export const CATALOGUE: readonly Entry[] = [
  windowsNode,
  driverNotOnNode,
  noCsidriverObject,
  driverSocketRefuses,
  providerNotOnNode,
  providerSocketRefuses,
  agentTimeout,
  agentNotReady,
  agentNotReached,
  agentTimeoutTooShort,
  agentCallGivenUp,
  startUpStorm,
  agentThrottled,
  eksAuthNotReached,
  nodeRoleLacksEksAuth,
  agentCannotBind,
  driverMayNotMakeTokens,
  driverMayNotCopy,
  providerMayNotLook,
  agentByOtherAddress,
  agentAnswersWithError,
  fargate,
  driverAndProviderDoNotFit,
  addonDegraded,
  providerSocketMissing,
  providerInAnotherDirectory,
  providerBeforeDriver,
  nodeKeepsStartUpTaint,
  agentAsksEksForEachToken,
  driverNotRegistered,
  driverContainerSilent,
  driverTooOldForKubelet,
  agentDoesNotReachItself,
  eksctlDemandsAgent,
  providerThrottlesItself,
  providerSocketNotMade,
  driverCannotUseMountDirectory,
  clockOfAgent,
  driverObjectOfOtherMode,
  providerDoesNotSeeMounts,
  registrarOfOtherVersion,
  addonRefusedByAdmission,
  addonChangedByHand,
  addonManagerLacksRight,
  addonConfiguration,
  routeOfAgentsAddress,
  podDoesNotReachClusterApi,
  agentCannotSetUpAddress,
  agentWithoutACache,
  classOfOtherObjects,
  classOfFormerArn,
  classOfOtherSettings,
  classOfAnotherTool,
  classNotOfAws,
  classNotThere,
  volumeNamesNoClass,
  volumeNotReadOnly,
  arnOfOtherRegion,
  objectWithoutType,
  unknownObjectType,
  typeNotOfArn,
  filePermission,
  sameFileTwice,
  failoverObject,
  classIsNoYaml,
  pathTranslation,
  noRegion,
  pathLeavesMount,
  versionAndLabel,
  noSuchArn,
  usePodIdentityNoBoolean,
  objectIncomplete,
  tooManyRegions,
  noSuchKind,
  classOfOtherProvider,
  classWithoutObjects,
  classWithoutProvider,
  parametersNotText,
  associationOfAnotherRole,
  associationOfAnotherTargetRole,
  associationWithoutTags,
  associationWithAPolicy,
  credentialsOfBefore,
  trustDenies,
  agentRequestRefused,
  tokenOfMountGone,
  sdkWithoutSts,
  credentialsOfEcsAsked,
  instanceRoleRefused,
  tokenWithoutRole,
  metadataNotReached,
  tokenOfAnotherAudience,
  tokenSignedWithAnotherKey,
  tokenPathIsDirectory,
  tokenReadOnce,
  tokenOfEndedPod,
  tokenFileNotReadable,
  signatureDoesNotMatch,
  secretKeyOfAnotherId,
  requestNotAsSigned,
  keysLockedAsPublic,
  variablesOfAnotherWay,
  annotationOfAnotherRole,
  classWithPodIdentity,
  roleNotThere,
  notInAPod,
  timeoutOfProviderNotTaken,
  tokenOfNoPod,
  webhookSettingNotTaken,
  noTokens,
  noPodIdentityAudience,
  classWithoutPodIdentity,
  emptyToken,
  irsaTried,
  nodeRoleUsed,
  noAssociation,
  trustRefuses,
  trustWithoutEks,
  trustWithoutTagSession,
  trustCondition,
  associatedRoleGone,
  malformedToken,
  tokenNotValid,
  webIdentityDenied,
  irsaSubject,
  irsaProvider,
  annotatedRoleGone,
  noOidcProvider,
  oidcProviderMissing,
  webIdentityNotValidated,
  tokenFileNotThere,
  noCredentials,
  sdkTooOld,
  sessionTagsTooLarge,
  credentialsExpired,
  notInjected,
  roleNotAssumed,
  targetRoleTrust,
  keysNotKnown,
  providerBeforePodIdentity,
  noIrsaAnnotation,
  noStsAudience,
  audienceNotOfProvider,
  thumbprintOfProvider,
  programSendsNoToken,
  webIdentityExpired,
  stsNotActiveInRegion,
  issuerNotReachedBySts,
  annotatedRoleIsNoArn,
  webhookNotThere,
  dotnetWithoutSecurityToken,
  sessionTooLong,
  goModulesDoNotFit,
  keysWithStrayCharacter,
  sdkDoesNotKnowService,
  refusalIsHidden,
  readNotGranted,
  readerRevoked,
  anotherKey,
  noIdentityPolicy,
  noResourcePolicy,
  noBoundary,
  noSessionPolicy,
  noScp,
  noRcp,
  noEndpointPolicy,
  identityPolicyDenies,
  resourcePolicyDenies,
  boundaryDenies,
  sessionPolicyDenies,
  scpDenies,
  rcpDenies,
  endpointPolicyDenies,
  deniedBySomePolicy,
  deniedWithoutReason,
  nameInCallersAccount,
  arnNeededAcrossAccounts,
  kmsRefuses,
  awsManagedKey,
  keyPolicyRefuses,
  noDecryptInIdentityPolicy,
  versionUnderFormerKey,
  keyDeleted,
  keyIdMalformed,
  replicaNotThere,
  customKeyStore,
  replicaByItself,
  noSuchVersion,
  parameterNotWhereAsked,
  secretNotFound,
  secretGone,
  otherRegion,
  wrongName,
  noValue,
  markedForDeletion,
  keyDisabled,
  keyPendingDeletion,
  keyUnusable,
  keyMaterialNotThere,
  keyNotThere,
  cannotDecrypt,
  fetchFailedEverywhere,
  jsonPartMissing,
  valueIsNoJson,
  partIsNoText,
  parametersFailedEverywhere,
  parameterNotFound,
  parameterVersionNotFound,
  invalidSecretName,
  describeRefused,
  readsThrottled,
  endpointNotReached,
  fetchCanceled,
  providerRestarted,
  replica,
  providerPanics,
  certificateNotTrusted,
  proxyNotReached,
  stsNameNotOfEndpoint,
  jsonPathNotValid,
  awsFailed,
  parameterKeyNotUsable,
  ciphertextOfAnotherKey,
  keyOfAnotherUsage,
  cannotEncrypt,
  mayNotEncrypt,
  parameterExists,
  parameterLimit,
  parameterNotAccepted,
  rotationFunctionRefuses,
  rotationNotSetUp,
  rotationNotFinished,
  rotationCannotLogIn,
  replicationFailed,
  valueTooLarge,
  versionTokenUsedTwice,
  rotationScheduleRefused,
  stateOfSecret,
  noNamespace,
  noServiceAccount,
  noPods,
  podUnderAnotherAccount,
  podMountsAnotherClass,
  podWithoutANode,
  podWithoutItsImage,
  mountFails,
  filesOfBefore,
  podWaitsForItsMount,
  fileOfAnOldVersion,
  podSecurityRefuses,
  quotaOfNamespace,
  priorityClassMissing,
  namespaceEnds,
  admissionWebhookNotReached,
  admissionDenies,
  configMapMissing,
  containerUserRefused,
  containerEndsAgain,
  containerMemory,
  programNotStarted,
  subPathOfMount,
  otherVolumeNotAttached,
  kubeletWithoutObject,
  anotherDriverNotRegistered,
  podPutOut,
  claimNotBound,
  writeIntoMount,
  containerConfiguration,
  nodeNotReady,
  nodeDiskFull,
  nodeLimitsUsedUp,
  imageOfAnotherArchitecture,
  nodePortTaken,
  pullSecretMissing,
  containerRuntimeTooSlow,
  nodeDistrustsRegistry,
  fargateProfileRole,
  otherVolumeNotMade,
  copyNotThere,
  classNotMounted,
  copiedFileMissing,
  otherSecretMissing,
  keyOfCopyMissing,
  copyNotUpdated,
  copyWithoutLabel,
  driverOverloaded,
  mountTimedOut,
  classStatusNotWritten,
  valuesTooLarge,
  fileNotReadable,
  fileNotInMount,
  copyWithoutData,
  mountIsFull,
  statusOfAnEarlierPod,
  valueNotOfTheCopysType,
  admissionRefusesVolume,
  noCluster,
  credentialsOfAnotherAccount,
  addonNotThere,
  clusterLostItsOwn,
  serviceMayNotUseKey,
  manifestNotValid,
  fieldImmutable,
  helmOperationPending,
  helmReleaseWithoutSuccess,
  cdkNotBootstrapped,
  stackState,
  stackCapabilities,
  dynamicReferencePart,
  resourceOfAnotherStack,
  helmHookFailed,
  providerSettingNotKnown,
  chartNotFound,
  chartValuesRefused,
  objectTooLargeForAnnotation,
  nodesDoNotJoin,
  valueOfCallRefused,
  nothingOfThatName,
  noOrganization,
  controlPolicyNotChanged,
  regionNotEnabled,
  stateOfCluster,
  zoneWithoutEks,
  serviceLinkedRole,
  resourceOfSomebodyElse,
  resourceNotThereForStack,
  resourceNotStable,
  refusedByService,
  kubernetesObjectMissing,
  apiServerOverloaded,
  objectChangedMeanwhile,
  deletionWaits,
  justMadeNotFound,
  keyPolicyNeverAsWritten,
  pluginMissing,
  resourceNamedTwice,
  noSuchStack,
  stackLacksSetting,
  backendWithoutLogin,
  stateBroken,
  kindNotInstalled,
  trustPolicyNotAccepted,
  associationExists,
  roleExists,
  invalidServicePrincipal,
  invalidPrincipal,
  principalNotKnownYet,
  principalNotThere,
  accountNotKnown,
  keyPolicyLocksOut,
  keyPolicyWithoutAdministrator,
  callerMayNotPutKeyPolicy,
  keyPolicyNamesOtherRole,
  controlPolicyDeniesDeployment,
  policyWithPrincipal,
  mayNotPassRole,
  policyTooLarge,
  nameScheduledForDeletion,
  secretExists,
  aliasExists,
  publicPolicy,
  addonPreserveOnCreate,
  addonConflict,
  addonVersion,
  fieldOfOtherManager,
  stackLocked,
  pendingOperations,
  protectedResource,
  clusterNotReached,
  clusterUnauthorized,
  roleOfAnotherAccount,
  quotaOfAccount,
  objectExists,
  rolloutNotReady,
  replicaExists,
  deployerWithoutCredentials,
  stateNotOpened,
  roleNotAssumableByService,
  awsBusy,
  iacReadTooEarly,
  policyMalformed,
  managedPolicyNotThere,
  kubernetesRightMissing,
  addonNotOfAccount,
  associationRoleNotFound,
  roleWithForeignPolicies,
  secretWithReplicas,
  noAwsCommand,
  tokenCommandVersion,
  tokenCommandFailed,
  kubeconfigNotRead,
  tokenCommandPrintsNoJson,
  tokenCommandOutputFormat,
  tokenCommandWrapped,
  callerMayNotDeploy,
  callerDeniedToDeploy,
  deploymentRefused,
  expiredBeforeStateSaved,
  addonWithoutPodIdentity,
  deploymentDenied,
  objectPolicyWithoutDeployer,
  authenticationMode,
  oidcProviderExists,
  roleInInstanceProfile,
  iamObjectInUse,
  clockOfCaller,
  programIgnoresPodsCredentials,
  globalStsNotReached,
  globalStsNameUsed,
  tlsOpenedOnTheWay,
  noAuthoritiesInImage,
  hostNotFound,
  regionMisspelt,
  clusterDnsSilent,
  admissionWebhookWithoutPods,
  admissionWebhookOutOfReach,
  admissionWebhookCertificate,
  springHidesCause,
  nodeWithoutNetworkPlugIn,
  nodeDoesNotReachEndpoint,
  nodeRoleNotAdmitted,
  noCapacityForInstances,
  registryRefusesNode,
  imageNotInRegistry,
  registryNotReached,
  registryLimitsPulls,
  keyOfSecretNotAllowed,
  flagNotKnown,
  noAddressForPod,
  subnetWithoutAddresses,
  nodeWithoutAddresses,
  branchInterfaceNotReady,
  networkPlugInNotListening,
  creationTimedOut,
  callerDistrustsServer,
  probeDistrustsServer,
  webhookCertificateNotSigned,
  noRecommendedPolicies,
  granteeDeleted,
  endpointPrivate,
  endpointDoesNotAdmitAddress,
  esoStore,
  esoNeedsIrsa,
  esoFieldsMisspelt,
  kube2iam,
  roleAssumesItself,
  esoSecretMissing,
  publishSecretMissing,
  azureVaultRefuses,
  ackAdoption,
  ackNotManaged,
  esoStoreMissing,
  esoStoreNotForNamespace,
  esoTargetOwned,
  esoStoreUnmanaged,
  esoTargetImmutable,
  secretsManagerAgent,
  sessionTokenOfSession,
  statePlaceNotUsable,
  statePlaceRefuses,
  statePlaceNotThere,
  statePlaceNotReached,
  noProjectHere,
  stackExists,
  noYaml,
  secretsOfStackNotOpened,
  nodeGroupLostItsOwn,
  podsNotEvicted,
  pipelineRoleDistrustsToken,
  clusterCertificateNotTrusted,
  proxyBeforeCluster,
  terraformNotInitialized,
  agentAnswersWithStatus,
  springDoesNotKnowSource,
  esoStoreOfOthers,
];

/** The entry of an id, whatever its letters' case; undefined where there is none. */
export function entryOf(id: string): Entry | undefined {
  return CATALOGUE.find((entry) => entry.id === id.toUpperCase());
}
