// One secret of an owner's account, read by one pod of another account's cluster.
package main

import (
	"fmt"

	pods "eks-pod-secrets/sdk/go"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

const (
	region         = "us-east-1"
	namespace      = "orders"
	serviceAccount = "orders-api"
	roleName       = "orders-api"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		settings := config.New(ctx, "")
		account := settings.Require("readerAccount")
		clusterArn := pulumi.String(fmt.Sprintf("arn:aws:eks:%s:%s:cluster/%s", region, account, settings.Require("clusterName")))
		roleArn := pulumi.String(fmt.Sprintf("arn:aws:iam::%s:role/%s", account, roleName))

		secret, keyPolicy, err := ownersSide(ctx, settings.Require("ownerProfile"), clusterArn, roleArn)
		if err != nil {
			return err
		}
		return readersSide(ctx, settings, clusterArn, secret, keyPolicy)
	})
}

// The role need not exist yet: its ARN follows from its name.
func ownersSide(ctx *pulumi.Context, profile string, clusterArn, roleArn pulumi.String) (*pods.PodSecret, *pods.PodSecretKeyPolicy, error) {
	owner, err := newProvider(ctx, "aws", "owner", pulumi.Map{"region": pulumi.String(region), "profile": pulumi.String(profile)})
	if err != nil {
		return nil, nil, err
	}
	key, err := pods.NewPodSecretKey(ctx, "orders", &pods.PodSecretKeyArgs{KeyAlias: pulumi.String("pods-orders")}, pulumi.Providers(owner))
	if err != nil {
		return nil, nil, err
	}
	secret, err := pods.NewPodSecret(ctx, "orders-db", &pods.PodSecretArgs{
		SecretName: pulumi.String("orders/db"),
		KeyArn:     key.KeyArn,
		Readers: []pods.SecretReaderInput{pods.SecretReaderArgs{
			Reader: pods.ReaderArgs{
				ClusterArn:     clusterArn,
				Namespace:      pulumi.String(namespace),
				ServiceAccount: pulumi.String(serviceAccount),
			},
			RoleArn: roleArn,
		}},
	}, pulumi.Providers(owner))
	if err != nil {
		return nil, nil, err
	}
	keyPolicy, err := pods.NewPodSecretKeyPolicy(ctx, "orders", &pods.PodSecretKeyPolicyArgs{
		KeyArn: key.KeyArn,
		Secrets: pods.KeyedSecretArray{pods.KeyedSecretArgs{
			EncryptionContextArns: pulumi.StringArray{secret.SecretArn},
			ReaderRoleArns:        pulumi.StringArray{roleArn},
		}},
	}, pulumi.Providers(owner))
	return secret, keyPolicy, err
}

func readersSide(ctx *pulumi.Context, settings *config.Config, clusterArn pulumi.String, secret *pods.PodSecret, keyPolicy *pods.PodSecretKeyPolicy) error {
	runner, err := newProvider(ctx, "aws", "runner", pulumi.Map{"region": pulumi.String(region), "profile": pulumi.String(settings.Require("readerProfile"))})
	if err != nil {
		return err
	}
	kubernetes, err := newProvider(ctx, "kubernetes", "kubernetes", pulumi.Map{"context": pulumi.String(settings.Require("kubeContext"))})
	if err != nil {
		return err
	}
	reader, err := pods.NewPodReader(ctx, "orders", &pods.PodReaderArgs{
		ClusterArn:     clusterArn,
		Namespace:      pulumi.String(namespace),
		ServiceAccount: pulumi.String(serviceAccount),
		RoleName:       pulumi.String(roleName),
		Secrets:        pods.ReadableSecretArray{pods.ReadableSecretArgs{Arn: secret.SecretArn, KeyArn: keyPolicy.KeyArn}},
	}, pulumi.Providers(runner, kubernetes))
	if err != nil {
		return err
	}
	mount, err := pods.NewSecretMount(ctx, "orders", &pods.SecretMountArgs{
		Namespace: pulumi.String(namespace),
		Region:    pulumi.String(region),
		Objects:   pods.MountedObjectArray{pods.MountedObjectArgs{ObjectName: secret.SecretArn, ObjectAlias: pulumi.String("db")}},
	}, pulumi.Providers(kubernetes))
	if err != nil {
		return err
	}

	// For the pod's specification: `serviceAccountName`, `volumes` and the container's `volumeMounts`.
	ctx.Export("serviceAccountName", reader.ServiceAccount)
	ctx.Export("volumes", pulumi.Array{mount.Volume})
	ctx.Export("volumeMounts", pulumi.Array{mount.VolumeMount})
	return nil
}

// newProvider does what NewProvider of pulumi-aws and pulumi-kubernetes does. Programs with resources of their own import these anyway.
func newProvider(ctx *pulumi.Context, kind, name string, settings pulumi.Map) (*pulumi.ProviderResourceState, error) {
	var provider pulumi.ProviderResourceState
	err := ctx.RegisterResource("pulumi:providers:"+kind, name, settings, &provider)
	return &provider, err
}
