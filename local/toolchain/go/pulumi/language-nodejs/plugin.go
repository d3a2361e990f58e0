package main

// This file runs plugins that are written for Node.js: policy packs, and resource providers with a PulumiPlugin.yaml.
// Their output is streamed to the engine, which reads the port they serve on from the first line.

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"sync"

	"github.com/pulumi/pulumi/sdk/v3"
	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
)

// RunPlugin runs a plugin until it ends or the engine drops the call.
func (h *languageHost) RunPlugin(
	req *pulumirpc.RunPluginRequest, server grpc.ServerStreamingServer[pulumirpc.RunPluginResponse],
) error {
	if req.GetAttachDebugger() {
		return errNoDebugger
	}
	opts, err := parseOptions(req.GetInfo().GetOptions())
	if err != nil {
		return err
	}
	ctx, cancel := h.bound(server.Context())
	defer cancel()
	stream := &serialStream[pulumirpc.RunPluginResponse]{ServerStreamingServer: server}
	_, stdout, stderr, err := rpcutil.MakeRunPluginStreams(stream, false)
	if err != nil {
		return err
	}

	run := opts.runProvider
	if req.GetKind() == string(apitype.AnalyzerPlugin) {
		run = opts.runPolicyPack
	}
	err = exitError(run(ctx, req, stdout, stderr))
	if ctx.Err() != nil {
		return canceled("the plugin")
	}
	code, ok := exitCode(err)
	if !ok {
		// The engine shows what a plugin prints, but hides why the call failed behind "could not read plugin".
		fmt.Fprintln(stderr, err)
		code = 1
	}
	return stream.Send(&pulumirpc.RunPluginResponse{Output: &pulumirpc.RunPluginResponse_Exitcode{Exitcode: int32(code)}})
}

// runProvider runs a plugin that speaks the engine's protocol by itself.
func (o nodeOptions) runProvider(ctx context.Context, req *pulumirpc.RunPluginRequest, stdout, stderr io.Writer) error {
	dir := req.GetInfo().GetProgramDirectory()
	cmd, err := o.node(ctx, dir, runPlugin, append([]string{dir}, req.GetArgs()...)...)
	if err != nil {
		return err
	}
	cmd.Dir = req.GetPwd()
	cmd.Env = append(cmd.Env, req.GetEnv()...)
	cmd.Stdout, cmd.Stderr = stdout, stderr
	return cmd.Run()
}

// runPolicyPack runs a policy pack behind a proxy: the engine tells the stack and its configuration by a call, while
// the policy SDK for Node.js reads them from its environment, so the pack can start only after that call.
func (o nodeOptions) runPolicyPack(
	ctx context.Context, req *pulumirpc.RunPluginRequest, stdout, stderr io.Writer,
) error {
	if len(req.GetArgs()) == 0 {
		return errors.New("the engine did not tell its address to the policy pack")
	}
	// Only the last argument is the launcher's: it would take the address for the value of a logging flag before it.
	engine := req.GetArgs()[len(req.GetArgs())-1]
	cmd, err := o.node(ctx, req.GetInfo().GetProgramDirectory(), runPolicyPack, engine, entryPoint(req.GetInfo()))
	if err != nil {
		return err
	}
	proxy, packOutput, err := sdk.NewPolicyProxy(ctx, stdout)
	if err != nil {
		return err
	}
	stack, err := proxy.AwaitConfiguration(ctx)
	if err != nil {
		return err
	}
	environment, err := stackEnvironment(stack)
	if err != nil {
		return err
	}
	cmd.Env = append(append(cmd.Env, req.GetEnv()...), environment...)
	cmd.Stdout, cmd.Stderr = packOutput, stderr
	if err := cmd.Start(); err != nil {
		return err
	}
	return proxy.Attach(ctx, cmd)
}

// stackEnvironment is how a policy pack receives the stack it looks at; there is none when a pack is only asked what
// policies it has.
func stackEnvironment(stack *pulumirpc.AnalyzerStackConfigureRequest) ([]string, error) {
	if stack == nil {
		return nil, nil
	}
	environment, err := configEnvironment(stack.GetConfig(), stack.GetConfigSecretKeys())
	if err != nil {
		return nil, err
	}
	for _, variable := range []struct{ name, value string }{
		{"ORGANIZATION", stack.GetOrganization()},
		{"PROJECT", stack.GetProject()},
		{"STACK", stack.GetStack()},
		{"DRY_RUN", strconv.FormatBool(stack.GetDryRun())},
	} {
		if variable.value != "" {
			// The SDK for Node.js reads the first name; the second is the one all languages are meant to share.
			environment = append(environment,
				"PULUMI_NODEJS_"+variable.name+"="+variable.value, "PULUMI_"+variable.name+"="+variable.value)
		}
	}
	return environment, nil
}

// serialStream makes a stream safe for a child whose standard output and standard error are copied side by side: gRPC
// allows one sender at a time.
type serialStream[T any] struct {
	grpc.ServerStreamingServer[T]
	mu sync.Mutex
}

// Send sends one message after the other.
func (s *serialStream[T]) Send(message *T) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.ServerStreamingServer.Send(message)
}
