module eks-pod-secrets/sandbox/engine/zxcvbn

go 1.26.0
