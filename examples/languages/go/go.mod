module orders

go 1.24

require (
	eks-pod-secrets/sdk/go v0.0.0
	github.com/pulumi/pulumi/sdk/v3 v3.248.0
)

replace eks-pod-secrets/sdk/go => ./sdks/eks-pod-secrets
