import type { ChangeKind } from "iam-proof";
import { addNode } from "./eks/add-node";
import { administerCluster } from "./eks/administer-cluster";
import { associateIdentityProvider } from "./eks/associate-identity-provider";
import { assumeRoleForPodIdentity } from "./eks/assume-role-for-pod-identity";
import { changeAuthenticationMode } from "./eks/change-authentication-mode";
import { changeEntryGroups } from "./eks/change-entry-groups";
import { changeLaunchTemplate } from "./eks/change-launch-template";
import { changeNodeUserData } from "./eks/change-node-user-data";
import { connectToNode } from "./eks/connect-to-node";
import { createAssociation } from "./eks/create-association";
import { createCapability } from "./eks/create-capability";
import { installAddon } from "./eks/install-addon";
import { recreateCluster } from "./eks/recreate-cluster";
import { replaceAssociation } from "./eks/replace-association";
import { runCommandOnNode } from "./eks/run-command-on-node";
import { updateAssociation } from "./eks/update-association";
import { accountTokenSecret, readAccountToken } from "./kubernetes/account-token-secret";
import { attach } from "./kubernetes/attach";
import { bindRole } from "./kubernetes/bind-role";
import { changeClass } from "./kubernetes/change-class";
import { changeNodeProgram } from "./kubernetes/change-node-program";
import { createPod } from "./kubernetes/create-pod";
import { ephemeralContainer } from "./kubernetes/ephemeral-container";
import { escalateRole } from "./kubernetes/escalate-role";
import { exec } from "./kubernetes/exec";
import { externalSecret } from "./kubernetes/external-secret";
import { impersonate } from "./kubernetes/impersonate";
import { makePods } from "./kubernetes/make-pods";
import { mutatePods } from "./kubernetes/mutate-pods";
import { nodeTokens } from "./kubernetes/node-tokens";
import { nodesProxy } from "./kubernetes/nodes-proxy";
import { patchPod } from "./kubernetes/patch-pod";
import { reachHost } from "./kubernetes/reach-host";
import { readCopy } from "./kubernetes/read-copy";
import { requestToken } from "./kubernetes/request-token";
import { tokenAtAgent } from "./kubernetes/token-at-agent";
import { writeAwsAuth } from "./kubernetes/write-aws-auth";

/** Kinds of change that use calls to EKS, or to EC2 and Systems Manager on nodes, in clusters whose objects are known. */
export const EKS_KINDS: ChangeKind[] = [
  ...[createAssociation, updateAssociation, replaceAssociation, administerCluster],
  ...[changeEntryGroups, changeAuthenticationMode, associateIdentityProvider, installAddon],
  ...[assumeRoleForPodIdentity, createCapability, recreateCluster],
  ...[runCommandOnNode, connectToNode, changeNodeUserData, changeLaunchTemplate, addNode],
];

/** Kinds of change that use calls to a cluster's API server. */
export const KUBERNETES_KINDS: ChangeKind[] = [
  ...[readCopy, createPod, makePods, exec, attach, patchPod, ephemeralContainer, requestToken],
  ...[
    tokenAtAgent,
    nodesProxy,
    accountTokenSecret,
    readAccountToken,
    bindRole,
    escalateRole,
    impersonate,
  ],
  ...[mutatePods, writeAwsAuth, changeClass, changeNodeProgram, reachHost, nodeTokens],
  externalSecret,
];
