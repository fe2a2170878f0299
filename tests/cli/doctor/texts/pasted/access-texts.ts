/** Texts of credentials and authorisation: the ids that answer them, and the text. */
export const accessTexts: [string, string][] = [
  [
    "EPS-357",
    '{"level":"error","ts":"2025-11-09T13:35:17.149Z","logger":"setup","msg":"Unable to create controller manager","error":"unable to determine account ID: unable to get caller identity: operation error STS: GetCallerIdentity, get identity: get credentials: failed to refresh cached credentials, failed to load credentials, : [43250e5c-8c9c-4fe8-af41-34d48103435b]: (AccessDeniedException): Unauthorized Exception! EKS does not have permissions to assume the associated role., fault: client"}',
  ],
  [
    "EPS-364",
    `Warning  FailedMount  41m  kubelet  MountVolume.SetUp failed for volume "secrets-store-inline" : rpc error: code = Unknown desc = failed to mount secrets store objects for pod default/nginx-deployment-74d68b559b-lsfr9, err: rpc error: code = Unknown desc = Failed fetching parameters: WebIdentityErr: failed to retrieve credentials
caused by: AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity
           status code: 403, request id: 74069505-0a96-4068-a6ea-4e37e1bf9f9d`,
  ],
  [
    "EPS-368",
    `2021/10/22 03:14:16 Could not initialize EKS CloudWatch client: WebIdentityErr: failed to retrieve credentials
caused by: InvalidIdentityToken: No OpenIDConnect provider found in your account for https://oidc.eks.us-east-1.amazonaws.com/id/***********************************************
\tstatus code: 400, request id: 3714365f-c50b-4cae-b958-917eb6a34b50`,
  ],
  [
    "EPS-466",
    "User: arn:aws:sts::<account-id>:assumed-role/<role> is not authorized to perform: secretsmanager:GetSecretValue on resource: site-k/test because no identity-based policy allows the secretsmanager:GetSecretValue action",
  ],
  [
    "EPS-355",
    "User: arn:aws:sts::000000000000:assumed-role/cluster-nodes/i-0000a1b2c3d4e5f60 is not authorized to perform: secretsmanager:GetSecretValue on resource: orders because no identity-based policy allows the secretsmanager:GetSecretValue action",
  ],
];
