package main

// This file runs the program: what its launcher is told, and what its exit code means.

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/config"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// exitCodeReported is how the launcher says that the program failed and that the user has been told why.
const exitCodeReported = 32

// Run runs the program to its end. An error that the program raised is part of the response; an error of the call
// means that the program could not be run.
func (h *languageHost) Run(call context.Context, req *pulumirpc.RunRequest) (*pulumirpc.RunResponse, error) {
	if req.GetAttachDebugger() {
		return nil, errNoDebugger
	}
	opts, err := parseOptions(req.GetInfo().GetOptions())
	if err != nil {
		return nil, err
	}
	configuration, err := configEnvironment(req.GetConfig(), req.GetConfigSecretKeys())
	if err != nil {
		return nil, err
	}
	ctx, cancel := h.bound(call)
	defer cancel()
	cmd, err := opts.node(ctx, req.GetInfo().GetProgramDirectory(), runProgram, h.programArguments(req)...)
	if err != nil {
		return nil, err
	}
	cmd.Env = append(cmd.Env, configuration...)
	// Not the files themselves: Node.js sets what it inherits to non-blocking mode, which would break this process' own
	// writes. Behind another type they are fed through pipes.
	cmd.Stdout = struct{ io.Writer }{os.Stdout}
	cmd.Stderr = struct{ io.Writer }{os.Stderr}

	err = exitError(cmd.Run())
	if ctx.Err() != nil {
		return nil, canceled("the program")
	}
	return programResult(err), nil
}

// programResult translates how the program's process ended.
func programResult(err error) *pulumirpc.RunResponse {
	code, ok := exitCode(err)
	switch {
	case !ok:
		return &pulumirpc.RunResponse{Error: fmt.Sprintf("Program exited unexpectedly: %v", err)}
	case code == exitCodeReported:
		return &pulumirpc.RunResponse{Bail: true}
	case code != 0:
		return &pulumirpc.RunResponse{Error: fmt.Sprintf("Program exited with non-zero exit code: %d", code)}
	default:
		return &pulumirpc.RunResponse{}
	}
}

// programArguments are those of the launcher, then the program and the program's own.
func (h *languageHost) programArguments(req *pulumirpc.RunRequest) []string {
	var args []string
	option := func(name, value string) {
		if value != "" {
			args = append(args, "--"+name, value)
		}
	}
	option("monitor", req.GetMonitorAddress())
	option("engine", h.engine)
	option("organization", req.GetOrganization())
	option("project", req.GetProject())
	option("root-directory", req.GetInfo().GetRootDirectory())
	option("stack", req.GetStack())
	option("pwd", req.GetPwd())
	if req.GetDryRun() {
		args = append(args, "--dry-run")
	}
	option("parallel", strconv.Itoa(int(req.GetParallel())))
	option("tracing", h.tracing)
	return append(append(args, entryPoint(req.GetInfo())), req.GetArgs()...)
}

// entryPoint is the file or folder to load; "." leaves the choice to the program's package.json.
func entryPoint(info *pulumirpc.ProgramInfo) string {
	if entry := info.GetEntryPoint(); entry != "" {
		return entry
	}
	return "."
}

// configEnvironment is how programs receive the stack's configuration.
func configEnvironment(values map[string]string, secretKeys []string) ([]string, error) {
	keyed := make(map[string]string, len(values))
	for key, value := range values {
		key, err := sdkConfigKey(key)
		if err != nil {
			return nil, err
		}
		keyed[key] = value
	}
	valuesJSON, err := json.Marshal(keyed)
	if err != nil {
		return nil, err
	}
	// The SDK looks secret keys up under their plain names; and it wants a list, where Go writes null for none.
	keysJSON, err := json.Marshal(append([]string{}, secretKeys...))
	if err != nil {
		return nil, err
	}
	return []string{"PULUMI_CONFIG=" + string(valuesJSON), "PULUMI_CONFIG_SECRET_KEYS=" + string(keysJSON)}, nil
}

// sdkConfigKey translates "namespace:name" to "namespace:config:name". Each release of the SDK understands the second
// form, and the oldest ones no other.
func sdkConfigKey(key string) (string, error) {
	parsed, err := config.ParseKey(key)
	if err != nil {
		return "", err
	}
	return parsed.Namespace() + ":config:" + parsed.Name(), nil
}

// errNoDebugger says what to do instead: attaching needs the engine's debug adapter protocol, which is not served here.
var errNoDebugger = errors.New(
	"this language host cannot attach a debugger: set the runtime option nodeargs to --inspect-brk in Pulumi.yaml instead")
