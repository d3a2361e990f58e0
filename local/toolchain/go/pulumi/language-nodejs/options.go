package main

// This file reads the options that a project sets for its runtime (runtime.options in Pulumi.yaml).

import (
	"fmt"
	"slices"

	"github.com/google/shlex"
	"github.com/pulumi/pulumi/sdk/v3/nodejs/npm"
	"google.golang.org/protobuf/types/known/structpb"
)

// nodeOptions are a project's wishes about how Node.js runs its program.
type nodeOptions struct {
	// typescript says that the launcher may load .ts files; true unless the project turns it off.
	typescript bool
	// tsconfig is the path of the tsconfig file to use instead of tsconfig.json.
	tsconfig string
	// nodeArgs come before the launcher on the command line of node.
	nodeArgs []string
	// packageManager is empty if the lock files shall decide.
	packageManager npm.PackageManagerType
}

var packageManagers = []npm.PackageManagerType{
	npm.AutoPackageManager, npm.NpmPackageManager, npm.YarnPackageManager, npm.PnpmPackageManager, npm.BunPackageManager,
}

// parseOptions fails on a value of the wrong type: a program that runs without the options its author wrote would
// fail later, and less clearly. Options it does not know belong to other hosts or other releases and are ignored.
func parseOptions(options *structpb.Struct) (nodeOptions, error) {
	parsed := nodeOptions{typescript: true}
	var nodeArgs, packageManager string
	for name, value := range options.AsMap() {
		var ok bool
		wanted := "a string"
		switch name {
		case "typescript":
			wanted = "true or false"
			parsed.typescript, ok = value.(bool)
		case "tsconfig":
			parsed.tsconfig, ok = value.(string)
		case "nodeargs":
			nodeArgs, ok = value.(string)
		case "packagemanager":
			packageManager, ok = value.(string)
		default:
			ok = true
		}
		if !ok {
			return nodeOptions{}, fmt.Errorf("the runtime option %q in Pulumi.yaml must be %s, not %v", name, wanted, value)
		}
	}

	var err error
	if parsed.nodeArgs, err = shlex.Split(nodeArgs); err != nil {
		return nodeOptions{}, fmt.Errorf("the runtime option \"nodeargs\" in Pulumi.yaml: %w", err)
	}
	parsed.packageManager = npm.PackageManagerType(packageManager)
	if packageManager != "" && !slices.Contains(packageManagers, parsed.packageManager) {
		return nodeOptions{}, fmt.Errorf(
			"the runtime option \"packagemanager\" in Pulumi.yaml must be one of %v, not %q", packageManagers, packageManager)
	}
	return parsed, nil
}
