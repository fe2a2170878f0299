/** A value that nothing may repeat. It stands in each attribute that is not taken. */
export const SENTINEL = "hunter2-sentinel";

export const ACCOUNT = "111111111111";
export const ROLE = `arn:aws:iam::${ACCOUNT}:role/orders-20260101`;
export const SECRET = `arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:orders/db-AbCdEf`;
export const KEY = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/11111111-2222-3333-4444-555555555555`;
export const PARAMETER = `arn:aws:ssm:eu-west-1:${ACCOUNT}:parameter/orders/url`;
export const CLUSTER = `arn:aws:eks:eu-west-1:${ACCOUNT}:cluster/shop`;
export const ASSOCIATION = `arn:aws:eks:eu-west-1:${ACCOUNT}:podidentityassociation/shop/a-abcdefghijklmnop1`;

type Values = Record<string, unknown>;

/** A resource as `terraform show -json` writes it; `index` as Terraform writes it in an address. */
export function resource(place: string, type: string, values: Values, index = ""): Values {
  const [, name] = place.split("!");
  const path = place.split("!")[0];
  return {
    address: `${path}${type}.${name}${index}`,
    mode: "managed",
    type,
    name,
    ...(index && { index: JSON.parse(index.slice(1, -1)) }),
    provider_name: "registry.terraform.io/hashicorp/aws",
    schema_version: 0,
    values,
    sensitive_values: { description: SENTINEL },
    depends_on: [SENTINEL],
  };
}

/** Resources of terraform-aws-modules/eks-pod-identity 2.8.1 with a custom policy, for one association. */
export function podIdentityModule(module = "module.orders."): Values[] {
  const own = (type: string, name: string, values: Values, index: string) =>
    resource(`${module}!${name}`, type, values, index);
  const tags = { tags: { Name: SENTINEL }, tags_all: { [SENTINEL]: SENTINEL } };
  return [
    own(
      "aws_eks_pod_identity_association",
      "this",
      {
        association_arn: ASSOCIATION,
        association_id: SENTINEL,
        cluster_name: SENTINEL,
        disable_session_tags: false,
        external_id: SENTINEL,
        id: SENTINEL,
        namespace: "orders",
        policy: SENTINEL,
        region: SENTINEL,
        role_arn: SENTINEL,
        service_account: "orders",
        target_role_arn: SENTINEL,
        ...tags,
      },
      '["orders"]',
    ),
    own(
      "aws_iam_policy",
      "custom",
      {
        arn: SENTINEL,
        attachment_count: 1,
        description: SENTINEL,
        id: SENTINEL,
        name: SENTINEL,
        name_prefix: SENTINEL,
        path: SENTINEL,
        policy: SENTINEL,
        policy_id: SENTINEL,
        ...tags,
      },
      "[0]",
    ),
    own(
      "aws_iam_role",
      "this",
      {
        arn: ROLE,
        assume_role_policy: SENTINEL,
        create_date: SENTINEL,
        description: SENTINEL,
        force_detach_policies: true,
        id: SENTINEL,
        inline_policy: [{ name: SENTINEL, policy: SENTINEL }],
        managed_policy_arns: [SENTINEL],
        max_session_duration: 3600,
        name: SENTINEL,
        name_prefix: SENTINEL,
        path: SENTINEL,
        permissions_boundary: SENTINEL,
        unique_id: SENTINEL,
        ...tags,
      },
      "[0]",
    ),
    own(
      "aws_iam_role_policy_attachment",
      "custom",
      { id: SENTINEL, policy_arn: SENTINEL, role: "orders-20260101" },
      "[0]",
    ),
  ];
}

/** Secret, key and all that goes with them. */
export function secretResources(): Values[] {
  const own = (type: string, values: Values) => resource("!db", type, values);
  const tags = { tags: { Name: SENTINEL }, tags_all: { [SENTINEL]: SENTINEL } };
  return [
    own("aws_kms_key", {
      arn: KEY,
      description: SENTINEL,
      enable_key_rotation: true,
      id: SENTINEL,
      is_enabled: true,
      key_id: SENTINEL,
      multi_region: false,
      policy: SENTINEL,
      ...tags,
    }),
    own("aws_kms_alias", {
      arn: SENTINEL,
      name: SENTINEL,
      target_key_arn: KEY,
      target_key_id: SENTINEL,
    }),
    own("aws_kms_key_policy", { id: SENTINEL, key_id: KEY, policy: SENTINEL }),
    own("aws_secretsmanager_secret", {
      arn: SECRET,
      description: SENTINEL,
      id: SENTINEL,
      kms_key_id: SENTINEL,
      name: SENTINEL,
      policy: SENTINEL,
      recovery_window_in_days: 30,
      replica: [{ region: SENTINEL, kms_key_id: SENTINEL }],
      ...tags,
    }),
    own("aws_secretsmanager_secret_policy", {
      id: SENTINEL,
      secret_arn: SECRET,
      policy: SENTINEL,
    }),
    own("aws_secretsmanager_secret_version", {
      arn: SENTINEL,
      id: SENTINEL,
      secret_id: SECRET,
      secret_string: SENTINEL,
      secret_binary: SENTINEL,
      version_id: SENTINEL,
      version_stages: [SENTINEL],
    }),
    own("aws_secretsmanager_secret_rotation", {
      id: SENTINEL,
      secret_id: SECRET,
      rotation_lambda_arn: SENTINEL,
      rotation_rules: [{ automatically_after_days: 30, duration: SENTINEL }],
    }),
    own("aws_ssm_parameter", {
      arn: PARAMETER,
      type: SENTINEL,
      key_id: SENTINEL,
      value: SENTINEL,
      insecure_value: SENTINEL,
      ...tags,
    }),
  ];
}

/** Objects of a cluster. */
export function clusterObjects(): Values[] {
  const own = (type: string, values: Values) => resource("!orders", type, values);
  const annotations = { "eks.amazonaws.com/role-arn": SENTINEL, note: SENTINEL };
  const providerClass = {
    apiVersion: "secrets-store.csi.x-k8s.io/v1",
    kind: "SecretProviderClass",
    metadata: { name: "orders", namespace: "orders", annotations: { note: SENTINEL } },
    spec: { provider: SENTINEL, parameters: { objects: SENTINEL } },
  };
  const secret = {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: SENTINEL, namespace: SENTINEL },
    stringData: { password: SENTINEL },
    spec: { provider: SENTINEL },
  };
  return [
    own("kubernetes_service_account_v1", {
      id: SENTINEL,
      metadata: [{ name: "orders", namespace: "orders", annotations, labels: { a: SENTINEL } }],
      secret: [{ name: SENTINEL }],
    }),
    own("kubernetes_manifest", { manifest: providerClass, object: { data: SENTINEL } }),
    own("kubernetes_manifest", { manifest: secret, object: secret }),
    own("kubectl_manifest", {
      api_version: "v1",
      kind: "ServiceAccount",
      name: "billing",
      namespace: null,
      yaml_body: SENTINEL,
      yaml_body_parsed: SENTINEL,
    }),
    own("kubectl_manifest", {
      api_version: "v1",
      kind: "Secret",
      name: SENTINEL,
      namespace: SENTINEL,
      yaml_body: SENTINEL,
    }),
  ];
}

/** Types of which nothing is taken. */
export function otherResources(): Values[] {
  const values = {
    secret_string: SENTINEL,
    secret_binary: SENTINEL,
    arn: SENTINEL,
    result: SENTINEL,
    environment: [{ variables: { [SENTINEL]: SENTINEL } }],
    set_sensitive: [{ name: SENTINEL, value: SENTINEL }],
  };
  return [
    "random_password",
    "aws_iam_openid_connect_provider",
    "aws_lambda_function",
    "aws_db_instance",
    "kubernetes_secret",
    "kubernetes_config_map",
    "helm_release",
    "toString",
  ].map((type) => resource("!other", type, values));
}

/** What `terraform show -json` prints of a state. */
export function shown(resources: Values[], modules: Record<string, Values[]> = {}): string {
  return JSON.stringify({
    format_version: "1.0",
    terraform_version: "1.11.4",
    values: {
      outputs: { password: { sensitive: true, value: SENTINEL, type: "string" } },
      root_module: {
        resources,
        child_modules: Object.entries(modules).map(([address, own]) => ({
          resources: own,
          address,
        })),
      },
    },
    checks: [{ problems: [{ message: SENTINEL }] }],
  });
}
