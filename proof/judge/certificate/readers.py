"""Who readers are. EKS Pod Identity describes pods by the tags of their sessions.

https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html
https://docs.aws.amazon.com/eks/latest/userguide/pod-id-assign-target-role.html
"""

MAKER = "pods.eks.amazonaws.com"
# The assumption that EKS Pod Identity tells the truth.
TRUTH = "pod-identity-truth"
SOURCE_TAG = "eks-cluster-arn"
NAME_TAG = "eks-cluster-name"
SESSION_TAGS = ("eks-cluster-arn", "eks-cluster-name", "kubernetes-namespace", "kubernetes-pod-name",
                "kubernetes-pod-uid", "kubernetes-service-account")
# Tags that differ between sessions of one reader.
VARYING_TAGS = ("kubernetes-pod-name", "kubernetes-pod-uid")
READER_TAGS = (SOURCE_TAG, "kubernetes-namespace", "kubernetes-service-account")
SOURCE_SERVICE = "eks"


def reader_tags(way):
    return {SOURCE_TAG: way["clusterArn"], "kubernetes-namespace": way["namespace"],
            "kubernetes-service-account": way["serviceAccount"]}


def has_tags(world, caller, way):
    return all(world.known(f"{caller} tag {tag}") == value for tag, value in reader_tags(way).items())


def session_tags(way):
    """All tags of a session of the reader, as the service sends them."""
    cluster = way["clusterArn"]
    varying = dict(zip(VARYING_TAGS, ("one", "u-1")))
    return {**reader_tags(way), NAME_TAG: name_of(cluster), **varying}


def name_of(source):
    return source.rpartition("/")[2]


def source_in(account):
    """A source of sessions in the account."""
    return f"arn:aws:{SOURCE_SERVICE}:us-east-1:{account}:cluster/other"


def somebody(account):
    """A reader that was not declared."""
    return {"clusterArn": source_in(account), "namespace": "default", "serviceAccount": "x"}


def external_id(way):
    """The external id that EKS sends in place of tags: https://docs.aws.amazon.com/eks/latest/userguide/pod-id-assign-target-role.html"""
    fields = way["clusterArn"].split(":", 5)
    return "/".join([fields[3], fields[4], fields[5].removeprefix("cluster/"), way["namespace"], way["serviceAccount"]])
