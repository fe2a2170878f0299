"""One secret of an owner's account, read by one pod of another account's cluster."""

import eks_pod_secrets as pods
import pulumi
import pulumi_aws as aws
import pulumi_kubernetes as k8s

config = pulumi.Config()
region = "us-east-1"
account = config.require("readerAccount")
cluster_arn = f"arn:aws:eks:{region}:{account}:cluster/{config.require('clusterName')}"
namespace = "orders"
service_account = "orders-api"
role_name = "orders-api"
role_arn = f"arn:aws:iam::{account}:role/{role_name}"

# The owner's side. The role need not exist yet: its ARN follows from its name.
owner = aws.Provider("owner", region=region, profile=config.require("ownerProfile"))
in_owner = pulumi.ResourceOptions(providers=[owner])
key = pods.PodSecretKey("orders", key_alias="pods-orders", opts=in_owner)
secret = pods.PodSecret(
    "orders-db",
    secret_name="orders/db",
    key_arn=key.key_arn,
    readers=[
        pods.SecretReaderArgs(
            reader=pods.ReaderArgs(
                cluster_arn=cluster_arn, namespace=namespace, service_account=service_account
            ),
            role_arn=role_arn,
        )
    ],
    opts=in_owner,
)
key_policy = pods.PodSecretKeyPolicy(
    "orders",
    key_arn=key.key_arn,
    secrets=[
        pods.KeyedSecretArgs(
            encryption_context_arns=[secret.secret_arn], reader_role_arns=[role_arn]
        )
    ],
    opts=in_owner,
)

# The reader's side.
runner = aws.Provider("runner", region=region, profile=config.require("readerProfile"))
kubernetes = k8s.Provider("kubernetes", context=config.require("kubeContext"))
reader = pods.PodReader(
    "orders",
    cluster_arn=cluster_arn,
    namespace=namespace,
    service_account=service_account,
    role_name=role_name,
    secrets=[pods.ReadableSecretArgs(arn=secret.secret_arn, key_arn=key_policy.key_arn)],
    opts=pulumi.ResourceOptions(providers=[runner, kubernetes]),
)
mount = pods.SecretMount(
    "orders",
    namespace=namespace,
    region=region,
    objects=[pods.MountedObjectArgs(object_name=secret.secret_arn, object_alias="db")],
    opts=pulumi.ResourceOptions(providers=[kubernetes]),
)

# For the pod's specification: `serviceAccountName`, `volumes` and the container's `volumeMounts`.
pulumi.export("serviceAccountName", reader.service_account)
pulumi.export("volumes", [mount.volume])
pulumi.export("volumeMounts", [mount.volume_mount])
