/** Texts of cluster, driver, provider and agent: the ids that answer them, and the text. */
export const clusterTexts: [string, string][] = [
  [
    "EPS-153",
    String.raw`E0515 13:21:11.025544       1 nodeserver.go:235] "failed to mount secrets store object content" err="error connecting to provider \"aws\": provider not found: provider \"aws\"" pod="myns/mypod-74679c49bf-f7trm"`,
  ],
  [
    "EPS-153",
    'MountVolume.SetUp failed for volume "secrets-store-inline" : rpc error: code = Unknown desc = failed to mount secrets store objects for pod ns-ai-service/ns-ai-service-858bf5f554-2jp8c, err: error connecting to provider "aws": provider not found: provider "aws"',
  ],
  [
    "EPS-271",
    'MountVolume.SetUp failed for volume "mysecret" : rpc error: code = Unknown desc = failed to mount secrets store objects for pod default/mypod, err: error connecting to provider "gcp": provider not found: provider "gcp"',
  ],
  [
    "EPS-150",
    'Warning FailedMount 42s (x12 over 8m56s) kubelet, akswin000000 MountVolume.SetUp failed for volume "secrets-store01-inline" : kubernetes.io/csi: mounter.SetUpAt failed to get CSI client: driver name secrets-store.csi.k8s.io not found in the list of registered CSI drivers',
  ],
  [
    "EPS-151",
    'MountVolume.NewMounter initialization failed for volume "secrets-store-inline" : volume mode "Ephemeral" not supported by driver secrets-store.csi.k8s.io (no CSIDriver object)',
  ],
  [
    "EPS-261",
    'Warning  FailedMount  23s (x7 over 55s)  kubelet, ip-10-6-19-185.ec2.internal  MountVolume.SetUp failed for volume "secrets" : rpc error: code = Unknown desc = failed to mount secrets store objects for pod test-service/deployment-test-data-services-8646cdc588-vbz2p, err: rpc error: code = Unknown desc = Failed to load SecretProviderClass: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal object into Go value of type []*provider.SecretDescriptor',
  ],
  [
    "EPS-155",
    'MountVolume.SetUp failed for volume "csi" : rpc error: code = Unknown desc = failed to mount secrets store objects for pod <pod-name>, err: rpc error: code = Unknown desc = us-east-1: failed to get AWS config from pod identity agent: HTTP request to pod identity agent failed: Get "http://169.254.170.23/v1/credentials": context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
  ],
  [
    "EPS-155",
    `operation error Secrets Manager: GetSecretValue, exceeded maximum number of attempts, 3,
get identity: get credentials: failed to refresh cached credentials,
failed to load credentials, exceeded maximum number of attempts, 3, : []`,
  ],
  [
    "EPS-160",
    '{"client-addr":"10.10.5.179:53244","cluster-name":"eks-cluster-qa","level":"error","msg":"Error fetching credentials: error getting credentials to cache: unable to fetch credentials from EKS Auth: operation error EKS Auth: AssumeRoleForPodIdentity, https response error StatusCode: 0, RequestID: , canceled, context canceled","operation":"AssumeRoleForPodIdentity","request-id":"","service":"EKS Auth","time":"2025-07-09T02:52:10Z"}',
  ],
  [
    "EPS-362",
    '{"client-addr":":","cluster-name":"<CLUSTER_NAME>","level":"error","msg":"Error fetching credentials: Service account token cannot be parsed: token is malformed: could not base64 decode header: illegal base64 data at input byte 6","time":"2025-12-23T14:16:38Z"}',
  ],
  [
    "EPS-363",
    "Removing credentials from cache, got non recoverable error: error getting credentials to cache: unable to fetch credentials from EKS Auth: operation error EKS Auth: AssumeRoleForPodIdentity, https response error StatusCode: 400, RequestID: 3c5a77b1-e68d-44fe-8b54-4a6c9bbcb057, ExpiredTokenException: The token included in the request is expired: current date/time 2025-07-06T07:02:09.314833331Z must be before the expiration date/time 2025-07-06T04:16:18Z.",
  ],
  [
    "EPS-166",
    String.raw`secretproviderclasspodstatus_controller.go:325] "failed to create Kubernetes secret" err="secrets is forbidden: User \"system:serviceaccount:kube-system:secrets-store-csi-driver\" cannot create resource \"secrets\" in API group \"\" in the namespace \"default\"" spc="default/aws-secrets" pod="default/pod" secret="default/secret" spcps="default/pod-deployment-default-aws-secrets"`,
  ],
  ["", "Warning  BackOff  3m (x20 over 8m)  kubelet  Back-off restarting failed container"],
];
